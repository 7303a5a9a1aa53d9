// Command cmd writes contract.json, models.go and inputs.go into the folder it is run in, from a server that it starts
// and stops; `go generate ./...` runs it.
package main

import (
	"context"
	"fmt"
	"os"

	"automat.dev/terraform-provider-automat/internal/acctest"
	"automat.dev/terraform-provider-automat/internal/generate"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	server, err := acctest.Start(ctx, acctest.Options{})
	if err != nil {
		return err
	}
	defer server.Stop()
	openAPI, err := server.Get(ctx, "/openapi.json")
	if err != nil {
		return err
	}
	files, err := generate.Files(openAPI)
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
