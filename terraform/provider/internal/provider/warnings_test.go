package provider

import (
	"context"
	"strings"
	"testing"
	"time"

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
		{"what is cut off waits for a person", "Quarantined", contract.StatusCondition{Type: "Ready", Status: "False", Reason: "Quarantined"}, "It is in quarantine"},
	} {
		var diags diag.Diagnostics
		warnOfConditions(client.Key{Team: "t", Kinds: "queues", Name: "n"},
			&client.Document{Document: contract.Document{Status: &contract.Status{Phase: test.phase, Conditions: []contract.StatusCondition{test.condition}}}}, &diags)
		var said []string
		for _, warning := range diags.Warnings() {
			said = append(said, warning.Summary())
		}
		if got := strings.Join(said, ", "); got != test.want || diags.HasError() {
			t.Errorf("%s: it was told %q, and should be %q", test.reason, got, test.want)
		}
	}
}

func TestWhatIsPausedIsToldWithTheWayOut(t *testing.T) {
	key := client.Key{Team: "t", Kinds: "queues", Name: "n"}
	until := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	document := &client.Document{Document: contract.Document{Status: &contract.Status{
		Phase:      "Updating",
		Pause:      &contract.StatusPause{By: "ann", Reason: "the fair", Until: until},
		Conditions: []contract.StatusCondition{{Type: "Synced", Status: "False", Reason: "Paused", Message: "It is paused"}},
	}}}
	for _, err := range []error{client.ErrPaused, context.DeadlineExceeded} {
		var diags diag.Diagnostics
		warnOfConditions(key, document, &diags)
		explainWait(&diags, key, document, err, time.Minute, "apply again")
		mustContain(t, diags[0].Detail(), "paused until "+until+" by ann: the fair", "run: automat resume t queues n")
		mustContain(t, diags[1].Detail(), "paused until "+until+" by ann: the fair", "run: automat resume t queues n. Then apply again")
	}
	document.Status.Pause.Until = "2026-01-01T00:00:00Z"
	var diags diag.Diagnostics
	warnOfConditions(key, document, &diags)
	explainWait(&diags, key, document, context.DeadlineExceeded, time.Minute, "apply again")
	if len(diags) != 1 || strings.Contains(diags[0].Detail(), "resume") {
		t.Errorf("a pause that is over is told: %v", diags)
	}
}

func TestWhatIsInQuarantineIsToldWithTheWaysOut(t *testing.T) {
	key := client.Key{Team: "t", Kinds: "queues", Name: "n"}
	document := &client.Document{Document: contract.Document{Status: &contract.Status{
		Phase:      "Quarantined",
		Quarantine: &contract.StatusQuarantine{},
		Conditions: []contract.StatusCondition{{Type: "Ready", Status: "False", Reason: "Quarantined", Message: "nobody can use it"}},
	}}}
	said := func() string {
		var diags diag.Diagnostics
		warnOfConditions(key, document, &diags)
		explainWait(&diags, key, document, client.ErrNotReady, time.Minute, "apply again")
		return diags[0].Detail() + "\n" + diags[1].Detail()
	}
	mustContain(t, said(), "nobody can use it What to do: run: automat extend t queues n", "automat release t queues n --reason TEXT", "Then apply again")
	document.Status.Quarantine.ReleasedUntil = "2026-01-01T00:00:00Z"
	if text := said(); strings.Contains(text, "automat release") {
		t.Errorf("it is released once only: %s", text)
	}
}
