package provider

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

const lifecycleDatabase = `
resource "automat_database" "orders" {
  team        = "payments"
  name        = "lifecycle"
  environment = "dev"
  size        = "small"
  purpose     = "integration-test"
  lifetime    = "14d"
  labels      = { app = "shop" }
  inputs      = { storage_gib = 12 }
}`

func TestDatabaseIsCreatedChangedImportedAndDeleted(t *testing.T) {
	t.Parallel()
	uid := statecheck.CompareValue(compare.ValuesSame())
	at := "automat_database.orders"
	acceptance(t, server(t).URL, resource.TestCase{
		CheckDestroy: func(*terraform.State) error {
			awaitGone(t, "/v1/teams/payments/databases/lifecycle")
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config: lifecycleDatabase,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply: []plancheck.PlanCheck{
						plancheck.ExpectKnownValue(at, tfjsonpath.New("effective").AtMapKey("settings").AtMapKey("connectionLimit"), knownvalue.Int64Exact(20)),
						plancheck.ExpectKnownValue(at, tfjsonpath.New("tags").AtMapKey("team"), knownvalue.StringExact("payments")),
						plancheck.ExpectUnknownValue(at, tfjsonpath.New("id")),
					},
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: []statecheck.StateCheck{
					uid.AddStateValue(at, tfjsonpath.New("uid")),
					statecheck.ExpectKnownValue(at, tfjsonpath.New("status").AtMapKey("phase"), knownvalue.StringExact("Ready")),
					statecheck.ExpectKnownValue(at, tfjsonpath.New("managed_by"), knownvalue.StringExact("terraform:default")),
					statecheck.ExpectKnownValue(at, tfjsonpath.New("outputs").AtMapKey("host"), knownvalue.StringExact("127.0.0.1")),
					statecheck.ExpectKnownValue(at, tfjsonpath.New("expires_at"), knownvalue.NotNull()),
				},
			},
			{
				Config: strings.ReplaceAll(strings.ReplaceAll(lifecycleDatabase, "small", "medium"), "storage_gib = 12", "storage_gib = 60"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(at, plancheck.ResourceActionUpdate),
					plancheck.ExpectKnownValue(at, tfjsonpath.New("effective").AtMapKey("settings").AtMapKey("connectionLimit"), knownvalue.Int64Exact(100)),
					plancheck.ExpectKnownValue(at, tfjsonpath.New("expires_at"), knownvalue.NotNull()),
				}},
				ConfigStateChecks: []statecheck.StateCheck{uid.AddStateValue(at, tfjsonpath.New("uid"))},
			},
			{
				ResourceName: at, ImportState: true, ImportStateId: "payments/databases/lifecycle", ImportStateVerify: true,
				// Of the last change made from here.
				ImportStateVerifyIgnore: []string{"cost_delta"},
			},
			{
				ResourceName: at, ImportState: true, ImportStateId: "payments/queues/lifecycle", ExpectError: regexp.MustCompile("queues are no databases"),
			},
		},
	})
}

func TestDatabaseShowsAllViolationsWhenItIsPlanned(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", `
terraform {
  required_providers {
    automat = { source = "automat/automat" }
  }
}
resource "automat_database" "orders" {
  team        = "payments"
  name        = "violations"
  environment = "dev"
  lifetime    = "60d"
  size        = "smal"
  inputs = {
    high_availability = false
    engine_version    = "9"
    storage_gib       = 2.5
  }
  more_inputs = {
    highAvailabilty = true
  }
}`)
	output, err := in.Run(t.Context(), "plan")
	if err == nil {
		t.Fatal("it was planned")
	}
	mustContain(t, output,
		`Refused: max-lifetime`, `11: lifetime = "60d"`,
		`Refused: unknown-size`, `12: size = "smal"`, `Nearest: small`,
		`Refused: invalid-input`, `15: engine_version = "9"`,
		`Refused: wrong-type`, `16: storage_gib = 2.5`, `/spec/inputs/storageGiB (inputs.storage_gib): must be a whole number, not the number 2.5`,
		`Refused: unknown-field`, `19: highAvailabilty = true`, `What to do: write inputs = { high_availability = … }`, `There is: engine_version, high_availability, storage_gib`)
}

func TestDatabaseIsNotReplacedWithoutAWord(t *testing.T) {
	t.Parallel()
	const config = `
resource "automat_database" "orders" {
  team        = "payments"
  name        = "replaced"
  environment = "dev"
}`
	at := "automat_database.orders"
	acceptance(t, server(t).URL, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{
			Config:      strings.ReplaceAll(config, `"dev"`, `"preview"`),
			ExpectError: regexp.MustCompile(`(?s)Refused: immutable.*allow_data_loss`),
		},
		{
			Config:      strings.ReplaceAll(config, `"replaced"`, `"replaced-again"`),
			ExpectError: regexp.MustCompile(`(?s)What is in it would be lost.*allow_data_loss`),
		},
		{
			Config:             strings.ReplaceAll(config, `"dev"`, "\"preview\"\n allow_data_loss = true"),
			ConfigPlanChecks:   resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(at, plancheck.ResourceActionDestroyBeforeCreate)}},
			ConfigStateChecks:  []statecheck.StateCheck{statecheck.ExpectKnownValue(at, tfjsonpath.New("effective").AtMapKey("lifetime"), knownvalue.StringExact("3d"))},
			ExpectNonEmptyPlan: false,
		},
	}})
}

func TestDatabaseThatIsProtectedIsNotDeleted(t *testing.T) {
	t.Parallel()
	const config = `
resource "automat_database" "orders" {
  team                = "payments"
  name                = "protected"
  environment         = "dev"
  deletion_protection = true
}`
	acceptance(t, server(t).URL, resource.TestCase{Steps: []resource.TestStep{
		{Config: config},
		{Config: config, Destroy: true, ExpectError: regexp.MustCompile(`(?s)protected from deletion.*deletion_protection = false`)},
		{Config: strings.ReplaceAll(config, "true", "false")},
	}})
}

func TestDatabaseLeavesNoSecretInTheState(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", `
terraform {
  required_providers {
    automat = { source = "automat/automat" }
  }
}
resource "automat_database" "orders" {
  team        = "payments"
  name        = "secretive"
  environment = "dev"
}
ephemeral "automat_connection" "orders" {
  id = automat_database.orders.id
}`)
	mustRun(t, in, "apply", "-auto-approve")
	password := somebodyElse(t, http.MethodGet, "/v1/teams/payments/databases/secretive/connection", "", nil)["password"]
	state, err := in.State()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(state, "secretive") {
		t.Fatalf("the state does not have the database:\n%s", state)
	}
	if text, ok := password.(string); !ok || text == "" || strings.Contains(state, text) {
		t.Errorf("the password %v is in the state, or is none", password)
	}
	mustContain(t, mustRun(t, in, "plan"), "No changes.", "automat_connection.orders: Opening complete")
	mustRun(t, in, "destroy", "-auto-approve")
}
