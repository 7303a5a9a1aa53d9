package provider

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

const theQueue = "automat_queue.mails"

func queueNamed(name, more string) string {
	return fmt.Sprintf(`
resource "automat_queue" "mails" {
  team        = "payments"
  name        = %q
  environment = "dev"
  %s
}`, name, more)
}

func TestQueueIsReplacedWhereItsModuleCanNotChange(t *testing.T) {
	t.Parallel()
	acceptance(t, server(t).URL, resource.TestCase{Steps: []resource.TestStep{
		{Config: queueNamed("replaced", "inputs = { delay_seconds = 5 }")},
		{
			Config: queueNamed("replaced", "inputs = { delay_seconds = 5 }\n allow_recreate = true"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(theQueue, plancheck.ResourceActionUpdate),
				// The server does not know of it, so nothing there is to change.
				plancheck.ExpectKnownValue(theQueue, tfjsonpath.New("etag"), knownvalue.NotNull()),
			}},
		},
		{
			Config: queueNamed("replaced", `module = "fifo"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(theQueue, plancheck.ResourceActionDestroyBeforeCreate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(theQueue, tfjsonpath.New("effective").AtMapKey("module"), knownvalue.StringExact("fifo@1.0.0")),
			},
		},
	}})
}

func TestQueueThatWasDeletedElsewhereIsNotMadeAgainByItself(t *testing.T) {
	t.Parallel()
	uid := statecheck.CompareValue(compare.ValuesDiffer())
	acceptance(t, server(t).URL, resource.TestCase{Steps: []resource.TestStep{
		{Config: queueNamed("tombstone", ""), ConfigStateChecks: []statecheck.StateCheck{uid.AddStateValue(theQueue, tfjsonpath.New("uid"))}},
		{
			PreConfig: func() {
				somebodyElse(t, http.MethodDelete, "/v1/teams/payments/queues/tombstone?takeOver=true", "", nil)
				awaitGone(t, "/v1/teams/payments/queues/tombstone")
			},
			Config:      queueNamed("tombstone", ""),
			ExpectError: regexp.MustCompile(`(?s)It is gone.*allow_recreate = true`),
		},
		{
			Config: queueNamed("tombstone", "allow_recreate = true"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(theQueue, plancheck.ResourceActionDestroyBeforeCreate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				uid.AddStateValue(theQueue, tfjsonpath.New("uid")),
				statecheck.ExpectKnownValue(theQueue, tfjsonpath.New("status").AtMapKey("phase"), knownvalue.StringExact("Ready")),
			},
		},
	}})
}

func TestQueueThatExpiredIsNotMadeAgainByItself(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	far := time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339)
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("expired", fmt.Sprintf("lifetime_until = %q", far)))
	mustRun(t, in, "apply", "-auto-approve")
	// Terraform may take longer than anybody wants to wait here for an end, so that it is moved when all else is done.
	somebodyElse(t, http.MethodPut, "/v1/teams/payments/queues/expired",
		fmt.Sprintf(`{"spec": {"environment": "dev", "expiresAt": %q}}`, time.Now().Add(12*time.Second).UTC().Format(time.RFC3339)),
		http.Header{"Automat-Managed-By": {"terraform:default"}})
	if reason := awaitGone(t, "/v1/teams/payments/queues/expired"); reason != "expired" {
		t.Fatalf("it is gone because it %s", reason)
	}
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("expired", `lifetime = "1d"`))
	mustContain(t, mustRun(t, in, "plan"), "its lifetime ended", "Its apply will fail")
	output, err := in.Run(t.Context(), "apply", "-auto-approve")
	if err == nil {
		t.Fatal("it was made again")
	}
	mustContain(t, output, "It is gone", "allow_recreate = true")

	mustRun(t, in, "state", "rm", theQueue)
	if output, err = in.Run(t.Context(), "plan"); err == nil {
		t.Fatal("without a state it was planned to be made again")
	}
	mustContain(t, output, "It expired", "allow_recreate = true")

	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("expired", "lifetime = \"1d\"\n allow_recreate = true"))
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "1 added")
	mustRun(t, in, "destroy", "-auto-approve")
}

func TestQueueFollowsWhatSomebodyElseWrote(t *testing.T) {
	t.Parallel()
	acceptance(t, server(t).URL, resource.TestCase{Steps: []resource.TestStep{
		{Config: queueNamed("drift", "inputs = { delay_seconds = 5 }")},
		{
			PreConfig: func() {
				somebodyElse(t, http.MethodPut, "/v1/teams/payments/queues/drift",
					`{"metadata": {"labels": {"by": "hand"}}, "spec": {"environment": "dev", "inputs": {"delaySeconds": 7}}}`,
					http.Header{"Automat-Managed-By": {"terraform:default"}, "Prefer": {"wait=30"}})
			},
			Config: queueNamed("drift", "inputs = { delay_seconds = 5 }"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(theQueue, plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(theQueue, tfjsonpath.New("labels"), knownvalue.Null()),
			}},
		},
	}})
}

func TestQueueOfAnotherManagerIsTakenOverOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	somebodyElse(t, http.MethodPut, "/v1/teams/payments/queues/kept", `{"spec": {"environment": "dev"}}`,
		http.Header{"Automat-Managed-By": {"cli"}, "Prefer": {"wait=30"}})
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("kept", ""))
	mustContain(t, mustRun(t, in, "plan"), "The name is taken", "terraform import ADDRESS payments/queues/kept")
	if output, err := in.Run(t.Context(), "apply", "-auto-approve"); err == nil {
		t.Errorf("it was made although it exists:\n%s", output)
	}

	mustRun(t, in, "import", theQueue, "payments/queues/kept")
	mustContain(t, mustRun(t, in, "plan"), "It is kept elsewhere", "No changes.")
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("kept", `purpose = "mail"`))
	output, err := in.Run(t.Context(), "plan")
	if err == nil {
		t.Fatal("a change of another manager's was planned")
	}
	mustContain(t, output, "kept by cli", "take_over = true")

	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("kept", "purpose = \"mail\"\n take_over = true"))
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "1 changed")
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	mustRun(t, in, "destroy", "-auto-approve")
}

func TestAHundredQueuesInOneApply(t *testing.T) {
	t.Parallel()
	proxy, err := acctest.NewProxy(server(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	in := workspace(t, proxy.URL)
	mustWrite(t, in, "main.tf", requiredProviders+`
resource "automat_queue" "mails" {
  count       = 100
  team        = "payments"
  name        = "hundred-${count.index}"
  environment = "dev"
}`)
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "100 added")
	proxy.Calls()
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	if calls := proxy.Calls(); calls > 105 {
		t.Errorf("a plan of 100 resources made %d calls", calls)
	}
	mustContain(t, mustRun(t, in, "destroy", "-auto-approve"), "100 destroyed")
}

func TestQueueIsPlannedWithoutTheServer(t *testing.T) {
	t.Parallel()
	proxy, err := acctest.NewProxy(server(t))
	if err != nil {
		t.Fatal(err)
	}
	in := workspace(t, proxy.URL)
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("offline", ""))
	mustRun(t, in, "apply", "-auto-approve")
	state, err := in.State()
	if err != nil {
		t.Fatal(err)
	}
	proxy.Stop()
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("offline", `purpose = "mail"`)+strings.ReplaceAll(queueNamed("new", ""), "mails", "news"))
	mustContain(t, mustRun(t, in, "plan"), "It was not looked at", "It was not checked", "1 to add, 1 to change")
	after, err := in.State()
	if err != nil || after != state {
		t.Errorf("the plan changed the state: %v", err)
	}
	again := workspace(t, server(t).URL)
	mustWrite(t, again, "main.tf", requiredProviders+queueNamed("offline", ""))
	mustWrite(t, again, "terraform.tfstate", state)
	mustRun(t, again, "destroy", "-auto-approve")
}

// The contract has no :extend yet, so what it will do is done between the server and Terraform.
func TestAnExtensionMadeElsewhereIsNoDrift(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("extended", `lifetime = "1d"`))
	mustRun(t, in, "apply", "-auto-approve")

	extended := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(request *httputil.ProxyRequest) {
			request.Out.URL.Scheme = "http"
			request.Out.URL.Host = strings.TrimPrefix(server(t).URL, "http://")
			request.Out.Host = request.Out.URL.Host
		},
		ModifyResponse: func(response *http.Response) error {
			text, err := io.ReadAll(response.Body)
			text = regexp.MustCompile(`"expiresAt":"[^"]*"`).ReplaceAll(text, []byte(`"expiresAt":"2099-01-01T00:00:00Z"`))
			response.Body = io.NopCloser(bytes.NewReader(text))
			response.ContentLength = int64(len(text))
			response.Header.Set("Content-Length", strconv.Itoa(len(text)))
			return err
		},
	})
	t.Cleanup(extended.Close)
	mustWrite(t, in, "provider.tf", fmt.Sprintf("provider \"automat\" {\n  endpoint = %q\n}\noutput \"end\" {\n  value = automat_queue.mails.expires_at\n}\n", extended.URL))
	mustContain(t, mustRun(t, in, "plan"), `+ end = "2099-01-01T00:00:00Z"`, "without changing any real infrastructure")
	mustRun(t, in, "destroy", "-auto-approve")
}

func TestAPausedQueueIsToldWhenItIsPlannedAndNotWaitedForInVain(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("paused", ""))
	mustRun(t, in, "apply", "-auto-approve")
	const address = "/v1/teams/payments/queues/paused"
	paused := somebodyElse(t, http.MethodPost, address+":pause", `{"for": "1d", "reason": "the fair"}`, nil)
	until, _ := paused["status"].(map[string]any)["pause"].(map[string]any)["until"].(string)
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("paused", "inputs = { delay_seconds = 7 }\n  timeouts = { update = \"15s\" }"))
	mustContain(t, mustRun(t, in, "plan"), "Warning: It is paused", "paused until "+until+" by", "run: automat resume payments queues paused")

	output, err := in.Run(t.Context(), "apply", "-auto-approve")
	if err == nil {
		t.Fatal("it was changed although it is paused")
	}
	mustContain(t, output, "Error: It is not ready", "paused until "+until+" by", "the fair", "run: automat resume payments queues paused. Then apply again")

	output, err = in.Run(t.Context(), "destroy", "-auto-approve")
	if err == nil {
		t.Fatal("it was deleted although it is paused")
	}
	mustContain(t, output, "Error: It was not deleted", "run: automat resume payments queues paused, or wait until then")

	somebodyElse(t, http.MethodPost, address+":resume", "", nil)
	mustWrite(t, in, "main.tf", requiredProviders+queueNamed("paused", "inputs = { delay_seconds = 7 }"))
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "Apply complete!")
	mustContain(t, mustRun(t, in, "plan"), "No changes.")
	mustRun(t, in, "destroy", "-auto-approve")
}
