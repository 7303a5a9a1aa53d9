// Command terraform-provider-automat is the Terraform provider of Automat.
package main

//go:generate go run ./internal/docs/cmd

import (
	"context"
	"flag"
	"log"
	"os"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"automat.dev/terraform-provider-automat/internal/provider"
)

// version is set by the release.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger, and print how Terraform finds this process")
	flag.Parse()
	spare()
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: provider.Address(),
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}

// spare makes a plan of many resources twice as fast. Without a word the framework writes hundreds of lines of its own for
// each resource, which Terraform reads and throws away unless somebody asked for a log.
func spare() {
	asked := false
	for _, name := range []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_PROVIDER_AUTOMAT", "TF_LOG_SDK"} {
		asked = asked || os.Getenv(name) != ""
	}
	if !asked {
		// The environment is this process's own; setting it fails for malformed names only.
		_ = os.Setenv("TF_LOG_SDK_FRAMEWORK", "ERROR")
		_ = os.Setenv("TF_LOG_SDK_PROTO", "ERROR")
		_ = os.Setenv("TF_LOG_SDK", "ERROR")
	}
	// It lives for seconds and holds little, so it need not collect often.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}
