package provider

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// reviewed is a proxy that keeps the digests of the plans that writes are to carry out.
type reviewed struct {
	mutex   sync.Mutex
	digests []string
}

func (r *reviewed) start(t *testing.T) string {
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(request *httputil.ProxyRequest) {
		request.Out.URL.Scheme = "http"
		request.Out.URL.Host = strings.TrimPrefix(server(t).URL, "http://")
		request.Out.Host = request.Out.URL.Host
		if request.In.Method == http.MethodPut && request.In.URL.Query().Get("validateOnly") == "" {
			r.mutex.Lock()
			defer r.mutex.Unlock()
			r.digests = append(r.digests, request.In.Header.Get("If-Plan-Match"))
		}
	}})
	t.Cleanup(proxy.Close)
	return proxy.URL
}

func TestAnApplyCarriesTheDigestOfThePlanThatWasShown(t *testing.T) {
	t.Parallel()
	seen := &reviewed{}
	in := workspace(t, seen.start(t))
	for _, more := range []string{"", `purpose = "mail"`} {
		mustWrite(t, in, "main.tf", requiredProviders+queueNamed("reviewed", more))
		mustRun(t, in, "plan", "-out=plan.bin")
		shown := plannedEffective(t, in.Command(t.Context(), "show", "-json", "plan.bin").Output)["digest"]
		mustRun(t, in, "apply", "plan.bin")
		if digest := seen.digests[len(seen.digests)-1]; digest == "" || digest != shown {
			t.Errorf("the plan showed %v, and the apply carried %q", shown, digest)
		}
	}
	if len(seen.digests) != 2 {
		t.Errorf("there were %d writes", len(seen.digests))
	}
	mustRun(t, in, "destroy", "-auto-approve")
}

func plannedEffective(t *testing.T, output func() ([]byte, error)) map[string]any {
	t.Helper()
	text, err := output()
	if err != nil {
		t.Fatal(err)
	}
	var plan struct {
		Changes []struct {
			Change struct {
				After struct{ Effective map[string]any }
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(text, &plan); err != nil || len(plan.Changes) != 1 {
		t.Fatalf("%d changes: %v", len(plan.Changes), err)
	}
	return plan.Changes[0].Change.After.Effective
}

// Right before an apply Terraform asks the provider once more, so what is between that and the write is too short for a test
// of the whole program: the resource is called as it would be.
func TestAPlanThatIsAnotherByTheApplyMakesNothingAndSaysWhatIsDifferent(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	planned := c.plan(map[string]string{"team": "payments", "name": "mismatch", "environment": "dev"})
	document, err := c.resource.session.client.Try(t.Context(), client.Key{Team: "payments", Kinds: "queues", Name: "mismatch"},
		client.Request{Spec: map[string]any{"environment": "dev"}}, client.Conditions{})
	if err != nil {
		t.Fatal(err)
	}
	document.Plan.Digest = "sha256:" + strings.Repeat("0", 64)
	document.Plan.Settings["visibilityTimeoutSeconds"] = json.Number("77")
	effective, err := effectiveOf(t.Context(), document.Plan)
	if err != nil {
		t.Fatal(err)
	}
	var diags diag.Diagnostics
	diags.Append(planned.SetAttribute(t.Context(), path.Root("effective"), effective)...)
	if diags.HasError() {
		t.Fatal(diags)
	}
	created := resource.CreateResponse{State: c.state(c.plan(nil)), Identity: c.noIdentity()}
	c.resource.Create(t.Context(), resource.CreateRequest{Plan: planned}, &created)
	if created.Diagnostics.ErrorsCount() != 1 {
		t.Fatalf("it was made, or failed for something else: %v", created.Diagnostics)
	}
	said := created.Diagnostics.Errors()[0]
	mustContain(t, said.Detail(), "settings.visibilityTimeoutSeconds was 77, and is 30", "plan again")
	if _, err := c.resource.session.client.Get(t.Context(), client.Key{Team: "payments", Kinds: "queues", Name: "mismatch"}, 0); client.AsRefusal(err, "not-found") == nil {
		t.Errorf("something was made: %v", err)
	}
}

// The refusal of a stack has no plan in it, so today's is asked for.
func TestAPlanOfAStackThatIsAnotherByTheApplySaysWhatIsDifferent(t *testing.T) {
	t.Parallel()
	c := callerOf(t, stack{})
	key := client.Key{Team: "payments", Kinds: client.Stacks, Name: "mismatch"}
	written := map[string]any{"environment": "preview", "resources": map[string]any{"jobs": map[string]any{"kind": "Queue"}}}
	planned := tfsdk.State{Schema: c.schema, Raw: c.plan(map[string]string{"team": key.Team, "name": key.Name}).Raw}
	diags := stack{}.writeDefinition(t.Context(), &planned, &client.Document{Document: contract.Document{Spec: written}})
	document, err := c.resource.session.client.Try(t.Context(), key, client.Request{Spec: written}, client.Conditions{})
	if err != nil {
		t.Fatal(err)
	}
	document.Plan.Digest = "sha256:" + strings.Repeat("0", 64)
	document.Stack.Plan.Resources["jobs"].Plan.Settings["visibilityTimeoutSeconds"] = json.Number("77")
	effective, err := stack{}.effective(t.Context(), document)
	if err != nil {
		t.Fatal(err)
	}
	diags.Append(planned.SetAttribute(t.Context(), path.Root("effective"), effective)...)
	if diags.HasError() {
		t.Fatal(diags)
	}
	created := resource.CreateResponse{State: c.state(c.plan(nil)), Identity: c.noIdentity()}
	c.resource.Create(t.Context(), resource.CreateRequest{Plan: tfsdk.Plan{Schema: c.schema, Raw: planned.Raw}}, &created)
	if created.Diagnostics.ErrorsCount() != 1 {
		t.Fatalf("it was made, or failed for something else: %v", created.Diagnostics)
	}
	mustContain(t, created.Diagnostics.Errors()[0].Detail(), "resources.jobs.settings.visibilityTimeoutSeconds was 77, and is 30", "plan again")
}
