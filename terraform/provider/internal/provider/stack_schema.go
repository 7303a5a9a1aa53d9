package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// stackFields hold for the whole.
var stackFields = []field{
	{attribute: "environment", name: "environment", description: "The stage of all members: `dev`, `preview`, `staging` or `prod`. Another one makes a new stack."},
	{attribute: "lifetime", name: "lifetime", description: "How long all of it may live, from its creation: a number with `h`, `d` or `w`, or `none`. Default: the shortest of the members. As long as it stays the same, the end does not move."},
	{attribute: "lifetime_until", name: "expiresAt", description: "The instant of its end (RFC 3339), in place of `lifetime`."},
	{attribute: "deletion_protection", name: "deletionProtection", boolean: true, description: "Whether deleting it is refused. Default: the environment's."},
	{attribute: "purpose", name: "purpose", description: "What it is for. A member may say otherwise."},
	{attribute: "owner", name: "owner", description: "Who answers for it. Default: the team's. A member may say otherwise."},
	{attribute: "cost_center", name: "costCenter", description: "Who pays for it. Default: the team's. A member may say otherwise."},
	{attribute: "data_classification", name: "dataClassification", description: "How sensitive the data may be: `public`, `internal`, `confidential` or `restricted`. Default: `internal`. A member may say otherwise."},
	{attribute: "cloud", name: "cloud", description: "Only placements on this provisioner. Another one makes a new stack. A member may say otherwise."},
	{attribute: "region", name: "region", description: "Only placements in this region. Another one makes a new stack. A member may say otherwise."},
}

// memberFields are those that a member says itself.
var memberFields = []field{
	{attribute: "kind", name: "kind", description: "Name of the kind in the catalogue, such as `Database`. Another one makes a new member."},
	{attribute: "module", name: "module", description: "The golden path. Default: the kind's. Can not be changed: give the member another name."},
	{attribute: "module_version", name: "moduleVersion", description: "Version of the module. Default: the newest that is not deprecated."},
	{attribute: "size", name: "size", description: "One of the module's sizes. Default: the environment's."},
	{attribute: "cloud", name: "cloud", description: "Only placements on this provisioner. Default: the stack's."},
	{attribute: "region", name: "region", description: "Only placements in this region. Default: the stack's."},
	{attribute: "owner", name: "owner", description: "Who answers for it. Default: the stack's."},
	{attribute: "cost_center", name: "costCenter", description: "Who pays for it. Default: the stack's."},
	{attribute: "data_classification", name: "dataClassification", description: "How sensitive its data may be. Default: the stack's."},
	{attribute: "purpose", name: "purpose", description: "What it is for. Default: the stack's."},
}

// memberInputs are those of all kinds that come with Automat, sorted by name. An input has the same type in all kinds.
var memberInputs = func() []contract.Input {
	united := map[string]contract.Input{}
	for _, kind := range sortedKeys(contract.Inputs) {
		for _, input := range contract.Inputs[kind] {
			said := fmt.Sprintf("Of a `%s`: %s", kind, input.Description)
			if other, exists := united[input.Name]; exists {
				said = other.Description + " " + said
			}
			input.Description = said
			if isPlain(input.Type) {
				united[input.Name] = input
			}
		}
	}
	return slices.SortedFunc(maps.Values(united), func(left, right contract.Input) int { return strings.Compare(left.Name, right.Name) })
}()

// isPlain tells whether a map of Terraform can hold values of that type of JSON.
func isPlain(jsonType string) bool {
	return slices.Contains([]string{"boolean", "integer", "number", "string"}, jsonType)
}

// stackEffectiveType is what the modules made of the members. All of it is known when one plans.
var stackEffectiveType = map[string]attr.Type{
	"digest":              types.StringType,
	"lifetime":            types.StringType,
	"deletion_protection": types.BoolType,
	"stateful":            types.BoolType,
	"resources":           types.DynamicType,
}

const stackEffectiveText = "What the modules made of the members: of the whole its `lifetime`, `deletion_protection`, whether any member holds data (`stateful`), and the `digest` " +
	"of all that; and by member in `resources` what a resource of its own has in `effective`, and its `kind`."

var stackStatusType = map[string]attr.Type{
	"phase":      types.StringType,
	"conditions": types.MapType{ElemType: conditionType},
}

const stackStatusText = "How it is: the `phase` in one word, which is that of the worst member, and `conditions` by type (`Synced`, `Ready`, `Drifted`, `Expiring`), " +
	"each with `status`, `reason` and a `message` that names members."

var (
	textsType  = types.MapType{ElemType: types.StringType}
	memberType = types.ObjectType{AttrTypes: map[string]attr.Type{
		"kind": types.StringType, "name": types.StringType, "id": types.StringType, "uid": types.StringType, "phase": types.StringType,
	}}
	memberInputTypes = func() map[string]attr.Type {
		of := map[string]attr.Type{}
		for _, input := range memberInputs {
			of[input.Attribute] = inputSchema(input.Type, "").GetType()
		}
		return of
	}()
	writtenMemberType = types.ObjectType{AttrTypes: func() map[string]attr.Type {
		of := map[string]attr.Type{"inputs": types.ObjectType{AttrTypes: memberInputTypes}, "more_inputs": types.StringType}
		for _, field := range memberFields {
			of[field.attribute] = types.StringType
		}
		return of
	}()}
)

func (s stack) computed() map[string]schema.Attribute {
	return stackComputed
}

var stackComputed = func() map[string]schema.Attribute {
	attributes := maps.Clone(computed)
	attributes["id"] = schema.StringAttribute{Computed: true,
		MarkdownDescription: "`team/stacks/name`. Import takes it, and `team/name`. The ephemeral `automat_connection` takes it, and reads all members. Known once it was made."}
	attributes["effective"] = schema.ObjectAttribute{Computed: true, AttributeTypes: stackEffectiveType, MarkdownDescription: stackEffectiveText}
	attributes["tags"] = schema.MapAttribute{Computed: true, ElementType: textsType, MarkdownDescription: "By member: tags on what is made in the cloud."}
	attributes["status"] = schema.ObjectAttribute{Computed: true, AttributeTypes: stackStatusType, MarkdownDescription: stackStatusText}
	attributes["outputs"] = schema.MapAttribute{Computed: true, ElementType: textsType,
		MarkdownDescription: "By member: what applications need and is no secret, such as `host` and `port`. Secrets come from the ephemeral `automat_connection`."}
	attributes["members"] = schema.MapAttribute{Computed: true, ElementType: memberType,
		MarkdownDescription: "By member: the resource that it is, with its `kind`, its `name`, which is `<stack>-<member>`, its `id`, which `automat_binding` and `automat_connection` take, its `uid` and `phase`."}
	return attributes
}()

func (s stack) schema(ctx context.Context) schema.Schema {
	attributes := commonAttributes(ctx, s)
	maps.Copy(attributes, attributesOf(stackFields))
	attributes["name"] = schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		MarkdownDescription: "Lowercase letters, digits and single hyphens, a letter first, so short that `<stack>-<member>` has at most 40 characters; unique per team. Another one makes a new stack."}
	attributes["allow_data_loss"] = schema.BoolAttribute{Optional: true,
		MarkdownDescription: "Whether members that hold data may be taken out, which deletes them, and whether a change that can not be made in place may replace the whole stack by an empty one."}
	member := attributesOf(memberFields)
	member["kind"] = schema.StringAttribute{Required: true, MarkdownDescription: memberFields[0].description}
	inputs := map[string]schema.Attribute{}
	for _, input := range memberInputs {
		inputs[input.Attribute] = inputSchema(input.Type, input.Description+" In the catalogue: `"+input.Name+"`.")
	}
	member["inputs"] = schema.SingleNestedAttribute{Optional: true, Attributes: inputs,
		MarkdownDescription: "What the modules that come with Automat take, of all kinds. Defaults come from the module, the size and the environment, and show in `effective`."}
	member["more_inputs"] = schema.StringAttribute{Optional: true,
		MarkdownDescription: "An object of JSON: what a module of your platform takes beside that, by the names in the catalogue, such as `jsonencode({ extensions = [\"postgis\"] })`."}
	attributes[membersField] = schema.MapNestedAttribute{Required: true, NestedObject: schema.NestedAttributeObject{Attributes: member},
		MarkdownDescription: "The members, by names of their own; at most 20. Each is a resource named `<stack>-<member>`, which has at most 40 characters."}
	return schema.Schema{
		MarkdownDescription: "Several resources with one name and one lifetime, such as all that a pull request needs: made in one transaction or not at all, extended, expired " +
			"and deleted as one. Each member is a resource as any other, and is changed, added and removed here alone.",
		Attributes: attributes,
	}
}
