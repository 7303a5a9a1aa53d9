package provider

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestWhatIsWrittenIsReadBackTheSame(t *testing.T) {
	written := map[string]any{
		"text": "a", "flag": true, "whole": json.Number("9007199254740993"), "part": json.Number("0.1"),
		"list": []any{"x", json.Number("1")}, "inner": map[string]any{"deep": false},
	}
	value, err := fromJSON(t.Context(), written)
	if err != nil {
		t.Fatal(err)
	}
	readBack, known, err := toJSON(t.Context(), value)
	if err != nil || !known {
		t.Fatalf("it can not be sent: %v", err)
	}
	if !sameJSON(written, readBack) {
		t.Errorf("%v became %v", written, readBack)
	}
}

func TestNumbersAreComparedByTheirValue(t *testing.T) {
	if !sameJSON(map[string]any{"a": json.Number("10")}, map[string]any{"a": json.Number("10.0")}) {
		t.Error("10 and 10.0 differ")
	}
	if sameJSON(json.Number("9007199254740993"), json.Number("9007199254740992")) {
		t.Error("two numbers beyond 2^53 are the same")
	}
}

func TestNullIsNotSentAndUnknownIsTold(t *testing.T) {
	value := types.ObjectValueMust(
		map[string]attr.Type{"none": types.StringType, "some": types.StringType, "later": types.StringType},
		map[string]attr.Value{"none": types.StringNull(), "some": types.StringValue("x"), "later": types.StringUnknown()})
	sent, known, err := toJSON(t.Context(), value)
	if err != nil || known {
		t.Errorf("an unknown part was not told: %v", err)
	}
	if !sameJSON(sent, map[string]any{"some": "x"}) {
		t.Errorf("%v is sent", sent)
	}
}

func TestInputsAreSplitByWhetherTheyHaveAnAttribute(t *testing.T) {
	for _, test := range []struct {
		reason        string
		written       map[string]any
		typedIsNull   bool
		others        any
		wantDiagnosis bool
	}{
		{"nothing was written", nil, true, nil, false},
		{"an empty object is one", map[string]any{}, false, nil, false},
		{"all have attributes", map[string]any{"storageGiB": json.Number("5")}, false, nil, false},
		{"none has one", map[string]any{"extensions": "x"}, true, map[string]any{"extensions": "x"}, false},
		{"a platform gave one another type", map[string]any{"storageGiB": "huge"}, true, nil, true},
	} {
		var diags diag.Diagnostics
		value, others := database.splitInputs(test.written, &diags)
		said := diags.HasError()
		if value.IsNull() != test.typedIsNull || !sameJSON(others, test.others) || said != test.wantDiagnosis {
			t.Errorf("%s: %v, %v, an error: %v", test.reason, value, others, said)
		}
	}
}
