// Command cmd writes the pages of the registry into the folder docs of the folder it is run in, and the tables of the
// modules into their READMEs.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"automat.dev/terraform-provider-automat/internal/acctest"
	"automat.dev/terraform-provider-automat/internal/docs"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	defer acctest.RemoveBuild()
	working, err := os.MkdirTemp("", "automat-docs-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(working)
	pages, err := docs.Generate(ctx, working)
	if err != nil {
		return err
	}
	if err := os.RemoveAll("docs"); err != nil {
		return err
	}
	if err := os.CopyFS("docs", os.DirFS(pages)); err != nil {
		return err
	}
	return writeReadmes()
}

func writeReadmes() error {
	folders, err := docs.Modules()
	if err != nil {
		return err
	}
	for _, folder := range folders {
		text, err := docs.ModuleReadme(folder)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, "README.md"), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
