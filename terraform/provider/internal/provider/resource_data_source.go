package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
)

type resourceData struct {
	looked
}

func newResourceData() datasource.DataSource {
	return &resourceData{}
}

func (r *resourceData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_resource"
}

func (r *resourceData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := keyAttributes()
	attributes["labels"] = schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Free words of the team."}
	attributes["spec"] = schema.DynamicAttribute{Computed: true, MarkdownDescription: "What was asked for, as it was written."}
	attributes["id"] = schema.StringAttribute{Computed: true, MarkdownDescription: "`team/kind/name`."}
	attributes["uid"] = schema.StringAttribute{Computed: true, MarkdownDescription: "Identity of this incarnation, never used again."}
	attributes["etag"] = schema.StringAttribute{Computed: true, MarkdownDescription: "Version of the definition."}
	attributes["managed_by"] = schema.StringAttribute{Computed: true, MarkdownDescription: "What keeps the definition; null if nobody said so."}
	attributes["expires_at"] = schema.StringAttribute{Computed: true, MarkdownDescription: "When it is taken back; null if never."}
	attributes["effective"] = effectiveAttribute()
	attributes["tags"] = tagsAttribute()
	attributes["cost"] = costAttribute()
	attributes["status"] = schema.ObjectAttribute{Computed: true, AttributeTypes: statusType, MarkdownDescription: statusText}
	attributes["outputs"] = schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "What applications need and is no secret."}
	resp.Schema = schema.Schema{MarkdownDescription: "A resource of any kind, whoever keeps it.", Attributes: attributes}
}

func (r *resourceData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !r.session.known(&resp.Diagnostics) {
		return
	}
	key := client.Key{
		Team: textOf(ctx, req.Config, path.Root("team")), Kinds: textOf(ctx, req.Config, path.Root("kind")), Name: textOf(ctx, req.Config, path.Root("name")),
	}
	document, err := r.session.client.Get(ctx, key, 0)
	if err != nil {
		generic.explain(&resp.Diagnostics, "It can not be read", err)
		return
	}
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(writeComputed(ctx, &resp.State, key, document)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("labels"), stringMap(document.Metadata.Labels))...)
	spec, err := dynamicFromJSON(ctx, document.Spec)
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("spec"), "The spec can not be shown", err.Error())
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("spec"), spec)...)
}
