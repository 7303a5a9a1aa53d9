package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// costOf is null where nothing is said of cost.
func costOf(plan contract.Plan) types.Object {
	if plan.Cost == nil {
		return types.ObjectNull(costType)
	}
	lines := make([]attr.Value, len(plan.Cost.Lines))
	for i, line := range plan.Cost.Lines {
		lines[i] = types.ObjectValueMust(costLineType.AttrTypes, map[string]attr.Value{
			"item":       types.StringValue(line.Item),
			"quantity":   types.StringValue(line.Quantity),
			"unit":       types.StringValue(line.Unit),
			"unit_price": optionalString(line.UnitPrice),
			"monthly":    optionalString(line.Monthly),
			"assumption": optionalString(line.Assumption),
			"unknown":    optionalString(line.Unknown),
		})
	}
	return types.ObjectValueMust(costType, map[string]attr.Value{
		"currency": types.StringValue(plan.Cost.Currency),
		"monthly":  types.StringValue(plan.Cost.Monthly),
		"complete": types.BoolValue(plan.Cost.Complete),
		"lines":    types.ListValueMust(costLineType, lines),
	})
}

// costDeltaOf is null where a write changes no estimate, or there was none before.
func costDeltaOf(delta *contract.CostDelta) types.Object {
	if delta == nil {
		return types.ObjectNull(costDeltaType)
	}
	return types.ObjectValueMust(costDeltaType, map[string]attr.Value{
		"currency": types.StringValue(delta.Currency),
		"from":     types.StringValue(delta.From),
		"to":       types.StringValue(delta.To),
		"monthly":  types.StringValue(delta.Monthly),
	})
}
