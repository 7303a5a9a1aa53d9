package provider

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

const theStack = "automat_stack.preview"

func stackNamed(name, members, more string) string {
	return fmt.Sprintf(`
resource "automat_stack" "preview" {
  team        = "payments"
  name        = %q
  environment = "preview"
  lifetime    = "2d"
  resources = {
    %s
  }
  %s
}`, name, members, more)
}

const (
	stackOrders = `orders = { kind = "Database", inputs = { storage_gib = 2 } }`
	stackJobs   = `jobs = { kind = "Queue", purpose = "work" }`
	stackMails  = `mails = { kind = "topics", inputs = { delay_seconds = 7 }, more_inputs = jsonencode({ ordered = false }) }`
)

func TestStackIsCreatedChangedImportedAndDeleted(t *testing.T) {
	t.Parallel()
	uid, orders := statecheck.CompareValue(compare.ValuesSame()), statecheck.CompareValue(compare.ValuesSame())
	ordersId := tfjsonpath.New("members").AtMapKey("orders").AtMapKey("id")
	binding := `
resource "automat_binding" "shop" {
  resource = automat_stack.preview.members["orders"].id
  consumer = "shop"
}`
	both := stackOrders + "\n" + stackJobs
	acceptance(t, server(t).URL, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			awaitGone(t, "/v1/teams/payments/stacks/lifecycle")
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config: stackNamed("lifecycle", both, "") + binding,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectKnownValue(theStack, tfjsonpath.New("effective").AtMapKey("resources").AtMapKey("orders").AtMapKey("inputs").AtMapKey("storageGiB"), knownvalue.Int64Exact(2)),
						plancheck.ExpectKnownValue(theStack, tfjsonpath.New("members").AtMapKey("jobs").AtMapKey("name"), knownvalue.StringExact("lifecycle-jobs")),
						plancheck.ExpectKnownValue(theStack, tfjsonpath.New("tags").AtMapKey("orders").AtMapKey("team"), knownvalue.StringExact("payments")),
						plancheck.ExpectKnownValue(theStack, tfjsonpath.New("cost").AtMapKey("monthly"), knownvalue.NotNull()),
						plancheck.ExpectUnknownValue(theStack, ordersId),
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: []statecheck.StateCheck{
					uid.AddStateValue(theStack, tfjsonpath.New("uid")), orders.AddStateValue(theStack, ordersId),
					statecheck.ExpectKnownValue(theStack, tfjsonpath.New("id"), knownvalue.StringExact("payments/stacks/lifecycle")),
					statecheck.ExpectKnownValue(theStack, tfjsonpath.New("status").AtMapKey("phase"), knownvalue.StringExact("Ready")),
					statecheck.ExpectKnownValue(theStack, tfjsonpath.New("outputs").AtMapKey("orders").AtMapKey("host"), knownvalue.StringExact("127.0.0.1")),
					statecheck.ExpectKnownValue(theStack, ordersId, knownvalue.StringExact("payments/databases/lifecycle-orders")),
					statecheck.ExpectKnownValue(theStack, tfjsonpath.New("members").AtMapKey("jobs").AtMapKey("phase"), knownvalue.StringExact("Ready")),
					statecheck.ExpectKnownValue(theStack, tfjsonpath.New("expires_at"), knownvalue.NotNull()),
				},
			},
			{
				Config: stackNamed("lifecycle", both+"\n"+stackMails, "") + binding,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(theStack, plancheck.ResourceActionUpdate),
					plancheck.ExpectResourceAction("automat_binding.shop", plancheck.ResourceActionNoop),
					plancheck.ExpectKnownValue(theStack, tfjsonpath.New("outputs").AtMapKey("orders").AtMapKey("host"), knownvalue.StringExact("127.0.0.1")),
					plancheck.ExpectUnknownValue(theStack, tfjsonpath.New("outputs").AtMapKey("mails")),
					plancheck.ExpectKnownValue(theStack, tfjsonpath.New("expires_at"), knownvalue.NotNull()),
				}},
				ConfigStateChecks: []statecheck.StateCheck{uid.AddStateValue(theStack, tfjsonpath.New("uid")), orders.AddStateValue(theStack, ordersId)},
			},
			{
				ResourceName: theStack, ImportState: true, ImportStateId: "payments/lifecycle", ImportStateVerify: true,
				// The one is of the last change made from here, in the other an input has an attribute of its own now.
				ImportStateVerifyIgnore: []string{"cost_delta", "resources"},
			},
			{ResourceName: theStack, ImportState: true, ImportStateId: "lifecycle", ExpectError: regexp.MustCompile("is not of the form team/name")},
			{
				Config:      stackNamed("lifecycle", both+"\n"+strings.ReplaceAll(stackMails, "false", "true"), ""),
				ExpectError: regexp.MustCompile(`(?s)Refused: immutable.*give the member another name`),
			},
			{Config: stackNamed("lifecycle", stackJobs, ""), ExpectError: regexp.MustCompile(`(?s)Refused: would-delete.*set allow_data_loss = true`)},
			{
				Config: stackNamed("lifecycle", stackJobs, "allow_data_loss = true"),
				ConfigStateChecks: []statecheck.StateCheck{
					uid.AddStateValue(theStack, tfjsonpath.New("uid")),
					statecheck.ExpectKnownValue(theStack, tfjsonpath.New("members"), knownvalue.MapSizeExact(1)),
				},
			},
		},
	})
}

func TestStackShowsAllViolationsAtTheirMembersWhenItIsPlanned(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", `
terraform {
  required_providers {
    automat = { source = "automat/automat" }
  }
}
resource "automat_stack" "preview" {
  team        = "payments"
  name        = "violations"
  environment = "preview"
  lifetime    = "60d"
  resources = {
    orders = { kind = "Database", size = "smal", inputs = { engine_version = "9" } }
    jobs   = { kind = "Queue", more_inputs = jsonencode({ delaySecond = 5 }) }
    boxes  = { kind = "Bucket" }
    disk   = { kind = "Database", inputs = { storage_gib = 5.5 } }
  }
}`)
	output, err := in.Run(t.Context(), "plan")
	if err == nil {
		t.Fatal("it was planned")
	}
	mustContain(t, output,
		`Refused: max-lifetime`, `11: lifetime = "60d"`,
		`Refused: unknown-size`, `13: orders =`, `/spec/resources/orders/size (resources["orders"].size)`, `Nearest: small`,
		`Refused: invalid-input`, `(resources["orders"].inputs.engine_version)`,
		`Refused: unknown-field`, `14: jobs`, `write inputs = { delay_seconds = … }`, `There is: customer_key, delay_seconds`,
		`Refused: wrong-type`, `16: disk`, `(resources["disk"].inputs.storage_gib): must be a whole number, not the number 5.5`,
		`Refused: unknown-kind`, `15: boxes`)
	if status, _, err := server(t).Do(t.Context(), http.MethodGet, "/v1/teams/payments/stacks/violations", "", nil); err != nil || status != http.StatusNotFound {
		t.Errorf("a plan made something: %d, %v", status, err)
	}
}

func TestStackThatWasDeletedElsewhereIsNotMadeAgainByItself(t *testing.T) {
	t.Parallel()
	acceptance(t, server(t).URL, resource.TestCase{Steps: []resource.TestStep{
		{Config: stackNamed("tombstone", stackJobs, "")},
		{
			PreConfig: func() {
				somebodyElse(t, http.MethodDelete, "/v1/teams/payments/stacks/tombstone?takeOver=true", "", nil)
				awaitGone(t, "/v1/teams/payments/stacks/tombstone")
			},
			Config:      stackNamed("tombstone", stackJobs, ""),
			ExpectError: regexp.MustCompile(`(?s)It is gone.*allow_recreate = true`),
		},
		{
			Config: stackNamed("tombstone", stackJobs, "allow_recreate = true"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(theStack, plancheck.ResourceActionDestroyBeforeCreate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(theStack, tfjsonpath.New("status").AtMapKey("phase"), knownvalue.StringExact("Ready")),
			},
		},
	}})
}

func TestStackThatWasExtendedOrIsKeptElsewhere(t *testing.T) {
	t.Parallel()
	proxy, err := acctest.NewProxy(server(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	in := workspace(t, proxy.URL)
	mustWrite(t, in, "main.tf", requiredProviders+stackNamed("elsewhere", stackJobs, "")+`
output "end" {
  value = automat_stack.preview.expires_at
}`)
	mustRun(t, in, "apply", "-auto-approve")
	before := mustRun(t, in, "output", "-raw", "end")
	proxy.Calls()
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	if calls := proxy.Calls(); calls > 2 {
		t.Errorf("a plan of a stack is a look at it and one at the catalogue, and made %d calls", calls)
	}
	ends, err := time.Parse(time.RFC3339, before)
	if err != nil {
		t.Fatal(err)
	}
	// By a minute: the tags have the day of the end, and a plan would rightly wait until the engine had changed that.
	somebodyElse(t, http.MethodPost, "/v1/teams/payments/stacks/elsewhere:extend", fmt.Sprintf(`{"expiresAt": %q, "reason": "it is looked at"}`, ends.Add(time.Minute).Format(time.RFC3339)), nil)
	mustContain(t, mustRun(t, in, "plan"), "~ end", "without changing any real infrastructure")
	mustRun(t, in, "apply", "-auto-approve", "-refresh-only")
	if after := mustRun(t, in, "output", "-raw", "end"); after == before {
		t.Errorf("the end is still %s", after)
	}

	somebodyElse(t, http.MethodPut, "/v1/teams/payments/stacks/elsewhere?takeOver=true",
		`{"spec": {"environment": "preview", "lifetime": "2d", "resources": {"jobs": {"kind": "Queue", "purpose": "work"}}}}`,
		http.Header{"Automat-Managed-By": {"cli"}, "Prefer": {"wait=30"}})
	mustContain(t, mustRun(t, in, "plan"), "It is kept elsewhere", "No changes.")
	mustWrite(t, in, "main.tf", requiredProviders+stackNamed("elsewhere", stackJobs+"\n"+stackMails, ""))
	output, err := in.Run(t.Context(), "plan")
	if err == nil {
		t.Fatal("a change of another manager's was planned")
	}
	mustContain(t, output, "kept by cli", "take_over = true")
	mustWrite(t, in, "main.tf", requiredProviders+stackNamed("elsewhere", stackJobs+"\n"+stackMails, "take_over = true"))
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "1 changed")
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	mustRun(t, in, "destroy", "-auto-approve")
}
