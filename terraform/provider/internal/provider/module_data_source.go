package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/contract"
)

type moduleData struct {
	looked
}

func newModuleData() datasource.DataSource {
	return &moduleData{}
}

var environmentType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"sizes": types.ListType{ElemType: types.StringType}, "default_size": types.StringType, "lifetime": types.StringType, "max_lifetime": types.StringType,
	"deletion_protection": types.BoolType,
}}

func (m *moduleData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_module"
}

func (m *moduleData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One version of a module: what it takes, and what it makes of that.",
		Attributes: map[string]schema.Attribute{
			"kind":        schema.StringAttribute{Required: true, MarkdownDescription: "Plural of the kind, such as `databases`."},
			"module":      schema.StringAttribute{Required: true, MarkdownDescription: "Name of the module, such as `postgres`."},
			"version":     schema.StringAttribute{Required: true, MarkdownDescription: "Its version, such as `1.0.0`; `automat_kind` lists them."},
			"description": schema.StringAttribute{Computed: true, MarkdownDescription: "What it is."},
			"stage":       schema.StringAttribute{Computed: true, MarkdownDescription: "`preview`, `stable` or `deprecated`."},
			"digest":      schema.StringAttribute{Computed: true, MarkdownDescription: "Of the module's file."},
			"spec_schema": schema.StringAttribute{Computed: true, MarkdownDescription: "JSON Schema of `spec`, as JSON."},
			"environments": schema.MapAttribute{Computed: true, ElementType: environmentType,
				MarkdownDescription: "By name: `sizes`, `default_size`, `lifetime`, `max_lifetime` and `deletion_protection`."},
			"replacing_inputs": schema.ListAttribute{Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Inputs that can not be changed on what exists, by their names in the catalogue."},
		},
	}
}

func (m *moduleData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !m.session.known(&resp.Diagnostics) {
		return
	}
	text := func(name string) string { return textOf(ctx, req.Config, path.Root(name)) }
	module, err := m.session.client.Module(ctx, text("kind"), text("module"), text("version"))
	if err != nil {
		explain(generic, &resp.Diagnostics, "The module can not be read", err)
		return
	}
	specSchema, err := json.Marshal(module.SpecSchema)
	if err != nil {
		resp.Diagnostics.AddError("The module's schema can not be shown", err.Error())
		return
	}
	resp.State.Raw = req.Config.Raw
	for name, value := range map[string]attr.Value{
		"description":      optionalString(module.Description),
		"stage":            types.StringValue(module.Status.Stage),
		"digest":           types.StringValue(module.Digest),
		"spec_schema":      types.StringValue(string(specSchema)),
		"environments":     environmentsOf(module),
		"replacing_inputs": replacingInputs(module),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func environmentsOf(module *contract.ModuleDetail) types.Map {
	environments := map[string]attr.Value{}
	for _, environment := range module.Environments {
		environments[environment.Name] = types.ObjectValueMust(environmentType.AttrTypes, map[string]attr.Value{
			"sizes": stringList(environment.Sizes), "default_size": optionalString(environment.DefaultSize),
			"lifetime": types.StringValue(environment.Lifetime), "max_lifetime": types.StringValue(environment.MaxLifetime),
			"deletion_protection": types.BoolValue(environment.DeletionProtection),
		})
	}
	return types.MapValueMust(environmentType, environments)
}

// replacingInputs are those that are marked so, or that a type of a cloud can only change by replacing.
func replacingInputs(module *contract.ModuleDetail) types.List {
	var names []string
	for _, name := range sortedKeys(module.Marks) {
		mark := module.Marks[name]
		replaces := mark.Immutable
		for _, change := range mark.Changes {
			replaces = replaces || change == "replace"
		}
		if replaces {
			names = append(names, name)
		}
	}
	return stringList(names)
}
