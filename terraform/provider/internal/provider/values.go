package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// toJSON is a value as JSON has it. Null is nil; known is false if any part of it is unknown.
func toJSON(ctx context.Context, value attr.Value) (result any, known bool, err error) {
	if value == nil || value.IsNull() {
		return nil, true, nil
	}
	if value.IsUnknown() {
		return nil, false, nil
	}
	switch v := value.(type) {
	case basetypes.DynamicValue:
		return toJSON(ctx, v.UnderlyingValue())
	case basetypes.StringValue:
		return v.ValueString(), true, nil
	case basetypes.BoolValue:
		return v.ValueBool(), true, nil
	case basetypes.Int64Value:
		return json.Number(fmt.Sprint(v.ValueInt64())), true, nil
	case basetypes.Float64Value:
		return number(big.NewFloat(v.ValueFloat64())), true, nil
	case basetypes.NumberValue:
		return number(v.ValueBigFloat()), true, nil
	case basetypes.ObjectValue:
		return mapToJSON(ctx, v.Attributes())
	case basetypes.MapValue:
		return mapToJSON(ctx, v.Elements())
	case basetypes.ListValue:
		return listToJSON(ctx, v.Elements())
	case basetypes.SetValue:
		return listToJSON(ctx, v.Elements())
	case basetypes.TupleValue:
		return listToJSON(ctx, v.Elements())
	default:
		return nil, false, fmt.Errorf("a value of type %s can not be sent", value.Type(ctx))
	}
}

// mapToJSON leaves out what is null: in HCL that is how one says that a field is not there.
func mapToJSON(ctx context.Context, values map[string]attr.Value) (any, bool, error) {
	result, all := map[string]any{}, true
	for name, value := range values {
		converted, known, err := toJSON(ctx, value)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", name, err)
		}
		all = all && known
		if converted != nil {
			result[name] = converted
		}
	}
	return result, all, nil
}

func listToJSON(ctx context.Context, values []attr.Value) (any, bool, error) {
	result, all := []any{}, true
	for i, value := range values {
		converted, known, err := toJSON(ctx, value)
		if err != nil {
			return nil, false, fmt.Errorf("%d: %w", i, err)
		}
		all = all && known
		result = append(result, converted)
	}
	return result, all, nil
}

func number(value *big.Float) json.Number {
	if value.IsInt() {
		return json.Number(value.Text('f', 0))
	}
	return json.Number(value.Text('g', -1))
}

// fromJSON is a value of JSON, numbers as json.Number, as Terraform has it.
func fromJSON(ctx context.Context, value any) (attr.Value, error) {
	switch v := value.(type) {
	case nil:
		return types.StringNull(), nil
	case string:
		return types.StringValue(v), nil
	case bool:
		return types.BoolValue(v), nil
	case json.Number:
		parsed, _, err := big.ParseFloat(v.String(), 10, 512, big.ToNearestEven)
		if err != nil {
			return nil, fmt.Errorf("%s is no number: %w", v, err)
		}
		return types.NumberValue(parsed), nil
	case map[string]any:
		return objectFromJSON(ctx, v)
	case []any:
		return tupleFromJSON(ctx, v)
	default:
		return nil, fmt.Errorf("a %T can not be shown", value)
	}
}

func objectFromJSON(ctx context.Context, fields map[string]any) (attr.Value, error) {
	values, valueTypes := map[string]attr.Value{}, map[string]attr.Type{}
	for name, field := range fields {
		value, err := fromJSON(ctx, field)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		values[name], valueTypes[name] = value, value.Type(ctx)
	}
	return types.ObjectValueMust(valueTypes, values), nil
}

func tupleFromJSON(ctx context.Context, items []any) (attr.Value, error) {
	values, valueTypes := make([]attr.Value, len(items)), make([]attr.Type, len(items))
	for i, item := range items {
		value, err := fromJSON(ctx, item)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i, err)
		}
		values[i], valueTypes[i] = value, value.Type(ctx)
	}
	return types.TupleValueMust(valueTypes, values), nil
}

// dynamicFromJSON is null for nil.
func dynamicFromJSON(ctx context.Context, value any) (types.Dynamic, error) {
	if value == nil {
		return types.DynamicNull(), nil
	}
	converted, err := fromJSON(ctx, value)
	return types.DynamicValue(converted), err
}

func stringMap(values map[string]string) types.Map {
	elements := map[string]attr.Value{}
	for name, value := range values {
		elements[name] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, elements)
}

// optionalString is null where the contract leaves a text out.
func optionalString(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// plainText is a value for people and for text attributes: strings as they are, the rest as JSON.
func plainText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}

// sameJSON compares values of JSON. 10 and 10.0 are the same.
func sameJSON(left, right any) bool {
	return bytes.Equal(canonical(left), canonical(right))
}

func canonical(value any) []byte {
	text, err := json.Marshal(canonicalNumbers(value))
	if err != nil {
		return nil
	}
	return text
}

func canonicalNumbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		if parsed, _, err := big.ParseFloat(v.String(), 10, 512, big.ToNearestEven); err == nil {
			return number(parsed)
		}
		return v
	case map[string]any:
		result := map[string]any{}
		for name, field := range v {
			result[name] = canonicalNumbers(field)
		}
		return result
	case []any:
		result := make([]any, len(v))
		for i, item := range v {
			result[i] = canonicalNumbers(item)
		}
		return result
	default:
		return value
	}
}

func stringList(values []string) types.List {
	elements := make([]attr.Value, len(values))
	for i, value := range values {
		elements[i] = types.StringValue(value)
	}
	return types.ListValueMust(types.StringType, elements)
}

func sortedKeys[V any](values map[string]V) []string {
	return slices.Sorted(maps.Keys(values))
}
