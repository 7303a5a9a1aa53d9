package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// stackEffectiveOf is what the modules made of the members, each as a resource of its own has it.
func stackEffectiveOf(ctx context.Context, document *client.Document, plans map[string]contract.Plan) (types.Object, error) {
	members := map[string]any{}
	for name, plan := range plans {
		effective, err := effectiveOf(ctx, plan)
		if err != nil {
			return types.Object{}, err
		}
		plain, _, err := toJSON(ctx, effective)
		if err != nil {
			return types.Object{}, err
		}
		member, _ := plain.(map[string]any)
		member["kind"] = document.Stack.Plan.Resources[name].Kind
		members[name] = member
	}
	resources, err := dynamicFromJSON(ctx, members)
	if err != nil {
		return types.Object{}, err
	}
	return types.ObjectValueMust(stackEffectiveType, map[string]attr.Value{
		"digest":              types.StringValue(document.Plan.Digest),
		"lifetime":            types.StringValue(document.Plan.Lifetime),
		"deletion_protection": types.BoolValue(document.Plan.DeletionProtection),
		"stateful":            types.BoolValue(document.Plan.Stateful),
		"resources":           resources,
	}), nil
}

func memberOf(kind, name string, id, uid, phase attr.Value) types.Object {
	return types.ObjectValueMust(memberType.AttrTypes, map[string]attr.Value{
		"kind": types.StringValue(kind), "name": types.StringValue(name), "id": id, "uid": uid, "phase": phase,
	})
}

func stackStatusOf(status *contract.Status) types.Object {
	conditions := map[string]attr.Value{}
	for _, condition := range united(status.Conditions) {
		conditions[condition.Type] = conditionOf(condition)
	}
	return types.ObjectValueMust(stackStatusType, map[string]attr.Value{
		"phase":      types.StringValue(status.Phase),
		"conditions": types.MapValueMust(conditionType, conditions),
	})
}

// united has one condition of each type: what a stack says of several members is said in one message.
func united(conditions []contract.StatusCondition) []contract.StatusCondition {
	var result []contract.StatusCondition
	for _, condition := range conditions {
		same := slices.IndexFunc(result, func(other contract.StatusCondition) bool { return other.Type == condition.Type })
		if same < 0 {
			result = append(result, condition)
			continue
		}
		result[same].Message += "; " + condition.Message
	}
	return result
}
