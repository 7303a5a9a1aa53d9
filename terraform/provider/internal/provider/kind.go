package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// kind is what one resource of the provider differs from another in.
type kind struct {
	// Suffix of the resource's type, such as database.
	suffix string
	// Name in the catalogue, such as Database; empty for the generic resource, which has the attribute kind.
	name string
	// Plural, such as databases; empty for the generic resource.
	plural      string
	description string
}

func (k kind) generic() bool {
	return k.name == ""
}

// inputs that have an attribute of their own; none for the generic resource.
func (k kind) inputs() []contract.Input {
	return contract.Inputs[k.name]
}

// field is one of the reserved fields of a spec.
type field struct {
	attribute, name string
	boolean         bool
	description     string
}

var fields = []field{
	{attribute: "environment", name: "environment", description: "The stage: `dev`, `preview`, `staging` or `prod`. Another one makes a new resource."},
	{attribute: "module", name: "module", description: "The golden path. Default: the kind's. Another one makes a new resource."},
	{attribute: "module_version", name: "moduleVersion", description: "Version of the module. Default: the newest that is not deprecated."},
	{attribute: "size", name: "size", description: "One of the module's sizes. Default: the environment's."},
	{attribute: "cloud", name: "cloud", description: "Only placements on this provisioner. Another one makes a new resource."},
	{attribute: "region", name: "region", description: "Only placements in this region. Another one makes a new resource."},
	{attribute: "owner", name: "owner", description: "Who answers for it. Default: the team's."},
	{attribute: "cost_center", name: "costCenter", description: "Who pays for it. Default: the team's."},
	{attribute: "data_classification", name: "dataClassification", description: "How sensitive the data may be: `public`, `internal`, `confidential` or `restricted`. Default: `internal`."},
	{attribute: "purpose", name: "purpose", description: "What it is for."},
	{attribute: "lifetime", name: "lifetime", description: "How long it may live, from its creation: a number with `h`, `d` or `w`, or `none`. Default: the environment's. As long as it stays the same, the end does not move."},
	{attribute: "lifetime_until", name: "expiresAt", description: "The instant of its end (RFC 3339), in place of `lifetime`."},
	{attribute: "deletion_protection", name: "deletionProtection", boolean: true, description: "Whether deleting it is refused. Default: the environment's."},
}

// source is a configuration, a plan or a state.
type source interface {
	GetAttribute(ctx context.Context, path path.Path, target any) diag.Diagnostics
}

// sink is a plan or a state.
type sink interface {
	SetAttribute(ctx context.Context, path path.Path, value any) diag.Diagnostics
}

// definition is what a block asks for.
type definition struct {
	key     client.Key
	request client.Request
	// Whether all of it is known. If not, request lacks what is unknown.
	known bool
}

func (d definition) same(other definition) bool {
	return d.key == other.key && sameJSON(d.request.Spec, other.request.Spec) && sameLabels(d.request.Labels, other.request.Labels)
}

func sameLabels(left, right map[string]string) bool {
	if len(left) != len(right) {
		return false
	}
	for name, value := range left {
		if other, exists := right[name]; !exists || other != value {
			return false
		}
	}
	return true
}

// definition reads what a block asks for.
func (k kind) definition(ctx context.Context, from source) (definition, diag.Diagnostics) {
	reader := &reader{ctx: ctx, from: from, known: true}
	result := definition{key: client.Key{Team: reader.text("team"), Kinds: k.plural, Name: reader.text("name")}}
	if k.generic() {
		result.key.Kinds = reader.text("kind")
	}
	result.request.Spec = reader.spec(k)
	result.request.Labels = reader.labels()
	result.known = reader.known
	return result, reader.diags
}

// reader collects attributes, what is wrong with them, and whether they are known.
type reader struct {
	ctx   context.Context
	from  source
	known bool
	diags diag.Diagnostics
}

func (r *reader) text(name string) string {
	var value types.String
	r.diags.Append(r.from.GetAttribute(r.ctx, path.Root(name), &value)...)
	r.known = r.known && !value.IsUnknown()
	return value.ValueString()
}

func (r *reader) spec(k kind) map[string]any {
	spec := r.fields(fields)
	inputs := r.value("inputs", k.generic())
	if inputs == nil && k.generic() {
		return spec
	}
	if k.generic() {
		spec["inputs"] = inputs
		return spec
	}
	if merged := r.typedInputs(k, inputs); merged != nil {
		spec["inputs"] = merged
	}
	return spec
}

func (r *reader) fields(fields []field) map[string]any {
	spec := map[string]any{}
	for _, field := range fields {
		if value := r.field(field); value != nil {
			spec[field.name] = value
		}
	}
	return spec
}

func (r *reader) field(field field) any {
	if field.boolean {
		var value types.Bool
		r.diags.Append(r.from.GetAttribute(r.ctx, path.Root(field.attribute), &value)...)
		return r.plain(field.attribute, value)
	}
	var value types.String
	r.diags.Append(r.from.GetAttribute(r.ctx, path.Root(field.attribute), &value)...)
	return r.plain(field.attribute, value)
}

func (r *reader) value(name string, dynamic bool) any {
	if dynamic {
		var value types.Dynamic
		r.diags.Append(r.from.GetAttribute(r.ctx, path.Root(name), &value)...)
		return r.plain(name, value)
	}
	var value types.Object
	r.diags.Append(r.from.GetAttribute(r.ctx, path.Root(name), &value)...)
	return r.plain(name, value)
}

func (r *reader) plain(name string, value attr.Value) any {
	plain, known, err := toJSON(r.ctx, value)
	if err != nil {
		r.diags.AddAttributeError(path.Root(name), "The value can not be sent", err.Error())
	}
	r.known = r.known && known
	return plain
}

// typedInputs gives inputs the names that they have in the catalogue, and adds those that have no attribute.
func (r *reader) typedInputs(k kind, typed any) any {
	more := r.value("more_inputs", true)
	others, isObject := more.(map[string]any)
	if more != nil && !isObject {
		r.diags.AddAttributeError(path.Root("more_inputs"), "Inputs have names", "What to do: write an object, such as { someInput = 1 }")
	}
	for _, input := range k.inputs() {
		if _, doubled := others[input.Name]; doubled {
			r.ownAttribute(path.Root("more_inputs").AtMapKey(input.Name), input)
		}
	}
	if typed == nil && more == nil {
		return nil
	}
	return mergedInputs(k.inputs(), typed, others)
}

func (r *reader) ownAttribute(at path.Path, input contract.Input) {
	r.diags.AddAttributeError(at, "The input has an attribute of its own", fmt.Sprintf("What to do: write inputs = { %s = … } instead", input.Attribute))
}

// mergedInputs are those that have an attribute, by their names in the catalogue, and the others.
func mergedInputs(inputs []contract.Input, typed any, others map[string]any) map[string]any {
	attributes, _ := typed.(map[string]any)
	merged := map[string]any{}
	for name, value := range others {
		merged[name] = value
	}
	for _, input := range inputs {
		if value, exists := attributes[input.Attribute]; exists {
			merged[input.Name] = value
		}
	}
	return merged
}

func (r *reader) labels() map[string]string {
	var value types.Map
	r.diags.Append(r.from.GetAttribute(r.ctx, path.Root("labels"), &value)...)
	plain, _ := r.plain("labels", value).(map[string]any)
	labels := map[string]string{}
	for name, text := range plain {
		labels[name], _ = text.(string)
	}
	return labels
}
