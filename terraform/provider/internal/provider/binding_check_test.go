package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"automat.dev/terraform-provider-automat/internal/contract"
)

func TestABindingThatCanNotBeIsRefusedInThePlanAtItsLines(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", requiredProviders+`
resource "automat_binding" "wrong" {
  resource = "payments/nope"
  consumer = "Check Out"
  access   = "write"
  overlap  = "1x"
}`)
	output, err := in.Run(t.Context(), "plan")
	if err == nil {
		t.Fatal("it was planned")
	}
	mustContain(t, output,
		`That names no resource`, `9: resource = "payments/nope"`,
		`Refused: invalid-name`, `10: consumer = "Check Out"`, `Check Out is no name of a consumer.`,
		`Refused: access-not-offered`, `11: access = "write"`, `use read or readwrite`,
		`Refused: invalid-overlap`, `12: overlap = "1x"`)
}

func TestABindingToNothingIsToldInThePlanAndRefusedAtItsResource(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", requiredProviders+`
resource "automat_binding" "checkout" {
  resource = "payments/databases/nope"
  consumer = "checkout"
}`)
	mustContain(t, mustRun(t, in, "plan"), "Warning: There is nothing to bind to", `9: resource = "payments/databases/nope"`, "set resource to the id of what is there")
	output, err := in.Run(t.Context(), "apply", "-auto-approve")
	if err == nil {
		t.Fatal("it was bound")
	}
	mustContain(t, output, "Error: It was not bound", `9: resource = "payments/databases/nope"`, "set resource to the id of what is there")
}

func TestWhatTheTypeOfTheResourceDoesNotOfferIsRefusedAtItsLine(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	config := requiredProviders + strings.ReplaceAll(boundDatabase, `name        = "bound"`, `name        = "unoffered"`)
	mustWrite(t, in, "main.tf", strings.ReplaceAll(config, `"60m"`, "\"60m\"\n  principal = \"arn:aws:iam::123456789012:role/checkout\""))
	mustContain(t, mustRun(t, in, "plan"), "2 to add")
	output, err := in.Run(t.Context(), "apply", "-auto-approve")
	if err == nil {
		t.Fatal("it was bound")
	}
	mustContain(t, output, "Error: Refused: principal-not-used", `17: principal = "arn:aws:iam`, "/spec/principal: local/postgres makes a user with a password")
	mustRun(t, in, "destroy", "-auto-approve")
}

func TestWhatIsWrongOfABindingIsKnownWithoutAServer(t *testing.T) {
	for _, test := range []struct{ reason, consumer, access, overlap, want string }{
		{"what is not known yet is not wrong", "", "", "", ""},
		{"all is well", "check-out2", "read", "30d", ""},
		{"no time beside it is one", "a", "readwrite", "0s", ""},
		{"two hyphens", "check--out", "", "", "invalid-name"},
		{"41 letters", strings.Repeat("a", 41), "", "", "invalid-name"},
		{"more than 30 days", "a", "", "31d", "invalid-overlap"},
		{"a number that is none", "a", "", "01h", "invalid-overlap"},
		{"all of it", "A", "all", "soon", "invalid-name, access-not-offered, invalid-overlap"},
	} {
		var rules []string
		for _, violation := range wrongIn(test.consumer, test.access, test.overlap) {
			rules = append(rules, violation.Rule)
		}
		if got := strings.Join(rules, ", "); got != test.want {
			t.Errorf("%s: it was told %q, and should be %q", test.reason, got, test.want)
		}
	}
}

func TestWhatIsWrongOfABindingIsToldAtItsAttribute(t *testing.T) {
	for _, test := range []struct{ reason, pointer, rule, want string }{
		{"the consumer is in the address, which has no pointer", "", "invalid-name", "consumer"},
		{"a field", "/spec/access", "access-not-offered", "access"},
		{"a rule about the binding as a whole", "", "too-many-bindings", ""},
		{"a field that has no attribute", "/spec/somethingOfTomorrow", "unknown-field", ""},
	} {
		var at string
		if placed, ok := violationAt(&binding{}, contract.Violation{Pointer: test.pointer, Rule: test.rule}, "").(diag.DiagnosticWithPath); ok {
			at = placed.Path().String()
		}
		if at != test.want {
			t.Errorf("%s: it is told at %q, and should be at %q", test.reason, at, test.want)
		}
	}
}
