// Command terraform-provider-automat is the Terraform provider of Automat.
package main

//go:generate go run ./internal/docs/cmd

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"automat.dev/terraform-provider-automat/internal/provider"
)

// version is set by the release.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger, and print how Terraform finds this process")
	flag.Parse()
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: provider.Address(),
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
