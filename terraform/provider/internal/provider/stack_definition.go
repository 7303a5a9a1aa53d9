package provider

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

const membersField = "resources"

func (s stack) definition(ctx context.Context, from source) (definition, diag.Diagnostics) {
	reader := &reader{ctx: ctx, from: from, known: true}
	result := definition{key: client.Key{Team: reader.text("team"), Kinds: client.Stacks, Name: reader.text("name")}}
	result.request.Spec = reader.fields(stackFields)
	result.request.Spec[membersField] = reader.members()
	result.request.Labels = reader.labels()
	result.known = reader.known
	return result, reader.diags
}

func (r *reader) members() map[string]any {
	var value types.Map
	r.diags.Append(r.from.GetAttribute(r.ctx, path.Root(membersField), &value)...)
	written, _ := r.plain(membersField, value).(map[string]any)
	members := map[string]any{}
	for name, one := range written {
		attributes, _ := one.(map[string]any)
		members[name] = r.member(path.Root(membersField).AtMapKey(name), attributes)
	}
	return members
}

func (r *reader) member(at path.Path, attributes map[string]any) map[string]any {
	member := map[string]any{}
	for _, field := range memberFields {
		if value, exists := attributes[field.attribute]; exists {
			member[field.name] = value
		}
	}
	typed, more := attributes["inputs"], attributes["more_inputs"]
	if typed == nil && more == nil {
		return member
	}
	others := r.moreInputs(at, more)
	named, _ := typed.(map[string]any)
	for _, input := range memberInputs {
		_, isNamed := named[input.Attribute]
		// On its own it may stand there: a platform may give an input of that name another type.
		if _, doubled := others[input.Name]; doubled && isNamed {
			r.ownAttribute(at, input)
		}
	}
	member["inputs"] = mergedInputs(memberInputs, typed, others)
	return member
}

// moreInputs are an object of JSON: a map of Terraform can not hold values of any type.
func (r *reader) moreInputs(at path.Path, text any) map[string]any {
	if text == nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(plainText(text))))
	decoder.UseNumber()
	var inputs map[string]any
	if err := decoder.Decode(&inputs); err != nil || inputs == nil {
		r.diags.AddAttributeError(at, "Inputs have names", "more_inputs is no object of JSON.\n\nWhat to do: write more_inputs = jsonencode({ someInput = 1 })")
	}
	return inputs
}

// typedKind is the kind that has a resource of its own, by name or plural; the generic one if there is none.
func typedKind(word string) kind {
	for _, kind := range []kind{database, queue, cache} {
		if word == kind.name || word == kind.plural {
			return kind
		}
	}
	return generic
}

func (s stack) writeDefinition(ctx context.Context, to sink, document *client.Document) diag.Diagnostics {
	var diags diag.Diagnostics
	set := func(name string, value attr.Value) {
		diags.Append(to.SetAttribute(ctx, path.Root(name), value)...)
	}
	for _, field := range stackFields {
		set(field.attribute, field.value(document.Spec[field.name]))
	}
	set("labels", labelsOf(document))
	written, _ := document.Spec[membersField].(map[string]any)
	members := map[string]attr.Value{}
	for name, one := range written {
		member, _ := one.(map[string]any)
		value, err := memberValue(member)
		if err != nil {
			diags.AddAttributeError(path.Root(membersField).AtMapKey(name), "The inputs can not be shown", err.Error())
			return diags
		}
		members[name] = value
	}
	set(membersField, types.MapValueMust(writtenMemberType, members))
	return diags
}

func memberValue(written map[string]any) (attr.Value, error) {
	values := map[string]attr.Value{}
	for _, field := range memberFields {
		values[field.attribute] = field.value(written[field.name])
	}
	inputs, areWritten := written["inputs"].(map[string]any)
	typed, others := splitMemberInputs(plainText(written["kind"]), inputs)
	values["inputs"], values["more_inputs"] = types.ObjectNull(memberInputTypes), types.StringNull()
	if len(others) > 0 {
		text, err := json.Marshal(others)
		if err != nil {
			return nil, err
		}
		values["more_inputs"] = types.StringValue(string(text))
	}
	if areWritten && len(others) < max(len(inputs), 1) {
		values["inputs"] = types.ObjectValueMust(memberInputTypes, typed)
	}
	return types.ObjectValueMust(writtenMemberType.AttrTypes, values), nil
}

// splitMemberInputs parts those that have an attribute of their own from the others. A kind of the platform may give an
// input of that name another type.
func splitMemberInputs(kind string, written map[string]any) (map[string]attr.Value, map[string]any) {
	typed, others := map[string]attr.Value{}, map[string]any{}
	for name, value := range written {
		others[name] = value
	}
	for _, input := range memberInputs {
		// What is missing is null, which no type refuses.
		typed[input.Attribute], _ = inputValue(input.Type, nil)
		if !hasInput(typedKind(kind), input) {
			continue
		}
		if value, err := inputValue(input.Type, others[input.Name]); err == nil {
			typed[input.Attribute] = value
			delete(others, input.Name)
		}
	}
	return typed, others
}

func hasInput(kind kind, input contract.Input) bool {
	for _, own := range kind.inputs() {
		if own.Name == input.Name {
			return true
		}
	}
	return false
}

// at goes as far into a member as its attributes do.
func (s stack) at(violation contract.Violation) (path.Path, bool) {
	steps := stepsOf(violation.Pointer)
	if len(steps) < 2 || steps[0] != "spec" || steps[1] != membersField {
		return atField(stackFields, steps)
	}
	at := path.Root(membersField)
	if len(steps) == 2 {
		return at, true
	}
	at = at.AtMapKey(steps[2])
	if len(steps) == 3 {
		return at, true
	}
	for _, field := range memberFields {
		if field.name == steps[3] {
			return at.AtName(field.attribute), true
		}
	}
	if steps[3] == "inputs" {
		return atMemberInput(at, steps[4:]), true
	}
	return at, true
}

func atMemberInput(member path.Path, steps []string) path.Path {
	if len(steps) == 0 {
		return member.AtName("inputs")
	}
	for _, input := range memberInputs {
		if input.Name == steps[0] {
			return member.AtName("inputs").AtName(input.Attribute)
		}
	}
	return member.AtName("more_inputs")
}
