package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// effectiveType is what the module made of the request. All of it is known when one plans.
var effectiveType = map[string]attr.Type{
	"module":              types.StringType,
	"module_digest":       types.StringType,
	"type":                types.StringType,
	"cloud":               types.StringType,
	"account":             types.StringType,
	"region":              types.StringType,
	"placement":           types.StringType,
	"inputs":              types.DynamicType,
	"settings":            types.DynamicType,
	"lifetime":            types.StringType,
	"max_lifetime":        types.StringType,
	"deletion_protection": types.BoolType,
	"on_missing":          types.StringType,
	"stateful":            types.BoolType,
	"notes":               types.ListType{ElemType: types.StringType},
	"links":               types.MapType{ElemType: types.StringType},
	"digest":              types.StringType,
}

const effectiveText = "What the module made of the request: `module` with its version, `type` of what is made, the `placement` rule and the `cloud`, `account` and " +
	"`region` that it chose, all `inputs` with their defaults, the `settings` for the cloud, `lifetime` and `max_lifetime`, `deletion_protection`, `on_missing`, " +
	"whether it holds data (`stateful`), `notes`, `links` to runbook, dashboard and alarms, and the `digest` of all that."

// costType is an estimate for a month of 730 hours.
var costType = map[string]attr.Type{
	"currency": types.StringType,
	"monthly":  types.StringType,
	"complete": types.BoolType,
	"lines":    types.ListType{ElemType: costLineType},
}

var costLineType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"item": types.StringType, "quantity": types.StringType, "unit": types.StringType, "unit_price": types.StringType, "monthly": types.StringType,
	"assumption": types.StringType, "unknown": types.StringType,
}}

const costText = "What it is estimated to cost in a month of 730 hours, at the list prices of when it was planned: `monthly` in a `currency`, and its `lines`. Unless it is " +
	"`complete`, a price is not known (`unknown` of a line says which), and it costs at least that. Null where the module says nothing of cost."

// costDeltaType is what a change does to an estimate.
var costDeltaType = map[string]attr.Type{
	"currency": types.StringType,
	"from":     types.StringType,
	"to":       types.StringType,
	"monthly":  types.StringType,
}

const costDeltaText = "What the change that is planned, and later the last one, does to the estimate: `monthly` is `to` less `from`. Null for what is new, and after an import."

var conditionType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"status": types.StringType, "reason": types.StringType, "message": types.StringType,
}}

// statusType is how it is. What changes at every look is not in it.
var statusType = map[string]attr.Type{
	"phase":         types.StringType,
	"external_name": types.StringType,
	"conditions":    types.MapType{ElemType: conditionType},
}

const statusText = "How it is: the `phase` in one word, the name of it in the cloud (`external_name`), and `conditions` by type (`Synced`, `Ready`, `Drifted`, `Expiring`), " +
	"each with `status`, `reason` and `message`."

// computed are the attributes that the server fills.
func (k kind) computed() map[string]schema.Attribute {
	return computed
}

var computed = map[string]schema.Attribute{
	"id":         schema.StringAttribute{Computed: true, MarkdownDescription: "`team/kind/name`, which is also what import takes. Known once it was made."},
	"uid":        schema.StringAttribute{Computed: true, MarkdownDescription: "Identity of this incarnation, never used again."},
	"etag":       schema.StringAttribute{Computed: true, MarkdownDescription: "Version of the definition. Writes are refused if it changed since it was read."},
	"managed_by": schema.StringAttribute{Computed: true, MarkdownDescription: "What keeps the definition: `terraform:` and the provider's `manager`, unless it was made elsewhere."},
	"expires_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When it is taken back; null if never."},
	"effective":  schema.ObjectAttribute{Computed: true, AttributeTypes: effectiveType, MarkdownDescription: effectiveText},
	"tags":       schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Tags on what is made in the cloud."},
	"cost":       schema.ObjectAttribute{Computed: true, AttributeTypes: costType, MarkdownDescription: costText},
	"cost_delta": schema.ObjectAttribute{Computed: true, AttributeTypes: costDeltaType, MarkdownDescription: costDeltaText},
	"status":     schema.ObjectAttribute{Computed: true, AttributeTypes: statusType, MarkdownDescription: statusText},
	"outputs":    schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "What applications need and is no secret, such as `host` and `port`. Secrets come from the ephemeral `automat_connection`."},
}

func (k kind) schema(ctx context.Context) schema.Schema {
	replaces := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	attributes := commonAttributes(ctx, k)
	for name, attribute := range attributesOf(fields) {
		attributes[name] = attribute
	}
	k.addInputs(attributes, replaces)
	return schema.Schema{MarkdownDescription: k.description, Attributes: attributes}
}

// commonAttributes are what names a block, how it is treated, and what the server fills.
func commonAttributes(ctx context.Context, of form) map[string]schema.Attribute {
	replaces := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	attributes := map[string]schema.Attribute{
		"team": schema.StringAttribute{Required: true, PlanModifiers: replaces, MarkdownDescription: "Team that owns it. Another one makes a new resource."},
		"name": schema.StringAttribute{Required: true, PlanModifiers: replaces,
			MarkdownDescription: "1–40 lowercase letters, digits and single hyphens, a letter first; unique per team and kind. Another one makes a new resource."},
		"labels": schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: "Free words of the team; at most 32."},
		"allow_data_loss": schema.BoolAttribute{Optional: true,
			MarkdownDescription: "Whether a change that can not be made in place may replace what holds data. The new one is empty."},
		"allow_recreate": schema.BoolAttribute{Optional: true,
			MarkdownDescription: "Whether to make a new, empty one if it expired, was deleted elsewhere, or is not known any more. Otherwise its apply fails until somebody decides."},
		"take_over": schema.BoolAttribute{Optional: true,
			MarkdownDescription: "Whether to write although another manager (`managed_by`) keeps it. The first write makes this configuration its manager."},
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{Create: true, Update: true, Delete: true,
			CreateDescription: waitText("ready"), UpdateDescription: waitText("ready again"), DeleteDescription: waitText("gone")}),
	}
	for name, attribute := range of.computed() {
		attributes[name] = attribute
	}
	return attributes
}

func attributesOf(fields []field) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, field := range fields {
		attributes[field.attribute] = field.schema()
	}
	return attributes
}

func waitText(until string) string {
	return "How long to wait until it is " + until + ", such as `30s` or `1h`. Default: `" + defaultTimeoutText + "`."
}

func (f field) schema() schema.Attribute {
	if f.boolean {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: f.description}
	}
	required := f.attribute == "environment"
	return schema.StringAttribute{Required: required, Optional: !required, MarkdownDescription: f.description}
}

func (k kind) addInputs(attributes map[string]schema.Attribute, replaces []planmodifier.String) {
	if k.generic() {
		attributes["kind"] = schema.StringAttribute{Required: true, PlanModifiers: replaces,
			MarkdownDescription: "Plural of the kind, such as `queues`. Another one makes a new resource."}
		attributes["inputs"] = schema.DynamicAttribute{Optional: true,
			MarkdownDescription: "An object: what the module takes, by the names in the catalogue, such as `{ storageGiB = 20 }`."}
		return
	}
	inputs := map[string]schema.Attribute{}
	for _, input := range k.inputs() {
		inputs[input.Attribute] = inputSchema(input.Type, input.Description+" In the catalogue: `"+input.Name+"`.")
	}
	attributes["inputs"] = schema.SingleNestedAttribute{Optional: true, Attributes: inputs,
		MarkdownDescription: "What the modules that come with Automat take. Defaults come from the module, the size and the environment, and show in `effective`."}
	attributes["more_inputs"] = schema.DynamicAttribute{Optional: true,
		MarkdownDescription: "An object: what a module of your platform takes beside that, by the names in the catalogue, such as `{ extensions = [\"postgis\"] }`."}
}

func inputSchema(jsonType, description string) schema.Attribute {
	switch jsonType {
	case "integer":
		// Of a fraction the framework would say that the provider is broken, and hide all else that is wrong. The server says it well.
		return schema.NumberAttribute{Optional: true, MarkdownDescription: description}
	case "number":
		return schema.Float64Attribute{Optional: true, MarkdownDescription: description}
	case "boolean":
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	case "string":
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	default:
		return schema.DynamicAttribute{Optional: true, MarkdownDescription: description}
	}
}

// identity is what Terraform 1.12 and newer find a resource by.
func identitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"team": identityschema.StringAttribute{RequiredForImport: true, Description: "Team that owns it."},
		"kind": identityschema.StringAttribute{RequiredForImport: true, Description: "Plural of the kind, such as databases."},
		"name": identityschema.StringAttribute{RequiredForImport: true, Description: "Its name."},
	}}
}
