package provider

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// words are what a refusal is told with in a block: at which attribute, and under which names.
type words interface {
	// at is the attribute that a violation is about; ok is false if it is none.
	at(violation contract.Violation) (path.Path, bool)
	// inputs are those that have an attribute of their own.
	inputs() []contract.Input
}

// inAttributes says a violation with the names that inputs have in a block. Terraform passes over a name that is none, so
// whoever followed the catalogue's would ask for nothing, and not be told.
func inAttributes(of words, violation contract.Violation) contract.Violation {
	if violation.Rule == "unknown-field" && isInput(violation.Pointer) && len(of.inputs()) > 0 {
		violation = unknownInput(of, violation)
	}
	violation.Message, violation.Fix = renamed(of, violation.Message), renamed(of, violation.Fix)
	violation.Nearest = renamed(of, violation.Nearest)
	exists := slices.Clone(violation.Exists)
	for i, name := range exists {
		exists[i] = renamed(of, name)
	}
	violation.Exists = exists
	return violation
}

// unknownInput says what the module takes in its place, and where that is written.
func unknownInput(of words, violation contract.Violation) contract.Violation {
	steps := stepsOf(violation.Pointer)
	if input, exists := inputOf(of, steps[len(steps)-1]); exists {
		violation.Message += onlyOf(input)
	}
	switch {
	case violation.Nearest != "":
		violation.Fix = "write " + placed(of, violation.Pointer, violation.Nearest)
	case len(violation.Exists) > 0:
		violation.Fix = "remove it, or write another one, such as " + placed(of, violation.Pointer, violation.Exists[0])
	}
	exists := slices.Clone(violation.Exists)
	for i, name := range exists {
		if _, hasAttribute := inputOf(of, name); !hasAttribute {
			exists[i] += " (in more_inputs)"
		}
	}
	violation.Exists = exists
	return violation
}

var aModuleAlone = regexp.MustCompile(`Only of module [^.]*`)

// onlyOf is the sentence of an input that not all modules of its kind take.
func onlyOf(input contract.Input) string {
	if sentence := aModuleAlone.FindString(input.Description); sentence != "" {
		return ". " + sentence
	}
	return ""
}

// placed is an input as a block has it.
func placed(of words, pointer, name string) string {
	if input, exists := inputOf(of, name); exists {
		return fmt.Sprintf("inputs = { %s = … }", input.Attribute)
	}
	if strings.HasPrefix(pointer, "/spec/"+membersField+"/") {
		return fmt.Sprintf("more_inputs = jsonencode({ %s = … })", name)
	}
	return fmt.Sprintf("more_inputs = { %s = … }", name)
}

// isInput tells whether a pointer names an input, of a resource or of a member of a stack.
func isInput(pointer string) bool {
	steps := stepsOf(pointer)
	return len(steps) >= 3 && steps[len(steps)-2] == "inputs"
}

func inputOf(of words, name string) (contract.Input, bool) {
	for _, input := range of.inputs() {
		if input.Name == name {
			return input, true
		}
	}
	return contract.Input{}, false
}

var word = regexp.MustCompile(`[A-Za-z0-9]+`)

// renamed has the attributes' names in place of the catalogue's.
func renamed(of words, text string) string {
	return word.ReplaceAllStringFunc(text, func(name string) string {
		if input, exists := inputOf(of, name); exists {
			return input.Attribute
		}
		return name
	})
}

// namesIn are those of a path, whose inputs are an object although Terraform finds their lines as in a map.
func namesIn(at path.Path) []string {
	var names []string
	for _, step := range at.Steps() {
		switch step := step.(type) {
		case path.PathStepAttributeName:
			names = append(names, string(step))
		case path.PathStepElementKeyString:
			names = append(names, string(step))
		}
	}
	return names
}
