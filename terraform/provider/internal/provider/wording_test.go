package provider

import (
	"testing"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// What Terraform has no attribute for it passes over in silence, so nobody must be told to write it.
func TestARefusalNamesInputsAsTheirAttributesAreCalled(t *testing.T) {
	exists := []string{"customerKey", "delaySeconds", "partitions"}
	for _, test := range []struct {
		reason    string
		of        form
		violation contract.Violation
		want      []string
	}{
		{
			"an input of another module", queue,
			contract.Violation{Pointer: "/spec/inputs/contentBasedDeduplication", Rule: "unknown-field", Message: `there is no field "contentBasedDeduplication" here`,
				Fix: "remove it, or use one of customerKey, delaySeconds, partitions", Exists: exists},
			[]string{"(inputs.content_based_deduplication): there is no field \"content_based_deduplication\" here. Only of module `fifo`.",
				"What to do: remove it, or write another one, such as inputs = { customer_key = … }", "There is: customer_key, delay_seconds, partitions (in more_inputs)"},
		},
		{
			"a slip in what a module of the platform takes", queue,
			contract.Violation{Pointer: "/spec/inputs/partitons", Rule: "unknown-field", Message: `there is no field "partitons" here`,
				Fix: "did you mean partitions?", Nearest: "partitions", Exists: exists},
			[]string{"(more_inputs.partitons): ", "What to do: write more_inputs = { partitions = … }", "Nearest: partitions"},
		},
		{
			"a member of a stack", stack{},
			contract.Violation{Pointer: "/spec/resources/jobs/inputs/partitons", Rule: "unknown-field", Message: `there is no field "partitons" here`,
				Fix: "did you mean partitions?", Nearest: "partitions", Exists: exists},
			[]string{"What to do: write more_inputs = jsonencode({ partitions = … })"},
		},
		{
			"another rule", database,
			contract.Violation{Pointer: "/spec/inputs/storageGiB", Rule: "grow-only", Message: "storageGiB is 50 and can only become larger", Fix: "set it to 50 or more"},
			[]string{"/spec/inputs/storageGiB (inputs.storage_gib): storage_gib is 50 and can only become larger.", "What to do: set it to 50 or more"},
		},
		{
			"a block that takes inputs by the names in the catalogue", generic,
			contract.Violation{Pointer: "/spec/inputs/delaySecond", Rule: "unknown-field", Message: `there is no field "delaySecond" here`,
				Fix: "did you mean delaySeconds?", Nearest: "delaySeconds", Exists: exists},
			[]string{"/spec/inputs/delaySecond: there is no field", "What to do: did you mean delaySeconds?", "There is: customerKey, delaySeconds, partitions"},
		},
		{
			"a field", queue,
			contract.Violation{Pointer: "/spec/moduleVersion", Rule: "unknown-version", Message: "there is no version 9", Fix: "use 1.0.0"},
			[]string{"/spec/moduleVersion (module_version): there is no version 9."},
		},
	} {
		t.Run(test.reason, func(t *testing.T) {
			mustContain(t, violationAt(test.of, test.violation, "").Detail(), test.want...)
		})
	}
}
