package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
)

// defaultTimeout is for the slowest database of the clouds.
const (
	defaultTimeout     = 40 * time.Minute
	defaultTimeoutText = "40m"
)

// vended is a resource of any kind, or a stack of some.
type vended struct {
	form    form
	session *session
}

var (
	_ resource.ResourceWithConfigure      = (*vended)(nil)
	_ resource.ResourceWithIdentity       = (*vended)(nil)
	_ resource.ResourceWithImportState    = (*vended)(nil)
	_ resource.ResourceWithModifyPlan     = (*vended)(nil)
	_ resource.ResourceWithValidateConfig = (*vended)(nil)
)

func (v *vended) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + v.form.typeSuffix()
}

func (v *vended) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = v.form.schema(ctx)
}

func (v *vended) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema()
}

func (v *vended) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	v.session = configured(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig finds what needs no server.
func (v *vended) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	_, diags := v.form.definition(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
}

// behaviour is what a block says of how it is treated. The server does not know it.
type behaviour struct {
	allowDataLoss, allowRecreate, takeOver bool
}

func behaviourOf(ctx context.Context, from source) (behaviour, diag.Diagnostics) {
	var diags diag.Diagnostics
	read := func(name string) bool {
		var value types.Bool
		diags.Append(from.GetAttribute(ctx, path.Root(name), &value)...)
		return value.ValueBool()
	}
	return behaviour{read("allow_data_loss"), read("allow_recreate"), read("take_over")}, diags
}

func textOf(ctx context.Context, from source, at path.Path) string {
	var value types.String
	// What is not there, because the object around it is null, is no text.
	_ = from.GetAttribute(ctx, at, &value)
	return value.ValueString()
}

func (v *vended) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	wanted, behaviour := v.readPlan(ctx, req.Plan, &resp.Diagnostics)
	limit := v.limit(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	conditions := client.Conditions{Absent: true, Recreate: behaviour.allowRecreate, PlanMatch: plannedDigest(ctx, req.Plan)}
	document, err := v.create(bounded, wanted, conditions, &resp.Diagnostics)
	if err != nil {
		v.explainWrite(ctx, &resp.Diagnostics, "It was not created", req.Plan, write{wanted, conditions}, err)
		return
	}
	// From here on Terraform knows it, whatever happens while it waits.
	resp.Diagnostics.Append(v.writeAnswer(ctx, &resp.State, resp.Identity, req.Plan, wanted.key, document)...)
	document, err = v.session.client.AwaitReady(bounded, wanted.key, document)
	resp.Diagnostics.Append(v.write(ctx, &resp.State, resp.Identity, wanted.key, document)...)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		// An error would taint it, and the next apply would replace what is being made.
		resp.Diagnostics.AddWarning("Interrupted while it is being made",
			wanted.key.String()+" is in the state, and the server goes on: "+client.Situation(document)+"\n\nWhat to do: apply again, to wait for it")
	default:
		explainWait(&resp.Diagnostics, wanted.key, document, err, limit,
			"apply again once the reason is gone. Terraform would replace it then; to go on with this one, first run: terraform untaint ADDRESS")
	}
}

func (v *vended) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	wanted, behaviour := v.readPlan(ctx, req.Plan, &resp.Diagnostics)
	limit := v.limit(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	stands, diags := v.form.definition(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	before := standingOf(ctx, req.State)
	if before.gone() {
		resp.Diagnostics.AddError("It is gone", before.whatToDo(wanted.key))
		return
	}
	asksForTheSame := wanted.same(stands) && !takesOver(v.session, behaviour, before)
	if asksForTheSame && !before.unfinished() {
		// Only how the block is treated has changed, which the server does not know.
		resp.State.Raw = req.Plan.Raw
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, wanted.key)...)
		return
	}
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	conditions := client.Conditions{ETag: before.etag, TakeOver: behaviour.takeOver, DataLoss: behaviour.allowDataLoss, PlanMatch: plannedDigest(ctx, req.Plan)}
	document, err := v.change(bounded, wanted, asksForTheSame, conditions)
	if err != nil {
		v.explainWrite(ctx, &resp.Diagnostics, "It was not changed", req.Plan, write{wanted, conditions}, err)
		return
	}
	resp.Diagnostics.Append(v.writeAnswer(ctx, &resp.State, resp.Identity, req.Plan, wanted.key, document)...)
	document, err = v.session.client.AwaitReady(bounded, wanted.key, document)
	resp.Diagnostics.Append(v.write(ctx, &resp.State, resp.Identity, wanted.key, document)...)
	if err != nil {
		explainWait(&resp.Diagnostics, wanted.key, document, err, limit, "apply again, to go on waiting for it")
	}
}

// change stores what is asked for, unless it is only to be waited for.
func (v *vended) change(ctx context.Context, wanted definition, stored bool, conditions client.Conditions) (*client.Document, error) {
	if stored {
		return v.session.client.Get(ctx, wanted.key, 0)
	}
	return v.session.client.Put(ctx, wanted.key, wanted.request, conditions)
}

func (v *vended) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	stands, diags := v.form.definition(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	behaviour, diags := behaviourOf(ctx, req.State)
	resp.Diagnostics.Append(diags...)
	limit := v.limit(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	before := standingOf(ctx, req.State)
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	_, err := v.session.client.Delete(bounded, stands.key, client.Conditions{ETag: before.etag, TakeOver: behaviour.takeOver})
	if client.AsRefusal(err, "gone", "not-found") != nil {
		return
	}
	if refusal := client.AsRefusal(err, "paused"); refusal != nil {
		refusal.Fix = "run: " + resume(stands.key) + ", or wait until then; and try again"
	}
	if err != nil {
		explain(v.form, &resp.Diagnostics, "It was not deleted", err)
		return
	}
	err = v.session.client.AwaitGone(bounded, stands.key, before.uid)
	switch {
	case err == nil:
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		resp.Diagnostics.AddError("It is not gone yet", fmt.Sprintf("%s is being deleted, which took longer than %s, or was interrupted.\n\nWhat to do: destroy again, to wait for it", stands.key, limit))
	default:
		explain(v.form, &resp.Diagnostics, "It is being deleted, and can not be followed", err)
	}
}

func (v *vended) readPlan(ctx context.Context, plan tfsdk.Plan, diags *diag.Diagnostics) (definition, behaviour) {
	wanted, more := v.form.definition(ctx, plan)
	diags.Append(more...)
	behaviour, more := behaviourOf(ctx, plan)
	diags.Append(more...)
	return wanted, behaviour
}

// limit is the block's timeout of that kind.
func (v *vended) limit(
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

// writeAnswer fills the state from the plan and what a write was answered with. Only that says what it does to the estimate,
// unless the plan has said it.
func (v *vended) writeAnswer(
	ctx context.Context,
	state *tfsdk.State,
	identity *tfsdk.ResourceIdentity,
	plan tfsdk.Plan,
	key client.Key,
	document *client.Document,
) diag.Diagnostics {
	state.Raw = plan.Raw
	var planned types.Object
	diags := plan.GetAttribute(ctx, path.Root("cost_delta"), &planned)
	if planned.IsUnknown() {
		diags.Append(state.SetAttribute(ctx, path.Root("cost_delta"), costDeltaOf(document.CostDelta))...)
	}
	diags.Append(v.write(ctx, state, identity, key, document)...)
	return diags
}

func (v *vended) write(ctx context.Context, state *tfsdk.State, identity *tfsdk.ResourceIdentity, key client.Key, document *client.Document) diag.Diagnostics {
	diags := writeComputed(ctx, v.form, v.session.client, state, key, document)
	diags.Append(setIdentity(ctx, identity, key)...)
	return diags
}
