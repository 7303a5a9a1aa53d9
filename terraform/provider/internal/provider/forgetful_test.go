package provider

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// forgetful stands in for a server whose only database expires, and whose tombstone is purged: a real one takes days.
type forgetful struct {
	url   string
	mutex sync.Mutex
	// How often it was made.
	made int
	// What a look at it is answered with: 200, 410, or 404.
	status int
}

func newForgetful(t *testing.T) *forgetful {
	t.Helper()
	forgetful := &forgetful{status: http.StatusNotFound}
	server := httptest.NewServer(forgetful)
	t.Cleanup(server.Close)
	forgetful.url = server.URL
	return forgetful
}

func (f *forgetful) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if request.URL.Path == "/v1/catalog" {
		fmt.Fprint(writer, `{"kinds": []}`)
		return
	}
	if request.Method == http.MethodPut {
		f.put(writer, request)
		return
	}
	if f.status == http.StatusOK && request.Method == http.MethodDelete {
		f.status = http.StatusGone
	} else if f.status != http.StatusOK {
		code := map[int]string{http.StatusGone: "gone", http.StatusNotFound: "not-found"}[f.status]
		writer.WriteHeader(f.status)
		fmt.Fprintf(writer, `{"code": %q, "reason": "expired", "detail": "it is not there"}`, code)
		return
	}
	f.write(writer, nil)
}

func (f *forgetful) put(writer http.ResponseWriter, request *http.Request) {
	var body struct{ Spec map[string]any }
	if err := json.NewDecoder(request.Body).Decode(&body); err != nil {
		http.Error(writer, err.Error(), http.StatusBadRequest)
		return
	}
	if f.status == http.StatusGone && !request.URL.Query().Has("recreate") {
		writer.WriteHeader(http.StatusConflict)
		fmt.Fprint(writer, `{"code": "expired", "detail": "it expired"}`)
		return
	}
	if !request.URL.Query().Has("validateOnly") {
		f.made++
		f.status = http.StatusOK
	}
	f.write(writer, body.Spec)
}

func (f *forgetful) write(writer http.ResponseWriter, spec map[string]any) {
	if spec == nil {
		spec = map[string]any{"environment": "dev"}
	}
	text, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"uid": fmt.Sprintf("uid-%d", f.made), "generation": 1, "managedBy": "terraform:default"},
		"spec":     spec,
		"plan": map[string]any{
			"inputs": map[string]any{}, "settings": map[string]any{}, "tags": map[string]any{}, "stateful": true, "deletionProtection": true,
		},
		"status": map[string]any{"phase": "Ready", "observedGeneration": 1, "outputs": map[string]any{}},
	})
	if err != nil {
		http.Error(writer, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = writer.Write(text)
}

// becomes is what happens to it while nobody looks.
func (f *forgetful) becomes(status int) func() {
	return func() {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		f.status = status
	}
}

func (f *forgetful) wasMade(t *testing.T, times int) func() {
	return func() {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		if f.made != times {
			t.Errorf("it was made %d times, and should be %d", f.made, times)
		}
	}
}

func (f *forgetful) test(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	needsTerraform(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"automat": providerserver.NewProtocol6WithError(New("test")()),
		},
		Steps: steps,
	})
}

func (f *forgetful) database(more string) string {
	return fmt.Sprintf(`
provider "automat" {
  endpoint = %q
  token    = "secret"
}
resource "automat_database" "orders" {
  team        = "payments"
  name        = "orders"
  environment = "dev"
  %s
}`, f.url, more)
}

func TestDatabaseWhoseTombstoneWasPurgedIsNotMadeAgainByItself(t *testing.T) {
	t.Parallel()
	server := newForgetful(t)
	at := "automat_database.orders"
	phase := func(want string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(at, tfjsonpath.New("status").AtMapKey("phase"), knownvalue.StringExact(want))
	}
	asksForAWord := regexp.MustCompile(`(?s)It is gone.*allow_recreate = true`)
	server.test(t,
		resource.TestStep{Config: server.database("")},
		resource.TestStep{PreConfig: server.becomes(http.StatusGone), Config: server.database(""), ExpectError: asksForAWord},
		resource.TestStep{PreConfig: server.becomes(http.StatusNotFound), Config: server.database(""), ExpectError: asksForAWord},
		resource.TestStep{PreConfig: server.wasMade(t, 1), RefreshState: true, ExpectNonEmptyPlan: true},
		// What another server did not know is found again by the right one.
		resource.TestStep{
			PreConfig: server.becomes(http.StatusOK), Config: server.database(""),
			ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			ConfigStateChecks: []statecheck.StateCheck{phase("Ready")},
		},
		resource.TestStep{
			PreConfig: server.becomes(http.StatusNotFound), Config: server.database("allow_recreate = true"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(at, plancheck.ResourceActionDestroyBeforeCreate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				phase("Ready"), statecheck.ExpectKnownValue(at, tfjsonpath.New("uid"), knownvalue.StringExact("uid-2")),
			},
		},
		// Although it is protected, what is gone may go from the state.
		resource.TestStep{PreConfig: server.becomes(http.StatusNotFound), Config: server.database("allow_recreate = true"), Destroy: true},
	)
	server.wasMade(t, 2)()
}

func TestWhatNeverWasIsNoImport(t *testing.T) {
	t.Parallel()
	server := newForgetful(t)
	server.test(t, resource.TestStep{
		Config: requiredProviders + server.database(""), ResourceName: "automat_database.orders", ImportState: true, ImportStateId: "payments/databases/orders",
		ExpectError: regexp.MustCompile(`(?s)non-existent remote object`),
	})
}

func TestWhatIsForgottenIsToldWithWhatToDo(t *testing.T) {
	t.Parallel()
	server := newForgetful(t)
	needsTerraform(t)
	in := workspaceOf(t, server.url, "secret")
	config := requiredProviders + strings.Split(server.database(""), "\n}\n")[1]
	mustWrite(t, in, "main.tf", config)
	mustRun(t, in, "apply", "-auto-approve")
	server.becomes(http.StatusNotFound)()
	mustContain(t, mustRun(t, in, "plan"),
		"its name is forgotten, or this is another server", "allow_recreate = true", "terraform state rm", "Its apply will fail")
}
