package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// binding is what one application is given of a resource.
type binding struct {
	session *session
}

var (
	_ resource.ResourceWithConfigure      = (*binding)(nil)
	_ resource.ResourceWithIdentity       = (*binding)(nil)
	_ resource.ResourceWithImportState    = (*binding)(nil)
	_ resource.ResourceWithModifyPlan     = (*binding)(nil)
	_ resource.ResourceWithValidateConfig = (*binding)(nil)
)

func newBinding() resource.Resource {
	return &binding{}
}

func (b *binding) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_binding"
}

func (b *binding) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	b.session = configured(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan shows what stays. Where something changes, the secret and its state are known after the apply.
func (b *binding) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() || len(resp.RequiresReplace) > 0 {
		b.warnOfAbsence(ctx, textOf(ctx, req.Plan, path.Root("resource")), &resp.Diagnostics)
		return
	}
	if textOf(ctx, req.State, path.Root("phase")) != "Ready" {
		// An apply that was cut short goes on.
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("phase"), types.StringUnknown())...)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("version"), types.Int64Unknown())...)
	}
}

func (b *binding) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	key, ok := bindingKey(textOf(ctx, req.Plan, path.Root("resource"))+"/"+textOf(ctx, req.Plan, path.Root("consumer")), path.Root("resource"), &resp.Diagnostics)
	limit := bindingLimit(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	made, err := b.make(bounded, key, wantedOf(ctx, req.Plan), &resp.Diagnostics)
	if err != nil {
		b.refused(&resp.Diagnostics, "It was not bound", err)
		return
	}
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(writeBinding(ctx, &resp.State, resp.Identity, key, made)...)
	made, err = b.session.client.AwaitBound(bounded, key, made)
	resp.Diagnostics.Append(writeBinding(ctx, &resp.State, resp.Identity, key, made)...)
	warnOfNotice(&resp.Diagnostics, key, made)
	explainBinding(ctx, &resp.Diagnostics, key, made, err, limit)
}

// warnOfNotice tells what a person must know where all who are bound have one secret.
func warnOfNotice(diags *diag.Diagnostics, key client.BindingKey, binding *contract.BindingDocument) {
	if binding != nil && binding.Status.Notice != "" {
		diags.AddWarning("The secret is not its own", key.String()+": "+binding.Status.Notice)
	}
}

// make binds the application. What an apply that was cut short has made already is taken up; what is another one's is not.
func (b *binding) make(ctx context.Context, key client.BindingKey, wanted map[string]any, diags *diag.Diagnostics) (*contract.BindingDocument, error) {
	found, err := b.session.client.GetBinding(ctx, key, 0)
	switch {
	case client.AsRefusal(err, "not-found", "gone") != nil:
		return b.session.client.PutBinding(ctx, key, wanted)
	case err != nil:
		return nil, err
	case found.Status.Phase == "Unbinding":
		if err := b.session.client.AwaitUnbound(ctx, key); err != nil {
			return nil, err
		}
		return b.session.client.PutBinding(ctx, key, wanted)
	case !isGiven(wanted, found):
		return nil, fmt.Errorf("%s is bound already, to something else\n\nWhat to do: name another consumer; or, to keep that one with this configuration, run: terraform import ADDRESS %s", key, key)
	}
	diags.AddWarning("It was bound already", key.String()+" is bound with just that, so it is taken for what an apply that was cut short has made.")
	return found, nil
}

// isGiven tells whether a binding gives what is asked for.
func isGiven(wanted map[string]any, found *contract.BindingDocument) bool {
	spec := map[string]string{"access": found.Spec.Access, "principal": found.Spec.Principal, "overlap": found.Spec.Overlap}
	for name, value := range wanted {
		if spec[name] != value {
			return false
		}
	}
	return wanted["principal"] != nil || found.Spec.Principal == ""
}

func (b *binding) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	key, ok := bindingKey(textOf(ctx, req.State, path.Root("id")), path.Root("id"), &resp.Diagnostics)
	if b.session == nil || !ok {
		return
	}
	found, err := b.session.client.GetBinding(ctx, key, 0)
	switch {
	case client.IsUnreachable(err):
		resp.Diagnostics.AddWarning("It was not looked at", key.String()+" is taken to be as it was at the last look, as "+err.Error())
		resp.Diagnostics.Append(setBindingIdentity(ctx, resp.Identity, key)...)
	case client.AsRefusal(err, "gone", "not-found") != nil, err == nil && found.Status.Phase == "Unbinding":
		// It holds nothing, so that making it again loses nothing: it is planned like any other creation.
		resp.Diagnostics.AddWarning("It is bound no more", key.String()+" was unbound elsewhere, or ended with its resource.")
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(setBindingIdentity(ctx, resp.Identity, key)...)
	case err != nil:
		explain(b, &resp.Diagnostics, "It can not be read", err)
	default:
		if trouble := found.Status.Trouble; trouble != nil {
			resp.Diagnostics.AddWarning("It is not as it was asked for", key.String()+": "+client.BindingSituation(found))
		}
		resp.Diagnostics.Append(writeBinding(ctx, &resp.State, resp.Identity, key, found)...)
	}
}

func (b *binding) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	key, ok := bindingKey(textOf(ctx, req.State, path.Root("id")), path.Root("id"), &resp.Diagnostics)
	limit := bindingLimit(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	changed, err := b.session.client.PutBinding(bounded, key, wantedOf(ctx, req.Plan))
	if err != nil {
		b.refused(&resp.Diagnostics, "It was not changed", err)
		return
	}
	changed, err = b.session.client.AwaitBound(bounded, key, changed)
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(writeBinding(ctx, &resp.State, resp.Identity, key, changed)...)
	explainBinding(ctx, &resp.Diagnostics, key, changed, err, limit)
}

func (b *binding) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	key, ok := bindingKey(textOf(ctx, req.State, path.Root("id")), path.Root("id"), &resp.Diagnostics)
	limit := bindingLimit(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	leaving, err := b.session.client.DeleteBinding(bounded, key)
	if client.AsRefusal(err, "gone", "not-found", "deleting") != nil {
		return
	}
	if err != nil {
		explain(b, &resp.Diagnostics, "It was not unbound", err)
		return
	}
	warnOfNotice(&resp.Diagnostics, key, leaving)
	if err := b.session.client.AwaitUnbound(bounded, key); err != nil {
		explain(b, &resp.Diagnostics, "It is not unbound yet", fmt.Errorf("%s: %w\n\nWhat to do: destroy again, to wait for it", key, err))
	}
}

// ImportState takes team/kind/name/consumer, or the identity of an import block.
func (b *binding) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" && req.Identity != nil {
		var parts []string
		for _, name := range bindingIdentity {
			parts = append(parts, textOf(ctx, req.Identity, path.Root(name)))
		}
		id = strings.Join(parts, "/")
	}
	key, ok := bindingKey(id, path.Empty(), &resp.Diagnostics)
	if !ok {
		return
	}
	for name, value := range map[string]string{"id": key.String(), "resource": key.Key.String(), "consumer": key.Consumer} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), types.StringValue(value))...)
	}
	resp.Diagnostics.Append(setBindingIdentity(ctx, resp.Identity, key)...)
}

// bindingKey reads team/kind/name/consumer.
func bindingKey(id string, at path.Path, diags *diag.Diagnostics) (client.BindingKey, bool) {
	parts := strings.Split(id, "/")
	if len(parts) != 4 || parts[0] == "" || parts[1] == "" || parts[2] == "" || parts[3] == "" {
		diags.AddAttributeError(at, "That names no binding",
			fmt.Sprintf("%q is not of the form team/kind/name/consumer, such as payments/databases/orders/checkout.\n\nWhat to do: set resource to the id of the resource, which is team/kind/name", id))
		return client.BindingKey{}, false
	}
	return client.BindingKey{Key: client.Key{Team: parts[0], Kinds: parts[1], Name: parts[2]}, Consumer: parts[3]}, true
}

func bindingLimit(
	ctx context.Context,
	from source,
	of func(timeouts.Value, context.Context, time.Duration) (time.Duration, diag.Diagnostics),
	diags *diag.Diagnostics,
) time.Duration {
	var value timeouts.Value
	diags.Append(from.GetAttribute(ctx, path.Root("timeouts"), &value)...)
	limit, more := of(value, ctx, defaultTimeout)
	diags.Append(more...)
	return limit
}

func explainBinding(ctx context.Context, diags *diag.Diagnostics, key client.BindingKey, binding *contract.BindingDocument, err error, limit time.Duration) {
	situation := key.String() + " is: " + client.BindingSituation(binding)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		diags.AddWarning("Interrupted while it is being bound", situation+"\n\nWhat to do: apply again, to wait for it")
	case errors.Is(err, context.DeadlineExceeded):
		diags.AddError("It is not bound yet", fmt.Sprintf("after %s %s\n\nWhat to do: once the reason is gone, run: terraform untaint ADDRESS; and apply again", limit, situation))
	default:
		explain(generic, diags, "It is being bound, and can not be followed", err)
	}
}

// wantedOf is what a block gives the application. What it leaves open is the server's to choose.
func wantedOf(ctx context.Context, plan tfsdk.Plan) map[string]any {
	wanted := map[string]any{}
	for _, name := range bindingFields {
		if text := textOf(ctx, plan, path.Root(name)); text != "" {
			wanted[name] = text
		}
	}
	return wanted
}
