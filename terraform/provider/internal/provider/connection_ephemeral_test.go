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
	values := tfjsonpath.New("data").AtMapKey("values")
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
provider "echo" {
  data = ephemeral.automat_connection.orders
}
resource "echo" "connection" {}`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("echo.connection", values.AtMapKey("host"), knownvalue.StringExact("127.0.0.1")),
					statecheck.ExpectKnownValue("echo.connection", values.AtMapKey("password"), knownvalue.StringRegexp(regexp.MustCompile(`^.{16,}$`))),
					statecheck.ExpectKnownValue("echo.connection", values.AtMapKey("uri"), knownvalue.StringRegexp(regexp.MustCompile(`^postgresql://`))),
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
