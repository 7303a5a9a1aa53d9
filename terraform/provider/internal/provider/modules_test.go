package provider

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"automat.dev/terraform-provider-automat/internal/acctest"
	"automat.dev/terraform-provider-automat/internal/docs"
)

func TestModulesAreWhatTheirExamplesSay(t *testing.T) {
	t.Parallel()
	for _, folder := range modules(t) {
		name := filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := workspaceOfExample(t, name)
			mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "Apply complete!", "0 changed, 0 destroyed")
			mustContain(t, mustRun(t, in, "plan"), "No changes.")
			if state := mustList(t, in); !strings.Contains(state, "automat_") || strings.Contains(state, "module.disabled") {
				t.Errorf("there is nothing, or what create = false should have left out:\n%s", state)
			}
			mustContain(t, mustRun(t, in, "destroy", "-auto-approve"), "Destroy complete!")
		})
	}
}

func TestModulesReadmesHaveAllInputsAndOutputs(t *testing.T) {
	t.Parallel()
	for _, folder := range modules(t) {
		now, err := docs.ModuleReadme(folder)
		if err != nil {
			t.Fatal(err)
		}
		if stands := read(t, filepath.Join(folder, "README.md")); stands != now {
			t.Errorf("the README of %s is not what its files say: run go generate . in terraform/provider; %s", filepath.Base(folder), firstDifference(stands, now))
		}
	}
}

func TestAllConfigurationsAreLaidOutAsTerraformDoes(t *testing.T) {
	t.Parallel()
	needsTerraform(t)
	for _, folder := range []string{"modules", filepath.Join("provider", "examples")} {
		command := exec.Command(acctest.Terraform(), "fmt", "-check", "-recursive", "-diff", filepath.Join(acctest.Home(), "terraform", folder))
		if output, err := command.CombinedOutput(); err != nil {
			t.Errorf("terraform fmt -recursive terraform/%s would change:\n%s", folder, output)
		}
	}
}

func modules(t *testing.T) []string {
	t.Helper()
	folders, err := docs.Modules()
	if err != nil || len(folders) == 0 {
		t.Fatalf("there are no modules: %v", err)
	}
	return folders
}

// workspaceOfExample has copies of all modules, and stands in the example of one.
func workspaceOfExample(t *testing.T, module string) *acctest.Workspace {
	t.Helper()
	in := workspace(t, server(t).URL)
	if err := os.CopyFS(filepath.Join(in.Folder, "modules"), os.DirFS(filepath.Join(acctest.Home(), "terraform", "modules"))); err != nil {
		t.Fatal(err)
	}
	in.Folder = filepath.Join(in.Folder, "modules", module, "examples", "complete")
	// Fetches modules only: the provider is the one that was built here.
	mustRun(t, in, "get")
	return in
}
