package provider

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

func (b *binding) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replaces := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	stays := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What one application is given of a resource: a user and a secret that no other has or, where the cloud knows its callers, a grant to a principal. " +
			"Where the cloud has one secret for all, it is that one: destroying the binding takes it from nobody, and a warning says how it is changed. " +
			"The secret is in no plan and in no state: the ephemeral `automat_connection` reads it by the `id`. What the application made in a database stays when it is unbound.",
		Attributes: map[string]schema.Attribute{
			"resource": schema.StringAttribute{Required: true, PlanModifiers: replaces,
				MarkdownDescription: "`id` of the resource, which is `team/kind/name`. Another one makes a new binding."},
			"consumer": schema.StringAttribute{Required: true, PlanModifiers: replaces,
				MarkdownDescription: "What the team calls the application. Another one makes a new binding."},
			"access": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("readwrite"),
				MarkdownDescription: "What it may do with the data: `read` or `readwrite`. Default: `readwrite`."},
			"principal": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Who gets the grant, where the cloud knows its callers, such as the ARN of a role."},
			"overlap": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("1h"),
				MarkdownDescription: "How long an old secret stays valid beside its successor, such as `30m`. Default: `1h`."},
			"id": schema.StringAttribute{Computed: true, PlanModifiers: stays, MarkdownDescription: "`team/kind/name/consumer`, which is also what import takes."},
			"phase": schema.StringAttribute{Computed: true,
				MarkdownDescription: "How it is, in one word: `Ready` as soon as the application can connect."},
			"version": schema.Int64Attribute{Computed: true,
				MarkdownDescription: "Counts its secrets: the newest that is valid. Null where there is none, but a grant."},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{Create: true, Update: true, Delete: true,
				CreateDescription: waitText("bound"), UpdateDescription: waitText("changed"), DeleteDescription: waitText("gone")}),
		},
	}
}

// bindingIdentity are the parts of an id, in their order.
var bindingIdentity = []string{"team", "kind", "name", "consumer"}

func (b *binding) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	of := identitySchema()
	of.Attributes["consumer"] = identityschema.StringAttribute{RequiredForImport: true, Description: "What the team calls the application."}
	resp.IdentitySchema = of
}

func writeBinding(ctx context.Context, to *tfsdk.State, identity *tfsdk.ResourceIdentity, key client.BindingKey, binding *contract.BindingDocument) diag.Diagnostics {
	version := types.Int64Null()
	if binding.Status.Version > 0 {
		version = types.Int64Value(binding.Status.Version)
	}
	diags := fill(ctx, to, map[string]attr.Value{
		"id":        types.StringValue(key.String()),
		"resource":  types.StringValue(key.Key.String()),
		"consumer":  types.StringValue(key.Consumer),
		"access":    types.StringValue(binding.Spec.Access),
		"principal": optionalString(binding.Spec.Principal),
		"overlap":   types.StringValue(sameOverlap(textOf(ctx, to, path.Root("overlap")), binding.Spec.Overlap)),
		"phase":     types.StringValue(binding.Status.Phase),
		"version":   version,
	})
	diags.Append(setBindingIdentity(ctx, identity, key)...)
	return diags
}

func setBindingIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, key client.BindingKey) diag.Diagnostics {
	diags := setIdentity(ctx, identity, key.Key)
	if identity != nil {
		diags.Append(identity.SetAttribute(ctx, path.Root("consumer"), types.StringValue(key.Consumer))...)
	}
	return diags
}

// sameOverlap keeps a time as the block writes it, as long as it is the same: 60m is 1h.
func sameOverlap(written, served string) string {
	left, right := seconds(written), seconds(served)
	if left >= 0 && left == right {
		return written
	}
	return served
}

// seconds of a number with s, m, h or d; -1 if it is none.
func seconds(text string) int {
	units := map[string]int{"s": 1, "m": 60, "h": 3600, "d": 86400}
	if text == "" {
		return -1
	}
	number, err := strconv.Atoi(text[:len(text)-1])
	unit, known := units[text[len(text)-1:]]
	if err != nil || !known {
		return -1
	}
	return number * unit
}
