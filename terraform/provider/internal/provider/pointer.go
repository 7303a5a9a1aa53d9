package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// at is the attribute that the violation's pointer into the document means.
func (k kind) at(violation contract.Violation) (path.Path, bool) {
	steps := stepsOf(violation.Pointer)
	switch {
	case len(steps) >= 3 && steps[0] == "spec" && steps[1] == "inputs":
		return k.atInput(steps[2]), true
	case len(steps) == 2 && steps[0] == "spec" && steps[1] == "inputs":
		return path.Root("inputs"), true
	}
	return atField(fields, steps)
}

func stepsOf(pointer string) []string {
	steps := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, step := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
	}
	return steps
}

// atField is the attribute of a field of the spec, or of what names the block.
func atField(fields []field, steps []string) (path.Path, bool) {
	switch {
	case len(steps) >= 2 && steps[0] == "spec":
		for _, field := range fields {
			if field.name == steps[1] {
				return path.Root(field.attribute), true
			}
		}
	case len(steps) >= 3 && steps[0] == "metadata" && steps[1] == "labels":
		return path.Root("labels").AtMapKey(steps[2]), true
	case len(steps) == 2 && steps[0] == "metadata" && (steps[1] == "team" || steps[1] == "name" || steps[1] == "labels"):
		return path.Root(steps[1]), true
	}
	return path.Empty(), false
}

// atInput steps into the object as into a map: that is how Terraform finds the line of the input.
func (k kind) atInput(name string) path.Path {
	if k.generic() {
		return path.Root("inputs").AtMapKey(name)
	}
	for _, input := range k.inputs() {
		if input.Name == name {
			return path.Root("inputs").AtMapKey(input.Attribute)
		}
	}
	return path.Root("more_inputs").AtMapKey(name)
}
