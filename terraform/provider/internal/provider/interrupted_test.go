package provider

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

// slowly is a workspace whose server makes nothing ready, as far as terraform can see, until the proxy is released.
func slowly(t *testing.T, name, more string) (*acctest.Workspace, *acctest.Proxy) {
	t.Helper()
	proxy, err := acctest.NewProxy(server(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	proxy.Hold()
	in := workspace(t, proxy.URL)
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed(name, more))
	return in, proxy
}

// applyUntilItWaits starts an apply, and answers once it waits for the server.
func applyUntilItWaits(t *testing.T, in *acctest.Workspace, proxy *acctest.Proxy) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	var output bytes.Buffer
	command := in.Command(t.Context(), "apply", "-auto-approve", "-no-color")
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-proxy.Waiting():
	case <-time.After(10 * time.Minute):
		_ = command.Process.Kill()
		t.Fatalf("it did not wait within ten minutes:\n%s", &output)
	}
	return command, &output
}

func uidIn(t *testing.T, in *acctest.Workspace) string {
	t.Helper()
	return strings.TrimSpace(mustRun(t, in, "output", "-raw", "uid"))
}

const uidOutput = "\noutput \"uid\" {\n  value = automat_queue.mails.uid\n}\n"

func TestAnInterruptedApplyIsResumed(t *testing.T) {
	t.Parallel()
	in, proxy := slowly(t, "interrupted", "")
	mustWrite(t, in, "output.tf", uidOutput)
	command, output := applyUntilItWaits(t, in, proxy)
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err == nil {
		t.Errorf("terraform says that all went well:\n%s", output)
	}
	mustContain(t, output.String(), "Interrupted while it is being made")
	before, err := in.State()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(before, "tainted") || !strings.Contains(before, `"name": "interrupted"`) {
		t.Fatalf("the state does not hold what is being made, or taints it:\n%s", before)
	}
	proxy.Release()
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "0 added", "0 destroyed")
	if uid := uidIn(t, in); !strings.Contains(before, uid) {
		t.Errorf("%s is another one than before:\n%s", uid, before)
	}
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	mustRun(t, in, "destroy", "-auto-approve")
}

func TestAnApplyThatWasKilledIsResumed(t *testing.T) {
	t.Parallel()
	in, proxy := slowly(t, "killed", "")
	mustWrite(t, in, "output.tf", uidOutput)
	command, output := applyUntilItWaits(t, in, proxy)
	if err := command.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err == nil {
		t.Errorf("terraform was not killed:\n%s", output)
	}
	if err := os.Remove(in.Folder + "/.terraform.tfstate.lock.info"); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	proxy.Release()
	made := somebodyElse(t, "GET", "/v1/teams/payments/queues/killed", "", nil)["metadata"].(map[string]any)["uid"]
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "It was there already", "1 added")
	if uid := uidIn(t, in); uid != made {
		t.Errorf("%s was made beside %s", uid, made)
	}
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	mustRun(t, in, "destroy", "-auto-approve")
}

func TestAnApplyEndsAtItsTimeout(t *testing.T) {
	t.Parallel()
	in, proxy := slowly(t, "late", `timeouts = { create = "10s" }`)
	output, err := in.Run(t.Context(), "apply", "-auto-approve")
	if err == nil {
		t.Fatalf("it was ready:\n%s", output)
	}
	mustContain(t, output, "It is not ready", "after 10s it is:", "terraform untaint")
	proxy.Release()
	mustRun(t, in, "untaint", theQueue)
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "0 added", "0 destroyed")
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	mustRun(t, in, "destroy", "-auto-approve")
}
