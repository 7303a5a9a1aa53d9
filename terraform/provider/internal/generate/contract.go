// Package generate makes what the provider knows of the contract from what a server serves at /openapi.json: the
// fixture contract.json, the models of the documents, and the inputs of the kinds that have a resource of their own.
package generate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// roots are the schemas that the provider reads. What they refer to comes along.
var roots = []string{"BindingDocument", "Catalog", "Connection", "Document", "ModuleDetail", "Problem", "StackDocument"}

// kinds have a resource of their own, by the name that the catalogue gives them.
var kinds = []string{"Cache", "Database", "Queue"}

var specName = regexp.MustCompile(`^Spec_([A-Za-z]+)_(.+)_([0-9.]+)$`)

// Contract is the part of the served contract that the provider is made from.
type Contract struct {
	Schemas map[string]*Schema `json:"schemas"`
	// Inputs by kind and input: what the modules that come with Automat take.
	Inputs map[string]map[string]*Input `json:"inputs"`
}

// Schema is what is understood of a JSON Schema.
type Schema struct {
	Ref         string             `json:"$ref,omitempty"`
	Type        string             `json:"type,omitempty"`
	Format      string             `json:"format,omitempty"`
	Description string             `json:"description,omitempty"`
	Properties  map[string]*Schema `json:"properties,omitempty"`
	Required    []string           `json:"required,omitempty"`
	Items       *Schema            `json:"items,omitempty"`
	// A schema or a boolean.
	AdditionalProperties any `json:"additionalProperties,omitempty"`
}

// Input is one input of a kind, over all its modules.
type Input struct {
	Type string `json:"type"`
	// Descriptions by the module that takes it.
	Descriptions map[string]string `json:"descriptions"`
	// Everywhere is true if all modules of the kind take it.
	Everywhere bool `json:"everywhere"`
}

// Parse takes from a served contract what the provider is made from.
func Parse(openAPI []byte) (*Contract, error) {
	var served struct {
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(openAPI, &served); err != nil {
		return nil, fmt.Errorf("the contract is no JSON: %w", err)
	}
	contract := &Contract{Schemas: map[string]*Schema{}, Inputs: map[string]map[string]*Input{}}
	for _, root := range roots {
		if err := contract.take(root, served.Components.Schemas); err != nil {
			return nil, err
		}
	}
	for _, kind := range kinds {
		inputs, err := inputsOf(kind, served.Components.Schemas)
		if err != nil {
			return nil, err
		}
		contract.Inputs[kind] = inputs
	}
	return contract, contract.agree()
}

// agree holds kinds to one type for an input of the same name: members of a stack have one set of inputs.
func (c *Contract) agree() error {
	kindOf := map[string]string{}
	for _, kind := range sortedKeys(c.Inputs) {
		for _, input := range sortedKeys(c.Inputs[kind]) {
			of, other := c.Inputs[kind][input].Type, kindOf[input]
			if other != "" && c.Inputs[other][input].Type != of {
				return fmt.Errorf("input %s of kind %s is a %s, and of kind %s a %s", input, other, c.Inputs[other][input].Type, kind, of)
			}
			kindOf[input] = kind
		}
	}
	return nil
}

// JSON is the fixture: sorted and indented, so that a change of the contract is a readable change of the file.
func (c *Contract) JSON() ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(c); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (c *Contract) take(name string, all map[string]json.RawMessage) error {
	if _, taken := c.Schemas[name]; taken {
		return nil
	}
	text, exists := all[name]
	if !exists {
		return fmt.Errorf("the contract has no schema %s", name)
	}
	schema := &Schema{}
	if err := json.Unmarshal(text, schema); err != nil {
		return fmt.Errorf("schema %s can not be understood: %w", name, err)
	}
	c.Schemas[name] = schema
	for _, ref := range schema.refs() {
		if err := c.take(ref, all); err != nil {
			return err
		}
	}
	return nil
}

func (s *Schema) refs() []string {
	var refs []string
	if s.Ref != "" {
		refs = append(refs, refName(s.Ref))
	}
	for _, property := range sortedKeys(s.Properties) {
		refs = append(refs, s.Properties[property].refs()...)
	}
	if s.Items != nil {
		refs = append(refs, s.Items.refs()...)
	}
	if values := s.values(); values != nil {
		refs = append(refs, values.refs()...)
	}
	return refs
}

// values is the schema of additional properties, or nil if there is none.
func (s *Schema) values() *Schema {
	if _, isSchema := s.AdditionalProperties.(map[string]any); !isSchema {
		return nil
	}
	text, err := json.Marshal(s.AdditionalProperties)
	if err != nil {
		return nil
	}
	values := &Schema{}
	if err := json.Unmarshal(text, values); err != nil {
		return nil
	}
	return values
}

func refName(ref string) string {
	return ref[strings.LastIndex(ref, "/")+1:]
}

// inputsOf unites the inputs of a kind's modules. Two modules may describe an input differently; of another type it
// would not fit into one attribute.
func inputsOf(kind string, all map[string]json.RawMessage) (map[string]*Input, error) {
	united := map[string]*Input{}
	modules := map[string]bool{}
	for _, name := range sortedKeys(all) {
		parts := specName.FindStringSubmatch(name)
		if parts == nil || parts[1] != kind {
			continue
		}
		module := parts[2]
		modules[module] = true
		var spec Schema
		if err := json.Unmarshal(all[name], &spec); err != nil {
			return nil, fmt.Errorf("schema %s can not be understood: %w", name, err)
		}
		if spec.Properties["inputs"] == nil {
			continue
		}
		for input, schema := range spec.Properties["inputs"].Properties {
			known, exists := united[input]
			if !exists {
				known = &Input{Type: schema.Type, Descriptions: map[string]string{}}
				united[input] = known
			}
			if known.Type != schema.Type {
				return nil, fmt.Errorf("input %s of kind %s is a %s in one module and a %s in %s", input, kind, known.Type, schema.Type, module)
			}
			known.Descriptions[module] = schema.Description
		}
	}
	if len(modules) == 0 {
		return nil, fmt.Errorf("the catalogue has no module of kind %s", kind)
	}
	for _, input := range united {
		input.Everywhere = len(input.Descriptions) == len(modules)
	}
	return united, nil
}

func sortedKeys[V any](values map[string]V) []string {
	keys := make([]string, 0, len(values))
	for key := range values {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
