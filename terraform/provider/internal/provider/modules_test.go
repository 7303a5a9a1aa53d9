package provider

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
			in := copyOfExample(t, name)
			mustRun(t, in, fetchedAsReadmeSays(t, in))
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

// fetchedAsReadmeSays is the command that the README of an example begins with; those after it are an apply and a destroy.
func fetchedAsReadmeSays(t *testing.T, in *acctest.Workspace) string {
	t.Helper()
	text := read(t, filepath.Join(in.Folder, "README.md"))
	found := regexp.MustCompile("(?m)```sh\nterraform (\\w+)\\b.*\nterraform apply\nterraform destroy\n```").FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("it does not say to fetch, to apply and to destroy:\n%s", text)
	}
	return found[1]
}

// copyOfExample has copies of all modules, and stands in the example of one.
func copyOfExample(t *testing.T, module string) *acctest.Workspace {
	t.Helper()
	in := workspace(t, server(t).URL)
	if err := os.CopyFS(filepath.Join(in.Folder, "modules"), os.DirFS(filepath.Join(acctest.Home(), "terraform", "modules"))); err != nil {
		t.Fatal(err)
	}
	in.Folder = filepath.Join(in.Folder, "modules", module, "examples", "complete")
	return in
}
