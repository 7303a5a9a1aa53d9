package provider

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

func topic(inputs string) string {
	return fmt.Sprintf(`
resource "automat_resource" "news" {
  team        = "payments"
  kind        = "topics"
  name        = "news"
  environment = "dev"
  inputs      = %s
}`, inputs)
}

// The kind topics stands in testdata/catalog, as one that a platform added would.
func TestAKindThatAPlatformAddedIsCreatedChangedReplacedAndImported(t *testing.T) {
	t.Parallel()
	at := "automat_resource.news"
	acceptance(t, server(t).URL, resource.TestCase{Steps: []resource.TestStep{
		{Config: topic(`{ delaySecond = 5 }`), ExpectError: regexp.MustCompile(`(?s)Refused: unknown-field.*delaySeconds`)},
		{
			Config: topic(`{ delaySeconds = 5, ordered = false }`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(at, tfjsonpath.New("id"), knownvalue.StringExact("payments/topics/news")),
				statecheck.ExpectKnownValue(at, tfjsonpath.New("cost").AtMapKey("monthly"), knownvalue.StringExact("10.00")),
				statecheck.ExpectKnownValue(at, tfjsonpath.New("cost_delta"), knownvalue.Null()),
				statecheck.ExpectKnownValue(at, tfjsonpath.New("effective").AtMapKey("settings").AtMapKey("delaySeconds"), knownvalue.Int64Exact(5)),
			},
		},
		{ResourceName: at, ImportState: true, ImportStateId: "payments/topics/news", ImportStateVerify: true},
		{
			Config: topic(`{ delaySeconds = 6 }`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(at, plancheck.ResourceActionUpdate),
				// Each second costs 2 USD a month, by the price in testdata/catalog.
				plancheck.ExpectKnownValue(at, tfjsonpath.New("cost").AtMapKey("monthly"), knownvalue.StringExact("12.00")),
				plancheck.ExpectKnownValue(at, tfjsonpath.New("cost_delta").AtMapKey("monthly"), knownvalue.StringExact("2.00")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(at, tfjsonpath.New("cost_delta").AtMapKey("from"), knownvalue.StringExact("10.00")),
			},
		},
		{
			Config: topic(`{ delaySeconds = 6, ordered = true }`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(at, plancheck.ResourceActionDestroyBeforeCreate),
			}},
		},
	}})
}

func TestInputsThatAreKnownOnlyAfterTheApplyAreNotChecked(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", requiredProviders+`
resource "terraform_data" "delay" {
  input = 7
}
resource "automat_resource" "later" {
  team        = "payments"
  kind        = "topics"
  name        = "later"
  environment = "dev"
  inputs      = { delaySeconds = terraform_data.delay.output }
}`)
	mustContain(t, mustRun(t, in, "plan"), "+ effective = (known after apply)")
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "2 added")
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	mustRun(t, in, "destroy", "-auto-approve")
}
