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

func input(of string) string {
	return `{"properties": {"inputs": {"properties": {"size": {"type": "` + of + `"}}}}}`
}

func parse(modules string) error {
	served := `{"components": {"schemas": {
		"BindingDocument": {}, "Catalog": {}, "Connection": {}, "Document": {}, "ModuleDetail": {}, "Problem": {}, "StackDocument": {},
		` + modules + `}}}`
	_, err := Parse([]byte(served))
	return err
}

func TestModulesMustAgreeOnTheTypeOfAnInput(t *testing.T) {
	err := parse(`"Spec_Cache_one_1.0.0": ` + input("string") + `, "Spec_Cache_two_1.0.0": ` + input("integer"))
	if err == nil || !strings.Contains(err.Error(), "input size of kind Cache is a string in one module and a integer in two") {
		t.Errorf("it was not told: %v", err)
	}
}

func TestKindsMustAgreeOnTheTypeOfAnInput(t *testing.T) {
	err := parse(`"Spec_Cache_one_1.0.0": ` + input("string") + `, "Spec_Database_one_1.0.0": ` + input("integer") + `, "Spec_Queue_one_1.0.0": ` + input("string"))
	if err == nil || !strings.Contains(err.Error(), "input size of kind Cache is a string, and of kind Database a integer") {
		t.Errorf("it was not told: %v", err)
	}
}
