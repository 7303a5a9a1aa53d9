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
func (k kind) explainWrite(ctx context.Context, diags *diag.Diagnostics, summary string, plan tfsdk.Plan, err error) {
	refusal := client.AsRefusal(err, "plan-mismatch")
	if refusal == nil || refusal.Plan == nil {
		k.explain(diags, summary, err)
		return
	}
	lines, err := differences(ctx, plan, *refusal.Plan)
	if err != nil {
		lines = []string{err.Error()}
	}
	diags.AddAttributeError(path.Root("effective"), summary,
		"The server would make something else of it now than what was planned, so it made nothing:\n"+strings.Join(lines, "\n")+
			"\n\nWhat to do: plan again, and look at that")
}

// differences of what was planned and the plan of today, one a line.
func differences(ctx context.Context, plan tfsdk.Plan, today contract.Plan) ([]string, error) {
	var shown types.Object
	if diags := plan.GetAttribute(ctx, path.Root("effective"), &shown); diags.HasError() {
		return nil, fmt.Errorf("what was planned can not be read: %s", diags[0].Detail())
	}
	effective, err := effectiveOf(ctx, today)
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
