package provider

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"automat.dev/terraform-provider-automat/internal/generate"
)

// The other modules of the test's catalogue are not part of what comes with Automat.
const testModule = "Spec_Cache_scratch_1.0.0"

func TestTheContractIsThatOfTheServer(t *testing.T) {
	t.Parallel()
	served, err := server(t).Get(t.Context(), "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := generate.Files(without(t, served, testModule))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		stands, err := os.ReadFile(filepath.Join("..", "contract", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(stands, text) {
			t.Log(firstDifference(string(stands), string(text)))
			t.Errorf("internal/contract/%s is not what the server says any more: run go generate ./... in terraform/provider, and look at the difference", name)
		}
	}
}

func without(t *testing.T, served []byte, schema string) []byte {
	t.Helper()
	if !strings.Contains(string(served), schema) {
		t.Fatalf("the server does not have the catalogue of testdata: %s is missing", schema)
	}
	var contract map[string]any
	if err := json.Unmarshal(served, &contract); err != nil {
		t.Fatal(err)
	}
	delete(contract["components"].(map[string]any)["schemas"].(map[string]any), schema)
	text, err := json.Marshal(contract)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func firstDifference(stands, now string) string {
	was, is := strings.Split(stands, "\n"), strings.Split(now, "\n")
	for i := range min(len(was), len(is)) {
		if was[i] != is[i] {
			return fmt.Sprintf("line %d was %q and is %q", i+1, was[i], is[i])
		}
	}
	return fmt.Sprintf("there were %d lines, and are %d", len(was), len(is))
}
