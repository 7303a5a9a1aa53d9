package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

func (k kind) typeSuffix() string {
	return k.suffix
}

func (k kind) wayToReplace() string {
	return "or set allow_data_loss = true to have it replaced by an empty one"
}

func (k kind) effective(ctx context.Context, document *client.Document) (types.Object, error) {
	return effectiveOf(ctx, document.Plan)
}

func (k kind) planned(ctx context.Context, before source, document *client.Document) (map[string]attr.Value, error) {
	effective, err := effectiveOf(ctx, document.Plan)
	if err != nil {
		return nil, err
	}
	values := map[string]attr.Value{"effective": effective, "tags": stringMap(document.Plan.Tags)}
	if before != nil && !standingOf(ctx, before).unfinished() && sameJSON(settingsIn(ctx, before), document.Plan.Settings) {
		// Only tags change, so what depends on the outputs need not be planned anew.
		values["outputs"] = outputsIn(ctx, before)
	}
	return values, nil
}

func (k kind) moving(context.Context, source) map[string]attr.Value {
	return map[string]attr.Value{"outputs": types.MapUnknown(types.StringType)}
}

func (k kind) filled(ctx context.Context, _ *client.Client, _ client.Key, document *client.Document, _ source) (map[string]attr.Value, error) {
	effective, err := effectiveOf(ctx, document.Plan)
	if err != nil {
		return nil, err
	}
	return map[string]attr.Value{
		"effective": effective,
		"tags":      stringMap(document.Plan.Tags),
		"status":    statusOf(document.Status),
		"outputs":   outputsOf(document.Status.Outputs),
	}, nil
}

func (k kind) modules(ctx context.Context, state source) []used {
	name := k.plural
	if k.generic() {
		name = textOf(ctx, state, path.Root("kind"))
	}
	return []used{{kind: name, module: textOf(ctx, state, path.Root("effective").AtName("module"))}}
}

// settingsIn are those for the cloud, as JSON has them. What can not be compared is taken to differ.
func settingsIn(ctx context.Context, state source) any {
	var settings types.Dynamic
	_ = state.GetAttribute(ctx, path.Root("effective").AtName("settings"), &settings)
	plain, _, _ := toJSON(ctx, settings)
	return plain
}

func outputsIn(ctx context.Context, state source) types.Map {
	outputs := types.MapUnknown(types.StringType)
	_ = state.GetAttribute(ctx, path.Root("outputs"), &outputs)
	return outputs
}

func statusOf(status *contract.Status) types.Object {
	conditions := map[string]attr.Value{}
	for _, condition := range status.Conditions {
		conditions[condition.Type] = conditionOf(condition)
	}
	return types.ObjectValueMust(statusType, map[string]attr.Value{
		"phase":         types.StringValue(status.Phase),
		"external_name": types.StringValue(status.ExternalName),
		"conditions":    types.MapValueMust(conditionType, conditions),
	})
}

func outputsOf(values map[string]any) types.Map {
	outputs := map[string]string{}
	for name, value := range values {
		outputs[name] = plainText(value)
	}
	return stringMap(outputs)
}

func conditionOf(condition contract.StatusCondition) types.Object {
	return types.ObjectValueMust(conditionType.AttrTypes, map[string]attr.Value{
		"status":  types.StringValue(condition.Status),
		"reason":  types.StringValue(condition.Reason),
		"message": types.StringValue(condition.Message),
	})
}
