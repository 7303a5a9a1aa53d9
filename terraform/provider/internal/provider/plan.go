package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// replacingRules say that a change is possible only on another one.
var replacingRules = []string{"immutable", "grow-only", "would-replace", "placement-moved"}

// ModifyPlan asks the server what it would make of the block, and shows that. Terraform calls it once more right before it
// applies: if the server would answer differently by then, Terraform stops.
func (v *vended) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if v.session == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		v.planEnd(ctx, req, resp)
		return
	}
	wanted, behaviour := v.readPlan(ctx, req.Plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	planning := &planning{vended: v, wanted: wanted, behaviour: behaviour, req: req, resp: resp}
	if req.State.Raw.IsNull() {
		planning.create(ctx)
		return
	}
	v.session.met.Store(wanted.key, true)
	planning.update(ctx)
}

// planEnd tells before anything is deleted what can not be.
func (v *vended) planEnd(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	before := standingOf(ctx, req.State)
	if before.isProtected && !before.gone() {
		resp.Diagnostics.AddError("It is protected from deletion",
			textOf(ctx, req.State, path.Root("id"))+" can not be deleted.\n\nWhat to do: set deletion_protection = false, apply that, and try again")
	}
}

// planning is the plan of one resource that is to exist.
type planning struct {
	*vended
	wanted    definition
	behaviour behaviour
	req       resource.ModifyPlanRequest
	resp      *resource.ModifyPlanResponse
}

func (p *planning) create(ctx context.Context) {
	p.unknown(ctx, computedNames(p.form)...)
	if !p.wanted.known {
		return
	}
	document, err := p.session.client.Try(ctx, p.wanted.key, p.wanted.request, client.Conditions{Absent: true, Recreate: p.behaviour.allowRecreate})
	switch {
	case err == nil:
		p.show(ctx, document)
	case client.AsRefusal(err, "exists") != nil:
		p.createOverExisting(ctx, client.AsRefusal(err))
	case client.AsRefusal(err, "expired") != nil:
		p.resp.Diagnostics.AddError("It expired", client.AsRefusal(err).Detail+
			"\n\nWhat to do: set allow_recreate = true to have a new, empty one, or take it out of the configuration")
	default:
		p.refused(err)
	}
}

// createOverExisting is met by a replacement, whose old one is still there; by an apply that was cut short before Terraform
// could save what it made; and by a name that is taken.
func (p *planning) createOverExisting(ctx context.Context, refusal *client.Refusal) {
	if _, replaces := p.session.met.Load(p.wanted.key); replaces {
		return
	}
	existing, err := p.session.client.Get(ctx, p.wanted.key, 0)
	if err == nil && p.madeBefore(p.wanted, existing) {
		p.resp.Diagnostics.AddWarning("It is there already",
			p.wanted.key.String()+" was made by "+p.session.client.Manager()+" with the same definition. The apply takes it for what one that was cut short has made.")
		return
	}
	// Without a look at the state (-refresh=false) a replacement can not be told from a name that is taken. The apply can.
	p.resp.Diagnostics.AddWarning("The name is taken", p.wanted.key.String()+": "+refusal.Detail+
		". Unless this apply deletes it first, it will be refused.\n\nWhat to do: "+importIt(p.wanted.key))
}

func (p *planning) update(ctx context.Context) {
	stands, diags := p.form.definition(ctx, p.req.State)
	p.resp.Diagnostics.Append(diags...)
	before := standingOf(ctx, p.req.State)
	// The framework takes all that the server fills for unknown as soon as anything changes. Most of it stays.
	p.keep(ctx, computedNames(p.form)...)
	switch {
	case p.resp.Diagnostics.HasError():
	case !p.wanted.known:
		p.unknown(ctx, computedNames(p.form, "id", "uid")...)
	case p.wanted.key != stands.key:
		p.replace(ctx, before, p.changedKey(stands)...)
	case before.gone():
		p.overTombstone(ctx, before)
	case !p.wanted.same(stands) || takesOver(p.session, p.behaviour, before):
		p.change(ctx, before)
	case before.unfinished():
		p.unknown(ctx, "status")
		p.set(ctx, p.form.moving(ctx, p.req.State))
	}
}

// changedKey is what names another resource now.
func (p *planning) changedKey(stands definition) []path.Path {
	var changed []path.Path
	if p.wanted.key.Team != stands.key.Team {
		changed = append(changed, path.Root("team"))
	}
	if p.wanted.key.Name != stands.key.Name {
		changed = append(changed, path.Root("name"))
	}
	if p.wanted.key.Kinds != stands.key.Kinds {
		changed = append(changed, path.Root("kind"))
	}
	return changed
}

// replace lets Terraform delete it and make another one, unless that loses something that nobody gave up.
func (p *planning) replace(ctx context.Context, before standing, because ...path.Path) {
	if before.isProtected {
		p.resp.Diagnostics.AddError("It is protected from deletion",
			p.wanted.key.String()+" would have to be replaced.\n\nWhat to do: undo the change; or set deletion_protection = false, apply that alone, and try again")
	}
	if before.stateful && !p.behaviour.allowDataLoss {
		for _, at := range because {
			p.resp.Diagnostics.AddAttributeError(at, "What is in it would be lost",
				p.wanted.key.String()+" would have to be replaced, and the new one is empty.\n\nWhat to do: undo the change, or set allow_data_loss = true")
		}
	}
	p.requireReplace(ctx, because)
}

func (p *planning) requireReplace(ctx context.Context, because []path.Path) {
	p.unknown(ctx, computedNames(p.form)...)
	// The uid differs in any case, also if nothing in the block does.
	p.resp.RequiresReplace = append(p.resp.RequiresReplace, path.Root("uid"))
	for _, at := range because {
		if root, ok := at.Steps()[0].(path.PathStepAttributeName); ok && !p.resp.RequiresReplace.Contains(path.Root(string(root))) {
			p.resp.RequiresReplace = append(p.resp.RequiresReplace, path.Root(string(root)))
		}
	}
}

func (p *planning) overTombstone(ctx context.Context, before standing) {
	if p.behaviour.allowRecreate {
		p.requireReplace(ctx, nil)
		return
	}
	// It fails in the apply, not here: what else is in the configuration can go on.
	p.unknown(ctx, "status")
	p.resp.Diagnostics.AddWarning("Its apply will fail", before.whatToDo(p.wanted.key))
}

// change asks what would become of what exists.
func (p *planning) change(ctx context.Context, before standing) {
	p.unknown(ctx, computedNames(p.form, "id", "uid", "managed_by")...)
	if before.managedBy != p.session.client.Manager() {
		p.unknown(ctx, "managed_by")
	}
	document, err := p.session.client.Try(ctx, p.wanted.key, p.wanted.request,
		client.Conditions{ETag: before.etag, TakeOver: p.behaviour.takeOver, DataLoss: p.behaviour.allowDataLoss})
	refusal := client.AsRefusal(err)
	switch {
	case err == nil:
		p.show(ctx, document)
		if document.Plan.Lifetime == before.lifetime && document.Plan.ExpiresAt == "" {
			p.keep(ctx, "expires_at")
		}
	case refusal != nil && len(refusal.Violations) > 0 && onlyReplacing(refusal.Violations):
		p.changeByReplacing(ctx, before, refusal.Violations)
	default:
		p.refused(err)
	}
}

func onlyReplacing(violations []contract.Violation) bool {
	return !slices.ContainsFunc(violations, func(violation contract.Violation) bool {
		return !slices.Contains(replacingRules, violation.Rule)
	})
}

func (p *planning) changeByReplacing(ctx context.Context, before standing, violations []contract.Violation) {
	if before.stateful && !p.behaviour.allowDataLoss {
		for _, violation := range violations {
			p.resp.Diagnostics.Append(violationAt(p.form, violation, p.form.wayToReplace()))
		}
		return
	}
	var because []path.Path
	for _, violation := range violations {
		if at, ok := p.form.at(violation); ok {
			because = append(because, at)
		}
	}
	p.replace(ctx, before, because...)
}

// refused puts a refusal into the plan. Who can not be asked refuses nothing.
func (p *planning) refused(err error) {
	if client.IsUnreachable(err) {
		p.resp.Diagnostics.AddWarning("It was not checked", p.wanted.key.String()+" is planned without a word of the server, as "+err.Error())
		return
	}
	explain(p.form, &p.resp.Diagnostics, "It would be refused", err)
}

// show puts what the server would make into the plan.
func (p *planning) show(ctx context.Context, document *client.Document) {
	var before source
	if !p.req.State.Raw.IsNull() && len(p.resp.RequiresReplace) == 0 {
		before = p.req.State
	}
	values, err := p.form.planned(ctx, before, document)
	if err != nil {
		p.resp.Diagnostics.AddError("The plan can not be shown", err.Error())
		return
	}
	values["cost"], values["cost_delta"] = costOf(document.Plan), costDeltaOf(document.CostDelta)
	p.set(ctx, values)
}

func (p *planning) set(ctx context.Context, values map[string]attr.Value) {
	for name, value := range values {
		p.resp.Diagnostics.Append(p.resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
	}
}

// computedNames are the names of what the server fills, but for some.
func computedNames(of form, without ...string) []string {
	var names []string
	for name := range of.computed() {
		if !slices.Contains(without, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// keep plans attributes as they are in the state.
func (p *planning) keep(ctx context.Context, names ...string) {
	p.edit(ctx, names, func(name string, _ tftypes.Type, state map[string]tftypes.Value) tftypes.Value { return state[name] })
}

// unknown plans attributes as known after the apply.
func (p *planning) unknown(ctx context.Context, names ...string) {
	p.edit(ctx, names, func(_ string, of tftypes.Type, _ map[string]tftypes.Value) tftypes.Value {
		return tftypes.NewValue(of, tftypes.UnknownValue)
	})
}

func (p *planning) edit(ctx context.Context, names []string, value func(string, tftypes.Type, map[string]tftypes.Value) tftypes.Value) {
	attributes := rawAttributes(p.resp.Plan.Raw, &p.resp.Diagnostics)
	state := rawAttributes(p.req.State.Raw, &p.resp.Diagnostics)
	whole, ok := p.resp.Plan.Schema.Type().TerraformType(ctx).(tftypes.Object)
	if !ok || p.resp.Diagnostics.HasError() {
		return
	}
	for _, name := range names {
		attributes[name] = value(name, whole.AttributeTypes[name], state)
	}
	p.resp.Plan = tfsdk.Plan{Schema: p.resp.Plan.Schema, Raw: tftypes.NewValue(whole, attributes)}
}

func rawAttributes(raw tftypes.Value, diags *diag.Diagnostics) map[string]tftypes.Value {
	attributes := map[string]tftypes.Value{}
	if raw.IsNull() {
		return attributes
	}
	if err := raw.As(&attributes); err != nil {
		diags.AddError("The plan can not be read", err.Error())
	}
	return attributes
}
