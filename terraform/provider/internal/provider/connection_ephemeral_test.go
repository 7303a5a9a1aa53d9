package provider

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

func TestConnectionIsWhatAnApplicationConnectsWith(t *testing.T) {
	t.Parallel()
	needsTerraform(t)
	// A path that was made longer can not be made longer in another way: both share what they are kept in.
	at := func(steps ...string) tfjsonpath.Path {
		path := tfjsonpath.New("data")
		for _, step := range steps {
			path = path.AtMapKey(step)
		}
		return path
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"automat": providerserver.NewProtocol6WithError(New("test")()),
			"echo":    echoprovider.NewProviderServer(),
		},
		Steps: []resource.TestStep{
			{
				Config: withEcho(t) + `
resource "automat_database" "orders" {
  team        = "payments"
  name        = "connected"
  environment = "dev"
}
ephemeral "automat_connection" "orders" {
  id = automat_database.orders.id
}
resource "automat_stack" "preview" {
  team        = "payments"
  name        = "connected"
  environment = "preview"
  resources = {
    jobs  = { kind = "Queue" }
    mails = { kind = "Queue" }
  }
}
ephemeral "automat_connection" "preview" {
  id = automat_stack.preview.id
}
provider "echo" {
  data = { orders = ephemeral.automat_connection.orders, preview = ephemeral.automat_connection.preview }
}
resource "echo" "connection" {}`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("echo.connection", at("orders", "values", "host"), knownvalue.StringExact("127.0.0.1")),
					statecheck.ExpectKnownValue("echo.connection", at("orders", "values", "password"), knownvalue.StringRegexp(regexp.MustCompile(`^.{16,}$`))),
					statecheck.ExpectKnownValue("echo.connection", at("preview", "members", "jobs", "url"), knownvalue.StringRegexp(regexp.MustCompile(`connected-jobs`))),
					statecheck.ExpectKnownValue("echo.connection", at("preview", "members"), knownvalue.MapSizeExact(2)),
					statecheck.ExpectKnownValue("echo.connection", at("orders", "values", "uri"), knownvalue.StringRegexp(regexp.MustCompile(`^postgresql://`))),
				},
			},
			{
				Config: withEcho(t) + `
ephemeral "automat_connection" "orders" {
  id = "payments/databases/never-made"
}`,
				ExpectError: regexp.MustCompile(`(?s)There is no connection.*never-made`),
			},
		},
	})
}

func withEcho(t *testing.T) string {
	return strings.Replace(head(t, server(t).URL), "required_providers {", "required_providers {\n    echo = { source = \"automat/echo\" }", 1)
}
