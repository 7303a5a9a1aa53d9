package provider

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	helper "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const boundDatabase = `
resource "automat_database" "bound" {
  team        = "payments"
  name        = "bound"
  environment = "dev"
}
resource "automat_binding" "checkout" {
  resource = automat_database.bound.id
  consumer = "checkout"
  overlap  = "60m"
}`

func TestAnApplicationIsBoundChangedImportedAndBoundAgain(t *testing.T) {
	t.Parallel()
	at := "automat_binding.checkout"
	reads := strings.ReplaceAll(boundDatabase, `"60m"`, "\"30m\"\n  access = \"read\"")
	acceptance(t, server(t).URL, helper.TestCase{Steps: []helper.TestStep{
		{
			Config: boundDatabase,
			ConfigPlanChecks: helper.ConfigPlanChecks{
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(at, tfjsonpath.New("id"), knownvalue.StringExact("payments/databases/bound/checkout")),
				statecheck.ExpectKnownValue(at, tfjsonpath.New("phase"), knownvalue.StringExact("Ready")),
				statecheck.ExpectKnownValue(at, tfjsonpath.New("access"), knownvalue.StringExact("readwrite")),
				statecheck.ExpectKnownValue(at, tfjsonpath.New("version"), knownvalue.Int64Exact(1)),
			},
		},
		{
			Config:            reads,
			ConfigPlanChecks:  helper.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(at, plancheck.ResourceActionUpdate)}},
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(at, tfjsonpath.New("access"), knownvalue.StringExact("read"))},
		},
		{ResourceName: at, ImportState: true, ImportStateId: "payments/databases/bound/checkout", ImportStateVerify: true},
		{ResourceName: at, ImportState: true, ImportStateId: "payments/databases/bound", ExpectError: regexp.MustCompile("team/kind/name/consumer")},
		{
			PreConfig: func() {
				somebodyElse(t, http.MethodDelete, "/v1/teams/payments/databases/bound/bindings/checkout", "", http.Header{"Prefer": {"wait=30"}})
			},
			Config:           reads,
			ConfigPlanChecks: helper.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(at, plancheck.ResourceActionCreate)}},
		},
	}})
}

func TestABindingOfSomebodyElseIsNotTaken(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	config := requiredProviders + strings.ReplaceAll(boundDatabase, `name        = "bound"`, `name        = "contested"`)
	mustWrite(t, in, "main.tf", config)
	mustRun(t, in, "apply", "-auto-approve", "-target=automat_database.bound")
	somebodyElse(t, http.MethodPut, "/v1/teams/payments/databases/contested/bindings/checkout", `{"spec": {"access": "read"}}`, http.Header{"Prefer": {"wait=30"}})
	output, err := in.Run(t.Context(), "apply", "-auto-approve")
	if err == nil {
		t.Fatal("it was taken over")
	}
	mustContain(t, output, "bound already, to something else", "terraform import ADDRESS payments/databases/contested/checkout")
	mustRun(t, in, "destroy", "-auto-approve")
}

// Terraform knows identities since 1.12, so this calls the binding as a newer one would.
func TestTheIdentityOfABindingNamesItsConsumer(t *testing.T) {
	t.Parallel()
	made := &binding{}
	var schema resource.SchemaResponse
	made.Schema(t.Context(), resource.SchemaRequest{}, &schema)
	var identity resource.IdentitySchemaResponse
	made.IdentitySchema(t.Context(), resource.IdentitySchemaRequest{}, &identity)
	nothing := func() *tfsdk.ResourceIdentity {
		return &tfsdk.ResourceIdentity{Schema: identity.IdentitySchema, Raw: tftypes.NewValue(identity.IdentitySchema.Type().TerraformType(t.Context()), nil)}
	}
	given := nothing()
	for name, value := range map[string]string{"team": "payments", "kind": "databases", "name": "orders", "consumer": "checkout"} {
		given.SetAttribute(t.Context(), path.Root(name), types.StringValue(value))
	}
	imported := resource.ImportStateResponse{
		State:    tfsdk.State{Schema: schema.Schema, Raw: tftypes.NewValue(schema.Schema.Type().TerraformType(t.Context()), nil)},
		Identity: nothing(),
	}
	made.ImportState(t.Context(), resource.ImportStateRequest{Identity: given}, &imported)
	if imported.Diagnostics.HasError() {
		t.Fatal(imported.Diagnostics)
	}
	if id := textOf(t.Context(), imported.State, path.Root("id")); id != "payments/databases/orders/checkout" {
		t.Errorf("%q was imported", id)
	}
	if consumer := textOf(t.Context(), imported.Identity, path.Root("consumer")); consumer != "checkout" {
		t.Errorf("the consumer of the identity is %q", consumer)
	}
}

func TestAnOverlapStaysAsItIsWrittenAsLongAsItIsTheSame(t *testing.T) {
	for _, test := range []struct{ reason, written, served, want string }{
		{"another unit", "60m", "1h", "60m"},
		{"somebody changed it", "60m", "2h", "2h"},
		{"an import has none", "", "1h", "1h"},
		{"what is no time is the server's", "soon", "1h", "1h"},
	} {
		if got := sameOverlap(test.written, test.served); got != test.want {
			t.Errorf("%s: it is %s, and should be %s", test.reason, got, test.want)
		}
	}
}
