package provider

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

func TestDataSourcesSayWhatThereIsAndWhatWouldBe(t *testing.T) {
	t.Parallel()
	known := func(at string, path tfjsonpath.Path, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data."+at, path, value)
	}
	acceptance(t, server(t).URL, resource.TestCase{Steps: []resource.TestStep{
		{
			Config: `
resource "automat_queue" "mails" {
  team        = "payments"
  name        = "looked-at"
  environment = "dev"
  inputs      = { delay_seconds = 3 }
}
data "automat_resource" "mails" {
  team = automat_queue.mails.team
  kind = "queues"
  name = automat_queue.mails.name
}
data "automat_kind" "databases" {
  plural = "databases"
}
data "automat_module" "postgres" {
  kind    = "databases"
  module  = "postgres"
  version = "1.0.0"
}
data "automat_plan" "fine" {
  team        = "payments"
  kind        = "databases"
  name        = "imagined"
  environment = "staging"
  inputs      = { storageGiB = 30 }
}
data "automat_plan" "wrong" {
  team        = "payments"
  kind        = "databases"
  name        = "imagined"
  environment = "dev"
  lifetime    = "60d"
}`,
			ConfigStateChecks: []statecheck.StateCheck{
				known("automat_resource.mails", tfjsonpath.New("spec").AtMapKey("inputs").AtMapKey("delaySeconds"), knownvalue.Int64Exact(3)),
				known("automat_resource.mails", tfjsonpath.New("managed_by"), knownvalue.StringExact("terraform:default")),
				known("automat_resource.mails", tfjsonpath.New("outputs").AtMapKey("region"), knownvalue.StringExact("local")),
				known("automat_kind.databases", tfjsonpath.New("stateful"), knownvalue.Bool(true)),
				known("automat_kind.databases", tfjsonpath.New("default_module"), knownvalue.StringExact("postgres")),
				known("automat_module.postgres", tfjsonpath.New("environments").AtMapKey("dev").AtMapKey("max_lifetime"), knownvalue.StringExact("30d")),
				known("automat_module.postgres", tfjsonpath.New("replacing_inputs"), knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("engineVersion")})),
				known("automat_plan.fine", tfjsonpath.New("allowed"), knownvalue.Bool(true)),
				known("automat_plan.fine", tfjsonpath.New("effective").AtMapKey("settings").AtMapKey("connectionLimit"), knownvalue.Int64Exact(100)),
				known("automat_plan.wrong", tfjsonpath.New("allowed"), knownvalue.Bool(false)),
				known("automat_plan.wrong", tfjsonpath.New("violations").AtSliceIndex(0).AtMapKey("rule"), knownvalue.StringExact("max-lifetime")),
			},
		},
		{
			Config:      `data "automat_kind" "lakes" { plural = "lakes" }`,
			ExpectError: regexp.MustCompile(`(?s)There is no such kind.*databases`),
		},
		{
			Config:      "data \"automat_resource\" \"none\" {\n team = \"payments\"\n kind = \"queues\"\n name = \"never-made\"\n}",
			ExpectError: regexp.MustCompile(`never-made`),
		},
	}})
}
