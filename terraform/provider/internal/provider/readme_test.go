package provider

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

// A new user copies the block of the README, and does what stands below it.
func TestTheReadmesExampleIsPlannedAppliedConnectedToAndDestroyed(t *testing.T) {
	t.Parallel()
	blocks := regexp.MustCompile("(?s)```hcl\n(.*?)```").FindAllStringSubmatch(read(t, filepath.Join(acctest.Home(), "README.md")), -1)
	if len(blocks) != 1 {
		t.Fatalf("the README has %d blocks of HCL, and one is expected", len(blocks))
	}
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", blocks[0][1])
	mustContain(t, mustRun(t, in, "plan"), "1 to add")
	mustRun(t, in, "apply", "-auto-approve")

	check := exec.Command(filepath.Join(acctest.Home(), "automat"), "connection", "payments", "databases", "carts", "--check", "--server", server(t).URL)
	check.Env = append(check.Environ(), "AUTOMAT_TOKEN="+server(t).Token)
	output, err := check.CombinedOutput()
	if err != nil {
		t.Errorf("nobody can connect: %v\n%s", err, output)
	}
	state, err := in.State()
	if err != nil || strings.Contains(state, "password") {
		t.Errorf("there is a password in the state, or no state: %v\n%s", err, state)
	}
	mustRun(t, in, "destroy", "-auto-approve")
}
