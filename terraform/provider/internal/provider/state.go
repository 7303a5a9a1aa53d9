package provider

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// writeComputed fills what the server knows.
func writeComputed(ctx context.Context, of form, from *client.Client, to *tfsdk.State, key client.Key, document *client.Document) diag.Diagnostics {
	var diags diag.Diagnostics
	values, err := of.filled(ctx, from, key, document, to)
	if err != nil {
		diags.AddError("It can not be shown", err.Error())
		return diags
	}
	metadata := document.Metadata
	values["id"] = types.StringValue(key.String())
	values["uid"] = types.StringValue(metadata.Uid)
	values["etag"] = types.StringValue(etagOf(document))
	values["managed_by"] = optionalString(metadata.ManagedBy)
	values["expires_at"] = optionalString(metadata.ExpiresAt)
	values["cost"] = costOf(document.Plan)
	diags.Append(fill(ctx, to, values)...)
	return diags
}

// fill sets many attributes at once. One by one, each would copy the whole state, and a plan of many resources took a
// quarter longer.
func fill(ctx context.Context, state *tfsdk.State, values map[string]attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	attributes := rawAttributes(state.Raw, &diags)
	for name, value := range values {
		raw, err := value.ToTerraformValue(ctx)
		if err != nil {
			diags.AddAttributeError(path.Root(name), "The value can not be stored", err.Error())
			return diags
		}
		attributes[name] = raw
	}
	state.Raw = tftypes.NewValue(state.Schema.Type().TerraformType(ctx), attributes)
	return diags
}

// etagOf is the version of the definition, as If-Match takes it.
func etagOf(document *client.Document) string {
	return fmt.Sprintf("%s-%d", document.Metadata.Uid, document.Metadata.Generation)
}

func effectiveOf(ctx context.Context, plan contract.Plan) (types.Object, error) {
	inputs, err := dynamicFromJSON(ctx, plan.Inputs)
	if err != nil {
		return types.Object{}, err
	}
	settings, err := dynamicFromJSON(ctx, plan.Settings)
	if err != nil {
		return types.Object{}, err
	}
	notes := make([]attr.Value, len(plan.Notes))
	for i, note := range plan.Notes {
		notes[i] = types.StringValue(note.At + ": " + note.Message)
	}
	return types.ObjectValueMust(effectiveType, map[string]attr.Value{
		"module":              types.StringValue(plan.Module),
		"module_digest":       types.StringValue(plan.ModuleDigest),
		"type":                types.StringValue(plan.Type),
		"cloud":               types.StringValue(plan.Placement.Provisioner),
		"account":             types.StringValue(plan.Placement.Account),
		"region":              types.StringValue(plan.Placement.Region),
		"placement":           types.StringValue(plan.Placement.Rule),
		"inputs":              inputs,
		"settings":            settings,
		"lifetime":            types.StringValue(plan.Lifetime),
		"max_lifetime":        types.StringValue(plan.MaxLifetime),
		"deletion_protection": types.BoolValue(plan.DeletionProtection),
		"on_missing":          types.StringValue(plan.OnMissing),
		"stateful":            types.BoolValue(plan.Stateful),
		"notes":               types.ListValueMust(types.StringType, notes),
		"links":               stringMap(plan.Links),
		"digest":              types.StringValue(plan.Digest),
	}), nil
}

// writeDefinition fills what a block asks for, as somebody else wrote it.
func (k kind) writeDefinition(ctx context.Context, to sink, document *client.Document) diag.Diagnostics {
	var diags diag.Diagnostics
	set := func(name string, value attr.Value) {
		diags.Append(to.SetAttribute(ctx, path.Root(name), value)...)
	}
	for _, field := range fields {
		set(field.attribute, field.value(document.Spec[field.name]))
	}
	set("labels", labelsOf(document))
	diags.Append(k.writeInputs(ctx, set, document.Spec["inputs"])...)
	return diags
}

func labelsOf(document *client.Document) types.Map {
	if len(document.Metadata.Labels) == 0 {
		return types.MapNull(types.StringType)
	}
	return stringMap(document.Metadata.Labels)
}

func (f field) value(written any) attr.Value {
	if f.boolean {
		if flag, ok := written.(bool); ok {
			return types.BoolValue(flag)
		}
		return types.BoolNull()
	}
	if written == nil {
		return types.StringNull()
	}
	return types.StringValue(plainText(written))
}

func (k kind) writeInputs(ctx context.Context, set func(string, attr.Value), written any) diag.Diagnostics {
	var diags diag.Diagnostics
	more := written
	if !k.generic() {
		inputs, _ := written.(map[string]any)
		var typed attr.Value
		typed, more = k.splitInputs(inputs, &diags)
		set("inputs", typed)
	}
	name := "more_inputs"
	if k.generic() {
		name = "inputs"
	}
	value, err := dynamicFromJSON(ctx, more)
	if err != nil {
		diags.AddAttributeError(path.Root(name), "The inputs can not be shown", err.Error())
		return diags
	}
	set(name, value)
	return diags
}

// splitInputs parts those that have an attribute of their own from the others.
func (k kind) splitInputs(written map[string]any, diags *diag.Diagnostics) (attr.Value, any) {
	values, valueTypes := map[string]attr.Value{}, map[string]attr.Type{}
	others := map[string]any{}
	for name, value := range written {
		others[name] = value
	}
	found := 0
	for _, input := range k.inputs() {
		value, exists := others[input.Name]
		if exists {
			found++
		}
		delete(others, input.Name)
		converted, err := inputValue(input.Type, value)
		if err != nil {
			diags.AddAttributeError(path.Root("inputs").AtName(input.Attribute), "The input has another type here",
				fmt.Sprintf("%s: %s\n\nWhat to do: use automat_resource, whose inputs have any type", input.Name, err))
			return types.ObjectNull(nil), nil
		}
		values[input.Attribute], valueTypes[input.Attribute] = converted, converted.Type(context.Background())
	}
	typed := types.ObjectValueMust(valueTypes, values)
	if found == 0 && (written == nil || len(others) > 0) {
		typed = types.ObjectNull(valueTypes)
	}
	if len(others) == 0 {
		return typed, nil
	}
	return typed, others
}

func inputValue(jsonType string, value any) (attr.Value, error) {
	switch jsonType {
	case "boolean":
		flag, ok := value.(bool)
		if value == nil {
			return types.BoolNull(), nil
		}
		if !ok {
			return nil, fmt.Errorf("%v is no boolean", value)
		}
		return types.BoolValue(flag), nil
	case "integer", "number":
		return numericInput(jsonType, value)
	default:
		if value == nil {
			return types.StringNull(), nil
		}
		text, ok := value.(string)
		if !ok {
			return nil, fmt.Errorf("%v is no text", value)
		}
		return types.StringValue(text), nil
	}
}

func numericInput(jsonType string, value any) (attr.Value, error) {
	if value == nil && jsonType == "integer" {
		return types.NumberNull(), nil
	}
	if value == nil {
		return types.Float64Null(), nil
	}
	parsed, _, err := big.ParseFloat(fmt.Sprint(value), 10, 512, big.ToNearestEven)
	if err != nil {
		return nil, fmt.Errorf("%v is no number", value)
	}
	if jsonType == "integer" {
		return types.NumberValue(parsed), nil
	}
	float, _ := parsed.Float64()
	return types.Float64Value(float), nil
}
