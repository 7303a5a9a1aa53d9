package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
)

// standingData is what stands, a resource of any kind or a stack, whoever keeps it.
type standingData struct {
	looked
	form form
	// What it is, in a sentence.
	description string
}

func newResourceData() datasource.DataSource {
	return &standingData{form: generic, description: "A resource of any kind, whoever keeps it."}
}

func newStackData() datasource.DataSource {
	return &standingData{form: stack{}, description: "A stack, whoever keeps it."}
}

func (s *standingData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + s.form.typeSuffix()
}

func (s *standingData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := keyAttributes()
	if s.form != form(generic) {
		delete(attributes, "kind")
	}
	attributes["labels"] = schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Free words of the team."}
	attributes["spec"] = schema.DynamicAttribute{Computed: true, MarkdownDescription: "What was asked for, as it was written."}
	for name, attribute := range s.form.computed() {
		if name != "cost_delta" {
			attributes[name] = shown(attribute)
		}
	}
	resp.Schema = schema.Schema{MarkdownDescription: s.description, Attributes: attributes}
}

// shown is an attribute of a resource that the server fills, in a data source.
func shown(attribute resourceschema.Attribute) schema.Attribute {
	text := attribute.GetMarkdownDescription()
	switch of := attribute.(type) {
	case resourceschema.ObjectAttribute:
		return schema.ObjectAttribute{Computed: true, AttributeTypes: of.AttributeTypes, MarkdownDescription: text}
	case resourceschema.MapAttribute:
		return schema.MapAttribute{Computed: true, ElementType: of.ElementType, MarkdownDescription: text}
	default:
		return schema.StringAttribute{Computed: true, MarkdownDescription: text}
	}
}

func (s *standingData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !s.session.known(&resp.Diagnostics) {
		return
	}
	key := client.Key{Team: textOf(ctx, req.Config, path.Root("team")), Kinds: client.Stacks, Name: textOf(ctx, req.Config, path.Root("name"))}
	if s.form == form(generic) {
		key.Kinds = textOf(ctx, req.Config, path.Root("kind"))
	}
	document, err := s.session.client.Get(ctx, key, 0)
	if err != nil {
		explain(s.form, &resp.Diagnostics, "It can not be read", err)
		return
	}
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(writeComputed(ctx, s.form, s.session.client, &resp.State, key, document)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("labels"), stringMap(document.Metadata.Labels))...)
	spec, err := dynamicFromJSON(ctx, document.Spec)
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("spec"), "The spec can not be shown", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("spec"), spec)...)
}
