// Package docs makes the pages of the registry from the provider's schema and examples.
package docs

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

// Generate writes the pages into a new folder below the working folder given, and answers with its path. It needs a
// terraform program, and no network beyond what go needs for tfplugindocs.
func Generate(ctx context.Context, working string) (string, error) {
	schema, err := schemaOf(ctx, working)
	if err != nil {
		return "", err
	}
	source := filepath.Join(acctest.Home(), "terraform", "provider")
	if err := os.CopyFS(filepath.Join(working, "examples"), os.DirFS(filepath.Join(source, "examples"))); err != nil {
		return "", err
	}
	command := exec.CommandContext(ctx, "go", "tool", "tfplugindocs", "generate",
		"--provider-dir", working, "--provider-name", "automat", "--rendered-provider-name", "Automat", "--providers-schema", schema)
	command.Dir = filepath.Join(source, "tools")
	if output, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("tfplugindocs: %w\n%s", err, output)
	}
	return filepath.Join(working, "docs"), nil
}

// schemaOf is a file with the schema, as `terraform providers schema` prints it, under the name that tfplugindocs looks for.
func schemaOf(ctx context.Context, working string) (string, error) {
	workspace, err := acctest.NewWorkspace(working, "", "")
	if err != nil {
		return "", err
	}
	if err := workspace.Write("main.tf", "terraform {\n  required_providers {\n    automat = { source = \"automat/automat\" }\n  }\n}\n"); err != nil {
		return "", err
	}
	text, err := workspace.Command(ctx, "providers", "schema", "-json").Output()
	if err != nil {
		return "", fmt.Errorf("terraform providers schema: %w", err)
	}
	var printed struct {
		FormatVersion string                     `json:"format_version"`
		Schemas       map[string]json.RawMessage `json:"provider_schemas"`
	}
	if err := json.Unmarshal(text, &printed); err != nil {
		return "", err
	}
	for _, schema := range printed.Schemas {
		printed.Schemas = map[string]json.RawMessage{"automat": schema}
	}
	text, err = json.Marshal(printed)
	if err != nil {
		return "", err
	}
	file := filepath.Join(working, "schema.json")
	return file, os.WriteFile(file, text, 0o644)
}
