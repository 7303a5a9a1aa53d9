package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// plannedDigest is that of the plan which Terraform has shown; empty if it was not known then.
func plannedDigest(ctx context.Context, plan tfsdk.Plan) string {
	return textOf(ctx, plan, path.Root("effective").AtName("digest"))
}

// explainWrite says why a write was not carried out. Where the plan of today is not the one that was shown, it says what is
// different.
func (v *vended) explainWrite(ctx context.Context, diags *diag.Diagnostics, summary string, plan tfsdk.Plan, write write, err error) {
	refusal := client.AsRefusal(err, "plan-mismatch")
	if refusal == nil {
		explain(v.form, diags, summary, err)
		return
	}
	today, err := v.today(ctx, refusal, write)
	if err != nil {
		explain(v.form, diags, summary, err)
		return
	}
	lines, err := v.differences(ctx, plan, today)
	if err != nil {
		lines = []string{err.Error()}
	}
	diags.AddAttributeError(path.Root("effective"), summary,
		"The server would make something else of it now than what was planned, so it made nothing:\n"+strings.Join(lines, "\n")+
			"\n\nWhat to do: plan again, and look at that")
}

// write is what was asked for, and under which conditions.
type write struct {
	wanted     definition
	conditions client.Conditions
}

// today is what the server would make now. Of a stack the refusal says no more than that it is something else.
func (v *vended) today(ctx context.Context, refusal *client.Refusal, write write) (*client.Document, error) {
	if refusal.Plan != nil {
		return &client.Document{Document: contract.Document{Plan: *refusal.Plan}}, nil
	}
	write.conditions.PlanMatch = ""
	return v.session.client.Try(ctx, write.wanted.key, write.wanted.request, write.conditions)
}

// differences of what was planned and the plan of today, one a line.
func (v *vended) differences(ctx context.Context, plan tfsdk.Plan, today *client.Document) ([]string, error) {
	var shown types.Object
	if diags := plan.GetAttribute(ctx, path.Root("effective"), &shown); diags.HasError() {
		return nil, fmt.Errorf("what was planned can not be read: %s", diags[0].Detail())
	}
	effective, err := v.form.effective(ctx, today)
	if err != nil {
		return nil, err
	}
	was, _, err := toJSON(ctx, shown)
	if err != nil {
		return nil, err
	}
	is, _, err := toJSON(ctx, effective)
	if err != nil {
		return nil, err
	}
	return unlike("", was, is), nil
}

// unlike goes into objects, so that a line names the one setting that differs.
func unlike(at string, was, is any) []string {
	left, bothObjects := was.(map[string]any)
	right, isObject := is.(map[string]any)
	if !bothObjects || !isObject {
		if sameJSON(was, is) {
			return nil
		}
		return []string{fmt.Sprintf("  %s was %s, and is %s", at, orNothing(was), orNothing(is))}
	}
	names := map[string]bool{}
	for name := range left {
		names[name] = true
	}
	for name := range right {
		names[name] = true
	}
	var lines []string
	for _, name := range sortedKeys(names) {
		lines = append(lines, unlike(strings.TrimPrefix(at+"."+name, "."), left[name], right[name])...)
	}
	return lines
}

func orNothing(value any) string {
	if value == nil {
		return "not there"
	}
	return plainText(value)
}
