package provider

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

// A new user copies the blocks of the README one after the other, with nothing set but the port that the README names. What
// the provider needs beside that, such as the token, the blocks have to say.
func TestTheReadmesExampleIsPlannedAppliedConnectedToAndDestroyed(t *testing.T) {
	t.Parallel()
	needsTerraform(t)
	exports, configuration, commands := readmeBlocks(t)
	clone := cloneOf(t, server(t))
	apart := filepath.Join(clone, "apart")
	if err := os.MkdirAll(apart, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(apart, "main.tf"), []byte(configuration), 0o644); err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(commands, "terraform destroy")
	if !found {
		t.Fatalf("the README does not destroy what it made:\n%s", commands)
	}
	output := runAsNewUser(t, clone, exports+"\ncd apart\n"+before)
	mustContain(t, output, "1 to add", "Apply complete!")

	mustContain(t, runAsNewUser(t, clone, exports+"\n"+filepath.Join(acctest.Home(), "automat")+" connection payments databases carts --check"), "carts")
	state, err := os.ReadFile(filepath.Join(apart, "terraform.tfstate"))
	if err != nil || strings.Contains(string(state), "password") {
		t.Errorf("there is a password in the state, or no state: %v\n%s", err, state)
	}
	mustContain(t, runAsNewUser(t, clone, exports+"\ncd apart\nterraform destroy"+after), "Destroy complete!")
}

// readmeBlocks are the blocks below the README's heading of Terraform: what is set, the configuration, and what is run.
func readmeBlocks(t *testing.T) (exports, configuration, commands string) {
	t.Helper()
	_, below, _ := strings.Cut(read(t, filepath.Join(acctest.Home(), "README.md")), "\n### With Terraform\n")
	section, _, _ := strings.Cut(below, "\n### ")
	blocks := regexp.MustCompile("(?s)```(\\w+)\n(.*?)```").FindAllStringSubmatch(section, -1)
	if len(blocks) != 3 || blocks[0][1] != "sh" || blocks[1][1] != "hcl" || blocks[2][1] != "sh" {
		t.Fatalf("the README should have a block of sh, one of HCL and one of sh, and has:\n%s", section)
	}
	return blocks[0][2], blocks[1][2], blocks[2][2]
}

// cloneOf is a folder that has what a clone has in which that server was started.
func cloneOf(t *testing.T, server *acctest.Server) string {
	t.Helper()
	clone := t.TempDir()
	if err := os.CopyFS(filepath.Join(clone, "terraform", "provider"), os.DirFS(filepath.Join(acctest.Home(), "terraform", "provider"))); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(server.Data, filepath.Join(clone, ".automat")); err != nil {
		t.Fatal(err)
	}
	return clone
}

func runAsNewUser(t *testing.T, clone, script string) string {
	t.Helper()
	address, err := url.Parse(server(t).URL)
	if err != nil {
		t.Fatal(err)
	}
	// Nobody is there to say yes.
	output, err := acctest.Bare(t.Context(), clone, script,
		"AUTOMAT_HTTP_PORT="+address.Port(), "TF_CLI_ARGS_apply=-auto-approve", "TF_CLI_ARGS_destroy=-auto-approve").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\nwas answered with\n%s", err, script, output)
	}
	return string(output)
}
