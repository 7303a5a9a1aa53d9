package provider

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

var examples = filepath.Join("..", "..", "examples")

// The examples speak of each other, as one configuration would; only caches can not be made on this machine.
func TestExamplesArePlannedAppliedImportedAndDestroyed(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	for _, kind := range []string{"provider", "resources", "data-sources", "ephemeral-resources"} {
		copyExamples(t, in, kind)
	}
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "5 added")
	mustContain(t, mustRun(t, in, "plan"), "No changes.")

	forget(t, in)
	importWith(t, in, "import-by-string-id.tf")
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "5 imported, 0 added, 0 changed, 0 destroyed")

	forget(t, in)
	for _, name := range made(t) {
		output, err := in.Shell(t.Context(), absolute(t, filepath.Join(examples, "resources", name, "import.sh"))).CombinedOutput()
		if err != nil {
			t.Fatalf("import.sh of %s: %v\n%s", name, err, output)
		}
	}
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	mustContain(t, mustRun(t, in, "destroy", "-auto-approve"), "5 destroyed")
}

func TestTheCacheExampleLacksNothingButARedis(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	copyExamples(t, in, "provider")
	mustWrite(t, in, "cache.tf", read(t, filepath.Join(examples, "resources", "automat_cache", "resource.tf")))
	output, err := in.Run(t.Context(), "plan")
	if err == nil {
		t.Fatal("the cache was planned, so its example can be run like the others")
	}
	mustContain(t, output, "Refused: provisioner-unavailable", "There is: aws, gcp")
	if strings.Count(output, "Error: ") != 1 {
		t.Errorf("something else is wrong, too:\n%s", output)
	}
}

// made are the resources whose examples can be made on this machine.
func made(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(examples, "resources"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		if entry.Name() != "automat_cache" {
			names = append(names, entry.Name())
		}
	}
	return names
}

func copyExamples(t *testing.T, in *acctest.Workspace, kind string) {
	t.Helper()
	files := []string{filepath.Join(examples, kind, "provider.tf")}
	if kind != "provider" {
		found, err := filepath.Glob(filepath.Join(examples, kind, "*", strings.TrimSuffix(kind, "s")+".tf"))
		if err != nil || len(found) == 0 {
			t.Fatalf("there are no examples of %s: %v", kind, err)
		}
		files = found
		if kind == "resources" {
			files = nil
			for _, name := range made(t) {
				files = append(files, filepath.Join(examples, kind, name, "resource.tf"))
			}
		}
	}
	for _, file := range files {
		mustWrite(t, in, kind+"-"+filepath.Base(filepath.Dir(file))+".tf", read(t, file))
	}
}

func importWith(t *testing.T, in *acctest.Workspace, file string) {
	t.Helper()
	for _, name := range made(t) {
		mustWrite(t, in, "import-"+name+".tf", read(t, filepath.Join(examples, "resources", name, file)))
	}
}

// forget takes all resources out of the state.
func forget(t *testing.T, in *acctest.Workspace) {
	t.Helper()
	for _, address := range strings.Fields(mustList(t, in)) {
		if !strings.HasPrefix(address, "data.") {
			mustRun(t, in, "state", "rm", address)
		}
	}
}

func mustList(t *testing.T, in *acctest.Workspace) string {
	t.Helper()
	output, err := in.Command(t.Context(), "state", "list").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(output)
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return full
}

// Terraform finds resources by identity since 1.12. An older one does not know the attribute, so the file is read without it.
func TestTheExampleOfIdentitiesNamesEachAttributeOfThem(t *testing.T) {
	t.Parallel()
	file := filepath.Join(examples, "import-by-identity", "imports.tf")
	parsed, diags := hclsyntax.ParseConfig([]byte(read(t, file)), file, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	var binding resource.IdentitySchemaResponse
	newBinding().(resource.ResourceWithIdentity).IdentitySchema(t.Context(), resource.IdentitySchemaRequest{}, &binding)
	schemas := map[string]identityschema.Schema{"automat_queue.mails": identitySchema(), "automat_stack.preview": identitySchema(), "automat_binding.checkout": binding.IdentitySchema}
	for _, block := range parsed.Body.(*hclsyntax.Body).Blocks {
		to := strings.TrimSpace(string(block.Body.Attributes["to"].Expr.Range().SliceBytes([]byte(read(t, file)))))
		identity, diags := block.Body.Attributes["identity"].Expr.Value(nil)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		var named []string
		for name := range identity.AsValueMap() {
			named = append(named, name)
		}
		slices.Sort(named)
		if want := sortedKeys(schemas[to].Attributes); !slices.Equal(named, want) {
			t.Errorf("%s is imported by %v, and its identity has %v", to, named, want)
		}
		delete(schemas, to)
	}
	if len(schemas) > 0 {
		t.Errorf("there is no import of %v", sortedKeys(schemas))
	}
}
