package provider

import (
	"fmt"
	"strings"
	"testing"
)

func cacheWith(more string) string {
	return requiredProviders + fmt.Sprintf(`
resource "automat_cache" "sessions" {
  team        = "payments"
  name        = "sessions"
  environment = "dev"
  %s
}`, more)
}

// Whether this machine has a Redis for the caches that come with Automat is not known, so the lifecycle is that of a
// platform's own module, which stands in testdata/catalog.
func TestCacheOfAPlatformsOwnModuleIsCreatedChangedImportedAndDeleted(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	scratch := "module = \"scratch\"\n module_version = \"1.0.0\"\n inputs = { replicas = 1 }\n more_inputs = { rememberHours = %d }"
	mustWrite(t, in, "main.tf", cacheWith(fmt.Sprintf(scratch, 2)))
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "1 added")
	mustContain(t, mustRun(t, in, "plan"), "No changes.", "scratch@1.0.0 is deprecated, and kept until 2027-01-01", "move to redis@1.0.0")

	mustWrite(t, in, "main.tf", cacheWith(fmt.Sprintf(scratch, 3)))
	mustContain(t, mustRun(t, in, "apply", "-auto-approve"), "1 changed")
	mustRun(t, in, "state", "rm", "automat_cache.sessions")
	mustRun(t, in, "import", "automat_cache.sessions", "payments/caches/sessions")
	mustContain(t, mustRun(t, in, "plan"), "No changes.")

	mustContain(t, mustRun(t, in, "destroy", "-auto-approve"), "1 destroyed")
	awaitGone(t, "/v1/teams/payments/caches/sessions")
}

func TestCacheSaysWhereItCanNotBeMade(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	// Another name than the test beside it, which runs at the same time, has.
	mustWrite(t, in, "main.tf", strings.ReplaceAll(cacheWith(`cloud = "local"`), `"sessions"`, `"elsewhere"`))
	output, err := in.Run(t.Context(), "plan")
	if err == nil {
		t.Fatal("it was planned: " + output)
	}
	mustContain(t, output, "Refused: provisioner-unavailable", `cloud = "local"`, "There is: aws, gcp")
}

func TestAnInputIsGivenOnce(t *testing.T) {
	t.Parallel()
	in := workspace(t, server(t).URL)
	mustWrite(t, in, "main.tf", cacheWith(`more_inputs = { highAvailability = true }`))
	output, err := in.Run(t.Context(), "validate")
	if err == nil {
		t.Fatal("it is valid")
	}
	mustContain(t, output, "The input has an attribute of its own", "inputs = { high_availability = … }")
}
