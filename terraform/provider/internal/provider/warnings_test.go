package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

func TestConditionsThatAPersonShouldKnowAreWarnings(t *testing.T) {
	for _, test := range []struct {
		reason    string
		phase     string
		condition contract.StatusCondition
		want      string
	}{
		{"what is well needs no word", "Ready", contract.StatusCondition{Type: "Ready", Status: "True", Reason: "Available"}, ""},
		{"what is being made is waited for", "Provisioning", contract.StatusCondition{Type: "Ready", Status: "False", Reason: "Creating"}, ""},
		{"an end should surprise nobody", "Expiring", contract.StatusCondition{Type: "Expiring", Status: "True", Reason: "Soon"}, "It expires soon"},
		{"drift is shown where it is left", "Ready", contract.StatusCondition{Type: "Drifted", Status: "True", Reason: "DriftSurvivedUpdate"}, "The cloud has something else"},
		{"a waiver ends", "Ready", contract.StatusCondition{Type: "Compliant", Status: "True", Reason: "Waived"}, "It leans on a waiver"},
		{"its next change will be refused", "Ready", contract.StatusCondition{Type: "Compliant", Status: "False", Reason: "PolicyFailed"}, "It is not as the rules of today ask"},
		{"what is missing waits for a person", "Degraded", contract.StatusCondition{Type: "Synced", Status: "False", Reason: "MissingExternally"}, "It is missing in the cloud"},
		{"what worked and does not any more", "Degraded", contract.StatusCondition{Type: "Ready", Status: "False", Reason: "Unreachable"}, "It is not ready"},
	} {
		var diags diag.Diagnostics
		warnOfConditions(client.Key{Team: "t", Kinds: "queues", Name: "n"},
			&contract.Document{Status: &contract.Status{Phase: test.phase, Conditions: []contract.StatusCondition{test.condition}}}, &diags)
		var said []string
		for _, warning := range diags.Warnings() {
			said = append(said, warning.Summary())
		}
		if got := strings.Join(said, ", "); got != test.want || diags.HasError() {
			t.Errorf("%s: it was told %q, and should be %q", test.reason, got, test.want)
		}
	}
}
