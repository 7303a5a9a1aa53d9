package provider

import (
	"context"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

var (
	bindingFields = []string{"access", "principal", "overlap"}
	accesses      = []string{"read", "readwrite"}
	consumerForm  = regexp.MustCompile(`^[a-z](-?[a-z0-9])*$`)
	overlapForm   = regexp.MustCompile(`^(0|[1-9][0-9]{0,6})[smhd]$`)
)

const (
	// wrongConsumer is the server's rule for the form of the consumer.
	wrongConsumer   = "invalid-name"
	longestConsumer = 40
	longestOverlap  = 30 * 86400
)

// at is the attribute that the violation's pointer into a binding means. The consumer is in its address, not in its body, so
// what is wrong with that comes without a pointer, as does what is about the binding as a whole.
func (b *binding) at(violation contract.Violation) (path.Path, bool) {
	steps := stepsOf(violation.Pointer)
	switch {
	case violation.Pointer == "" && violation.Rule == wrongConsumer:
		return path.Root("consumer"), true
	case len(steps) >= 2 && steps[0] == "spec" && slices.Contains(bindingFields, steps[1]):
		return path.Root(steps[1]), true
	}
	return path.Empty(), false
}

func (b *binding) inputs() []contract.Input {
	return nil
}

// ValidateConfig finds what needs no server: it has no dry run of bindings. What the type of the resource offers it says in the apply.
func (b *binding) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	text := func(name string) string {
		// What is unknown is no text yet.
		return textOf(ctx, req.Config, path.Root(name))
	}
	for _, violation := range wrongIn(text("consumer"), text("access"), text("overlap")) {
		resp.Diagnostics.Append(violationAt(b, violation, ""))
	}
	if id := text("resource"); id != "" {
		if _, err := generic.importKey(id); err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("resource"), "That names no resource", err.Error()+"\n\nWhat to do: "+bindWhatIsThere)
		}
	}
}

// wrongIn is what the server would refuse of any resource, in its words. What is empty is not known, or left to it.
func wrongIn(consumer, access, overlap string) []contract.Violation {
	var wrong []contract.Violation
	if consumer != "" && (len(consumer) > longestConsumer || !consumerForm.MatchString(consumer)) {
		wrong = append(wrong, contract.Violation{Rule: wrongConsumer, Message: consumer + " is no name of a consumer",
			Fix: "use 1–40 lowercase letters, digits and single hyphens, a letter first"})
	}
	if access != "" && !slices.Contains(accesses, access) {
		wrong = append(wrong, contract.Violation{Pointer: "/spec/access", Rule: "access-not-offered", Message: access + " is no access", Fix: "use read or readwrite"})
	}
	if overlap != "" && (!overlapForm.MatchString(overlap) || seconds(overlap) > longestOverlap) {
		wrong = append(wrong, contract.Violation{Pointer: "/spec/overlap", Rule: "invalid-overlap", Message: overlap + " is no overlap",
			Fix: "write a number with s, m, h or d, such as 30m or 1h, up to 30d"})
	}
	return wrong
}

// warnOfAbsence tells in the plan that there is nothing to bind to. The apply may make it before.
func (b *binding) warnOfAbsence(ctx context.Context, id string, diags *diag.Diagnostics) {
	key, err := generic.importKey(id)
	if b.session == nil || err != nil {
		return
	}
	_, err = b.session.client.Get(ctx, key, 0)
	if refusal := client.AsRefusal(err, absent...); refusal != nil {
		diags.AddAttributeWarning(path.Root("resource"), "There is nothing to bind to",
			refusal.Detail+". Unless this apply makes it first, it will be refused.\n\nWhat to do: "+bindWhatIsThere)
	}
}

const bindWhatIsThere = "set resource to the id of what is there, or to that of a block, such as automat_database.orders.id"

var absent = []string{"not-found", "gone", "unknown-kind"}

// refused puts a refusal at the attributes that it is about.
func (b *binding) refused(diags *diag.Diagnostics, summary string, err error) {
	refusal := client.AsRefusal(err, append([]string{"not-bindable", "deleting"}, absent...)...)
	if refusal == nil {
		explain(b, diags, summary, err)
		return
	}
	if client.AsRefusal(err, absent...) != nil {
		refusal.Fix = bindWhatIsThere
	}
	diags.AddAttributeError(path.Root("resource"), summary, refusal.Error())
}
