package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

type planData struct {
	looked
}

func newPlanData() datasource.DataSource {
	return &planData{}
}

var violationType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"pointer": types.StringType, "rule": types.StringType, "message": types.StringType, "fix": types.StringType,
}}

func (p *planData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_plan"
}

func (p *planData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := keyAttributes()
	for _, field := range fields {
		required := field.attribute == "environment"
		if field.boolean {
			attributes[field.attribute] = schema.BoolAttribute{Optional: true, MarkdownDescription: field.description}
			continue
		}
		attributes[field.attribute] = schema.StringAttribute{Required: required, Optional: !required, MarkdownDescription: field.description}
	}
	attributes["labels"] = schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Free words of the team; at most 32."}
	attributes["inputs"] = schema.DynamicAttribute{Optional: true, MarkdownDescription: "An object: what the module takes, by the names in the catalogue."}
	attributes["allowed"] = schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the server would accept it."}
	attributes["violations"] = schema.ListAttribute{Computed: true, ElementType: violationType,
		MarkdownDescription: "All that is wrong, each with `pointer`, `rule`, `message` and `fix`."}
	attributes["effective"] = effectiveAttribute()
	attributes["tags"] = tagsAttribute()
	attributes["cost"] = costAttribute()
	attributes["cost_delta"] = schema.ObjectAttribute{Computed: true, AttributeTypes: costDeltaType,
		MarkdownDescription: "What a change of what exists would do to the estimate: `monthly` is `to` less `from`. Null where nothing would change, or nothing is there yet."}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What Automat would make of a request, or all that is wrong with it. Nothing is changed, and a refusal is no error.",
		Attributes:          attributes,
	}
}

func (p *planData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !p.session.known(&resp.Diagnostics) {
		return
	}
	wanted, diags := generic.definition(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	document, err := p.session.client.Try(ctx, wanted.key, wanted.request, client.Conditions{})
	refusal := client.AsRefusal(err)
	if err != nil && (refusal == nil || len(refusal.Violations) == 0) {
		explain(generic, &resp.Diagnostics, "It can not be planned", err)
		return
	}
	resp.State.Raw = req.Config.Raw
	effective, tags, violations := types.ObjectNull(effectiveType), types.MapNull(types.StringType), violationList(nil)
	cost, costDelta := types.ObjectNull(costType), types.ObjectNull(costDeltaType)
	if refusal != nil {
		violations = violationList(refusal.Violations)
	} else {
		effective, err = effectiveOf(ctx, document.Plan)
		if err != nil {
			resp.Diagnostics.AddError("The plan can not be shown", err.Error())
			return
		}
		tags, cost, costDelta = stringMap(document.Plan.Tags), costOf(document.Plan), costDeltaOf(document.CostDelta)
	}
	for name, value := range map[string]attr.Value{
		"allowed": types.BoolValue(refusal == nil), "violations": violations, "effective": effective, "tags": tags,
		"cost": cost, "cost_delta": costDelta,
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func violationList(violations []contract.Violation) types.List {
	elements := make([]attr.Value, len(violations))
	for i, violation := range violations {
		elements[i] = types.ObjectValueMust(violationType.AttrTypes, map[string]attr.Value{
			"pointer": types.StringValue(violation.Pointer), "rule": types.StringValue(violation.Rule),
			"message": types.StringValue(violation.Message), "fix": types.StringValue(violation.Fix),
		})
	}
	return types.ListValueMust(violationType, elements)
}
