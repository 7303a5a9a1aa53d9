package generate

import (
	"strings"
	"testing"
)

func TestAnAttributeIsAnInputWithoutCapitals(t *testing.T) {
	for input, want := range map[string]string{
		"storageGiB": "storage_gib", "engineVersion": "engine_version", "replicas": "replicas", "delaySeconds": "delay_seconds",
	} {
		if got := attribute(input); got != want {
			t.Errorf("%s became %s, and should be %s", input, got, want)
		}
	}
}

func TestModulesMustAgreeOnTheTypeOfAnInput(t *testing.T) {
	spec := func(of string) string {
		return `{"properties": {"inputs": {"properties": {"size": {"type": "` + of + `"}}}}}`
	}
	served := `{"components": {"schemas": {
		"BindingDocument": {}, "Catalog": {}, "Connection": {}, "Document": {}, "ModuleDetail": {}, "Problem": {},
		"Spec_Cache_one_1.0.0": ` + spec("string") + `, "Spec_Cache_two_1.0.0": ` + spec("integer") + `}}}`
	_, err := Parse([]byte(served))
	if err == nil || !strings.Contains(err.Error(), "input size of kind Cache is a string in one module and a integer in two") {
		t.Errorf("it was not told: %v", err)
	}
}
