package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
)

func (v *vended) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	if v.session == nil {
		// The provider is not configured yet, and has said so.
		return
	}
	known, diags := v.form.definition(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	behaviour, diags := behaviourOf(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	v.session.met.Store(known.key, true)
	document, err := v.session.client.Get(ctx, known.key, 0)
	if err != nil {
		v.readWithout(ctx, known.key, err, resp)
		return
	}
	warnOf(ctx, v.session, known.key, document, behaviour, textOf(ctx, req.State, path.Root("uid")), &resp.Diagnostics)
	if !known.same(definitionOf(known.key, document)) {
		resp.Diagnostics.Append(v.form.writeDefinition(ctx, &resp.State, document)...)
	}
	resp.Diagnostics.Append(v.write(ctx, &resp.State, resp.Identity, known.key, document)...)
	warnOfModules(ctx, v.session, known.key, v.form.modules(ctx, resp.State), &resp.Diagnostics)
}

// readWithout decides what the state says of what could not be read.
func (v *vended) readWithout(ctx context.Context, key client.Key, err error, resp *resource.ReadResponse) {
	switch {
	case client.IsUnreachable(err):
		resp.Diagnostics.AddWarning("It was not looked at", key.String()+" is taken to be as it was at the last look, as "+err.Error())
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, key)...)
	case client.AsRefusal(err, "gone") != nil:
		v.readTombstone(ctx, key, client.AsRefusal(err), resp)
	case client.AsRefusal(err, "not-found") != nil:
		v.readForgotten(ctx, key, resp)
	default:
		explain(v.form, &resp.Diagnostics, "It can not be read", err)
	}
}

// readTombstone keeps what is gone in the state. Without it Terraform would make a new, empty one as if nothing had happened.
func (v *vended) readTombstone(ctx context.Context, key client.Key, gone *client.Refusal, resp *resource.ReadResponse) {
	if textOf(ctx, resp.State, path.Root("uid")) == "" {
		explain(v.form, &resp.Diagnostics, "There is nothing to import", gone)
		return
	}
	what := "was deleted elsewhere"
	if gone.Reason == "expired" {
		what = "expired: its lifetime ended"
	}
	resp.Diagnostics.AddWarning("It is gone", key.String()+" "+what+".")
	resp.Diagnostics.Append(keepGone(ctx, resp, key)...)
}

// readForgotten keeps what was made and is not known any more: a tombstone lasts for days only, a wrong endpoint or an older
// store that was restored have none, and none of that is a word to make an empty one.
func (v *vended) readForgotten(ctx context.Context, key client.Key, resp *resource.ReadResponse) {
	if textOf(ctx, resp.State, path.Root("uid")) == "" {
		// There is nothing to import.
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, key)...)
		return
	}
	resp.Diagnostics.AddWarning("The server does not know it", key.String()+" was made, and "+v.session.client.Endpoint()+
		" does not know it: its name is forgotten, or this is another server.\n\n"+
		"What to do: check that it is the right server; if it is, set allow_recreate = true to have a new, empty one, or run: terraform state rm ADDRESS")
	resp.Diagnostics.Append(keepGone(ctx, resp, key)...)
}

// keepGone leaves the state as it is, but for the phase.
func keepGone(ctx context.Context, resp *resource.ReadResponse, key client.Key) diag.Diagnostics {
	diags := resp.State.SetAttribute(ctx, path.Root("status").AtName("phase"), types.StringValue("Deleted"))
	diags.Append(setIdentity(ctx, resp.Identity, key)...)
	return diags
}
