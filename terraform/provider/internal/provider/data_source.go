package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// looked is what all data sources have in common.
type looked struct {
	session *session
}

func (l *looked) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	l.session = configured(req.ProviderData, &resp.Diagnostics)
}

// keyAttributes name a resource.
func keyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"team": schema.StringAttribute{Required: true, MarkdownDescription: "Team that owns it."},
		"kind": schema.StringAttribute{Required: true, MarkdownDescription: "Plural of the kind, such as `databases`."},
		"name": schema.StringAttribute{Required: true, MarkdownDescription: "Its name."},
	}
}

func effectiveAttribute() schema.Attribute {
	return schema.ObjectAttribute{Computed: true, AttributeTypes: effectiveType, MarkdownDescription: effectiveText}
}

func costAttribute() schema.Attribute {
	return schema.ObjectAttribute{Computed: true, AttributeTypes: costType, MarkdownDescription: costText}
}

func tagsAttribute() schema.Attribute {
	return schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Tags on what is made in the cloud."}
}
