package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
)

// form is what a resource of one kind and a stack differ in: how a block reads, and how a document shows in it. How they
// are planned, written, waited for and read is vended's, for both.
type form interface {
	words
	// typeSuffix is that of the resource's type, such as database.
	typeSuffix() string
	schema(ctx context.Context) schema.Schema
	// computed are the attributes that the server fills.
	computed() map[string]schema.Attribute

	// definition reads what a block asks for.
	definition(ctx context.Context, from source) (definition, diag.Diagnostics)
	// writeDefinition fills what a block asks for, as somebody else wrote it.
	writeDefinition(ctx context.Context, to sink, document *client.Document) diag.Diagnostics
	importKey(id string) (client.Key, error)

	// effective is what the answer to a dry run says that would be made.
	effective(ctx context.Context, document *client.Document) (types.Object, error)
	// planned are the attributes that a dry run tells, but for cost. What stands is before; nil if nothing does.
	planned(ctx context.Context, before source, document *client.Document) (map[string]attr.Value, error)
	// moving are those that change while it is made, without a change of what is asked for.
	moving(ctx context.Context, before source) map[string]attr.Value
	// filled are the attributes that only this form has from a document. What was planned, or stood, is before.
	filled(ctx context.Context, from *client.Client, key client.Key, document *client.Document, before source) (map[string]attr.Value, error)
	// modules that it was made with.
	modules(ctx context.Context, state source) []used
	// wayToReplace is the second way out of a change that is possible only on another one.
	wayToReplace() string
}

var (
	_ form = kind{}
	_ form = stack{}
)
