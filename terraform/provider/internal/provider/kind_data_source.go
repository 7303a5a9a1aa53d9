package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/contract"
)

type kindData struct {
	looked
}

func newKindData() datasource.DataSource {
	return &kindData{}
}

var moduleSummaryType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"module": types.StringType, "version": types.StringType, "stage": types.StringType, "description": types.StringType, "digest": types.StringType,
}}

func (k *kindData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_kind"
}

func (k *kindData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A kind of the catalogue and its modules.",
		Attributes: map[string]schema.Attribute{
			"plural":          schema.StringAttribute{Required: true, MarkdownDescription: "Plural of the kind, such as `databases`."},
			"kind":            schema.StringAttribute{Computed: true, MarkdownDescription: "Its name, such as `Database`."},
			"stateful":        schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether it holds data."},
			"default_module":  schema.StringAttribute{Computed: true, MarkdownDescription: "The module of requests that name none; null if they must."},
			"connection_keys": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "What `automat_connection` has of it."},
			"modules": schema.ListAttribute{Computed: true, ElementType: moduleSummaryType,
				MarkdownDescription: "Its modules: `module`, `version`, `stage` (`preview`, `stable` or `deprecated`), `description` and `digest`."},
		},
	}
}

func (k *kindData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !k.session.known(&resp.Diagnostics) {
		return
	}
	catalog, err := k.session.modules(ctx)
	if err != nil {
		explain(generic, &resp.Diagnostics, "The catalogue can not be read", err)
		return
	}
	plural := textOf(ctx, req.Config, path.Root("plural"))
	var plurals []string
	for _, kind := range catalog.Kinds {
		if kind.Plural == plural {
			k.write(ctx, req, resp, kind)
			return
		}
		plurals = append(plurals, kind.Plural)
	}
	resp.Diagnostics.AddAttributeError(path.Root("plural"), "There is no such kind",
		"There is none with the plural "+plural+".\n\nWhat to do: use one of: "+strings.Join(plurals, ", "))
}

func (k *kindData) write(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse, kind contract.CatalogKind) {
	modules := make([]attr.Value, len(kind.Modules))
	for i, module := range kind.Modules {
		modules[i] = types.ObjectValueMust(moduleSummaryType.AttrTypes, map[string]attr.Value{
			"module": types.StringValue(module.Module), "version": types.StringValue(module.Version), "stage": types.StringValue(module.Status.Stage),
			"description": optionalString(module.Description), "digest": types.StringValue(module.Digest),
		})
	}
	resp.State.Raw = req.Config.Raw
	for name, value := range map[string]attr.Value{
		"kind":            types.StringValue(kind.Kind),
		"stateful":        types.BoolValue(kind.Stateful),
		"default_module":  optionalString(kind.DefaultModule),
		"connection_keys": stringList(kind.Connection),
		"modules":         types.ListValueMust(moduleSummaryType, modules),
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}
