package docs

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"automat.dev/terraform-provider-automat/internal/acctest"
)

const (
	tablesBegin = "<!-- BEGIN_TF_DOCS -->\n"
	tablesEnd   = "<!-- END_TF_DOCS -->\n"
)

// Modules are the folders of the golden paths.
func Modules() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(acctest.Home(), "terraform", "modules", "*", "main.tf"))
	var folders []string
	for _, file := range files {
		folders = append(folders, filepath.Dir(file))
	}
	return folders, err
}

// ModuleReadme is the README of a module with the tables of its inputs and outputs as its files have them now.
func ModuleReadme(folder string) (string, error) {
	text, err := os.ReadFile(filepath.Join(folder, "README.md"))
	if err != nil {
		return "", err
	}
	before, rest, found := strings.Cut(string(text), tablesBegin)
	_, after, ended := strings.Cut(rest, tablesEnd)
	if !found || !ended {
		return "", fmt.Errorf("%s/README.md has no lines %s and %s, between which the tables stand", folder, strings.TrimSpace(tablesBegin), strings.TrimSpace(tablesEnd))
	}
	inputs, err := inputTable(filepath.Join(folder, "variables.tf"))
	if err != nil {
		return "", err
	}
	outputs, err := outputTable(filepath.Join(folder, "outputs.tf"))
	if err != nil {
		return "", err
	}
	return before + tablesBegin + inputs + "\n" + outputs + tablesEnd + after, nil
}

func inputTable(file string) (string, error) {
	blocks, text, err := blocksOf(file, "variable")
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	out.WriteString("## Inputs\n| name | description | type | default |\n|---|---|---|---|\n")
	for _, block := range blocks {
		fallback := "required"
		if attribute, exists := block.Body.Attributes["default"]; exists {
			fallback = "`" + sourceOf(attribute, text) + "`"
		}
		fmt.Fprintf(&out, "| `%s` | %s | `%s` | %s |\n", block.Labels[0], descriptionOf(block), sourceOf(block.Body.Attributes["type"], text), fallback)
	}
	return out.String(), nil
}

func outputTable(file string) (string, error) {
	blocks, _, err := blocksOf(file, "output")
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	out.WriteString("## Outputs\n| name | description |\n|---|---|\n")
	for _, block := range blocks {
		fmt.Fprintf(&out, "| `%s` | %s |\n", block.Labels[0], descriptionOf(block))
	}
	return out.String(), nil
}

func blocksOf(file, blockType string) ([]*hclsyntax.Block, []byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	parsed, diags := hclsyntax.ParseConfig(text, file, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, nil, diags
	}
	var blocks []*hclsyntax.Block
	for _, block := range parsed.Body.(*hclsyntax.Body).Blocks {
		if block.Type == blockType {
			blocks = append(blocks, block)
		}
	}
	sort.Slice(blocks, func(i, j int) bool { return blocks[i].Labels[0] < blocks[j].Labels[0] })
	return blocks, text, nil
}

func descriptionOf(block *hclsyntax.Block) string {
	attribute, exists := block.Body.Attributes["description"]
	if !exists {
		return ""
	}
	value, diags := attribute.Expr.Value(nil)
	if diags.HasErrors() {
		return ""
	}
	return value.AsString()
}

// sourceOf is an expression as it was written, on one line.
func sourceOf(attribute *hclsyntax.Attribute, text []byte) string {
	if attribute == nil {
		return "any"
	}
	var lines []string
	for line := range strings.Lines(string(attribute.Expr.Range().SliceBytes(text))) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.NewReplacer("({, ", "({", ", })", "})").Replace(strings.Join(lines, ", "))
}
