package provider

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

func TestAStackThatSomebodyElseWroteIsReadBackTheSame(t *testing.T) {
	written := map[string]any{
		"environment": "preview", "lifetime": "3d", "deletionProtection": true,
		"resources": map[string]any{
			"orders": map[string]any{"kind": "Database", "size": "small", "inputs": map[string]any{"storageGiB": json.Number("5")}},
			"wide":   map[string]any{"kind": "databases", "inputs": map[string]any{"storageGiB": json.Number("5"), "extensions": []any{"postgis"}}},
			"jobs":   map[string]any{"kind": "Queue", "purpose": "work"},
			"plain":  map[string]any{"kind": "Queue", "inputs": map[string]any{}},
			"other":  map[string]any{"kind": "Topic", "inputs": map[string]any{"replicas": "many", "delaySeconds": json.Number("7")}},
			"odd":    map[string]any{"kind": "Database", "inputs": map[string]any{"storageGiB": "huge"}},
		},
	}
	schema := stack{}.schema(t.Context())
	state := tfsdk.State{Schema: schema, Raw: tftypes.NewValue(schema.Type().TerraformType(t.Context()), nil)}
	diags := stack{}.writeDefinition(t.Context(), &state, &client.Document{Document: contract.Document{Spec: written}})
	if diags.HasError() {
		t.Fatal(diags)
	}
	read, diags := stack{}.definition(t.Context(), state)
	if diags.HasError() || !read.known {
		t.Fatalf("it can not be read back: %v", diags)
	}
	if !sameJSON(written, read.request.Spec) {
		t.Errorf("%v became %v", written, read.request.Spec)
	}
}

func TestAPointerIntoAMemberIsAnAttributeOfIt(t *testing.T) {
	for pointer, want := range map[string]string{
		"/spec/lifetime":                               `lifetime`,
		"/spec/resources":                              `resources`,
		"/spec/resources/orders":                       `resources["orders"]`,
		"/spec/resources/orders/size":                  `resources["orders"].size`,
		"/spec/resources/orders/moduleVersion":         `resources["orders"].module_version`,
		"/spec/resources/orders/inputs":                `resources["orders"].inputs`,
		"/spec/resources/orders/inputs/storageGiB":     `resources["orders"].inputs.storage_gib`,
		"/spec/resources/orders/inputs/extensions/0":   `resources["orders"].more_inputs`,
		"/spec/resources/orders/somethingOfTomorrow/x": `resources["orders"]`,
		"/metadata/name":                               `name`,
	} {
		at, ok := stack{}.at(contract.Violation{Pointer: pointer})
		if !ok || at.String() != want {
			t.Errorf("%s is at %s, %v, and should be at %s", pointer, at, ok, want)
		}
		if line := found(at); len(line.Steps()) > 2 {
			t.Errorf("Terraform finds no line by %s", line)
		}
	}
	if at, ok := (stack{}).at(contract.Violation{Pointer: "/spec/somethingOfTomorrow"}); ok {
		t.Errorf("there is no attribute %s", at)
	}
}

func TestWhatIsSaidOfSeveralMembersIsSaidOnce(t *testing.T) {
	said := united([]contract.StatusCondition{
		{Type: "Ready", Status: "False", Reason: "MembersNotReady", Message: "not ready: orders (Failed)"},
		{Type: "Compliant", Status: "False", Reason: "PolicyFailed", Message: "orders: no"},
		{Type: "Ready", Status: "False", Reason: "Refused", Message: "orders: the cloud refused it"},
	})
	if len(said) != 2 || said[0].Reason != "MembersNotReady" || said[0].Message != "not ready: orders (Failed); orders: the cloud refused it" {
		t.Errorf("it says %v", said)
	}
}
