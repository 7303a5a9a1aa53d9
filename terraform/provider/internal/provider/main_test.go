package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

var (
	serverMutex sync.Mutex
	shared      *acctest.Server
	sharedErr   error
)

func TestMain(m *testing.M) {
	// What configures somebody's own provider does not configure these.
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if (strings.HasPrefix(name, "AUTOMAT_") && !strings.HasPrefix(name, "AUTOMAT_JAVA_")) || name == "TFC_WORKSPACE_SLUG" {
			os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{
		"TF_ACC": "1", "TF_ACC_TERRAFORM_PATH": acctest.Terraform(), "TF_ACC_PROVIDER_NAMESPACE": "automat", "TF_CLI_CONFIG_FILE": "", "CHECKPOINT_DISABLE": "1",
	} {
		os.Setenv(name, value)
	}
	code := m.Run()
	if shared != nil {
		shared.Stop()
	}
	acctest.RemoveBuild()
	os.Exit(code)
}

// needsTerraform leaves a test out where there is no terraform. `automat test` says so, too.
func needsTerraform(t *testing.T) {
	t.Helper()
	if acctest.Terraform() == "" {
		t.Skip("there is no 'terraform' on the PATH, and TF_ACC_TERRAFORM_PATH names none")
	}
}

// server is one Automat for all tests of this package, with the catalogue of testdata beside the one that comes with it.
func server(t *testing.T) *acctest.Server {
	t.Helper()
	serverMutex.Lock()
	defer serverMutex.Unlock()
	if shared == nil && sharedErr == nil {
		shared, sharedErr = startServer()
	}
	if sharedErr != nil {
		t.Fatal(sharedErr)
	}
	return shared
}

func startServer() (*acctest.Server, error) {
	catalog, err := os.MkdirTemp("", "automat-catalog-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(catalog)
	for _, folder := range []string{filepath.Join(acctest.Home(), "modules"), filepath.Join("testdata", "catalog")} {
		if err := os.CopyFS(catalog, os.DirFS(folder)); err != nil {
			return nil, err
		}
	}
	return acctest.Start(context.Background(), acctest.Options{Catalog: catalog})
}

// acceptance runs steps against a server, and gives each its configuration's head.
func acceptance(t *testing.T, url string, test resource.TestCase) {
	t.Helper()
	needsTerraform(t)
	test.ProtoV6ProviderFactories = map[string]func() (tfprotov6.ProviderServer, error){
		"automat": providerserver.NewProtocol6WithError(New("test")()),
	}
	for i := range test.Steps {
		if !test.Steps[i].ImportState && test.Steps[i].Config != "" {
			test.Steps[i].Config = head(t, url) + test.Steps[i].Config
		}
	}
	resource.Test(t, test)
}

func head(t *testing.T, url string) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    automat = { source = "automat/automat" }
  }
}
provider "automat" {
  endpoint = %q
  token    = %q
}
`, url, server(t).Token)
}

// workspace is a folder in which terraform runs as a user would run it.
func workspace(t *testing.T, url string) *acctest.Workspace {
	t.Helper()
	needsTerraform(t)
	return workspaceOf(t, url, server(t).Token)
}

func workspaceOf(t *testing.T, url, token string) *acctest.Workspace {
	t.Helper()
	made, err := acctest.NewWorkspace(t.TempDir(), url, token)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func mustWrite(t *testing.T, in *acctest.Workspace, name, text string) {
	t.Helper()
	if err := in.Write(name, text); err != nil {
		t.Fatal(err)
	}
}

func mustRun(t *testing.T, in *acctest.Workspace, arguments ...string) string {
	t.Helper()
	output, err := in.Run(t.Context(), arguments...)
	if err != nil {
		t.Fatal(err)
	}
	return output
}

func mustContain(t *testing.T, text string, parts ...string) {
	t.Helper()
	// Terraform breaks lines and draws a frame around diagnostics.
	flat := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(text)), " ")
	for _, part := range parts {
		if !strings.Contains(flat, part) {
			t.Errorf("%q is not in:\n%s", part, text)
		}
	}
}

// somebodyElse sends a request that does not come from Terraform.
func somebodyElse(t *testing.T, method, path, body string, header http.Header) map[string]any {
	t.Helper()
	status, text, err := server(t).Do(t.Context(), method, path, body, header)
	if err != nil {
		t.Fatal(err)
	}
	if status >= 300 {
		t.Fatalf("%s %s was answered with %d: %s", method, path, status, text)
	}
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

// awaitGone waits until a resource is a tombstone, and answers with the reason.
func awaitGone(t *testing.T, path string) string {
	t.Helper()
	for end := time.Now().Add(10 * time.Minute); time.Now().Before(end); {
		status, text, err := server(t).Do(t.Context(), http.MethodGet, path, "", http.Header{"Prefer": {"wait=2"}})
		if err != nil {
			t.Fatal(err)
		}
		if status == http.StatusGone {
			var problem struct{ Reason string }
			if err := json.Unmarshal(text, &problem); err != nil {
				t.Fatal(err)
			}
			return problem.Reason
		}
	}
	t.Fatalf("%s is still there after ten minutes", path)
	return ""
}

// requiredProviders is what each configuration of a workspace begins with.
const requiredProviders = `
terraform {
  required_providers {
    automat = { source = "automat/automat" }
  }
}
`
