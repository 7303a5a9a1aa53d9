package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// stack is several resources with one name and one lifetime.
type stack struct{}

func newStack() resource.Resource {
	return &vended{form: stack{}}
}

func (s stack) typeSuffix() string {
	return "stack"
}

func (s stack) inputs() []contract.Input {
	return memberInputs
}

func (s stack) wayToReplace() string {
	return "or give the member another name, which replaces it alone; or set allow_data_loss = true to have the whole stack replaced by an empty one"
}

// importKey takes team/name, and the id, which has the form of any other.
func (s stack) importKey(id string) (client.Key, error) {
	parts := strings.Split(id, "/")
	if len(parts) == 3 && parts[1] == client.Stacks {
		parts = []string{parts[0], parts[2]}
	}
	if len(parts) != 2 || parts[0] == "" || parts[1] == "" {
		return client.Key{}, fmt.Errorf("%q is not of the form team/name, such as payments/pr-42", id)
	}
	return client.Key{Team: parts[0], Kinds: client.Stacks, Name: parts[1]}, nil
}

func (s stack) effective(ctx context.Context, document *client.Document) (types.Object, error) {
	plans := map[string]contract.Plan{}
	for member, planned := range document.Stack.Plan.Resources {
		if planned.Plan == nil {
			return types.Object{}, fmt.Errorf("the server does not say what would be made of %s", member)
		}
		plans[member] = *planned.Plan
	}
	return stackEffectiveOf(ctx, document, plans)
}

func (s stack) planned(ctx context.Context, before source, document *client.Document) (map[string]attr.Value, error) {
	effective, err := s.effective(ctx, document)
	if err != nil {
		return nil, err
	}
	was := stoodIn(ctx, before)
	members, outputs, tags := map[string]attr.Value{}, map[string]attr.Value{}, map[string]attr.Value{}
	for name, planned := range document.Stack.Plan.Resources {
		members[name] = memberOf(planned.Kind, planned.Name, types.StringUnknown(), types.StringUnknown(), types.StringUnknown())
		if member, known := was.members[name]; known && planned.Effect != "create" {
			members[name] = unsettled(member)
		}
		outputs[name] = types.MapUnknown(types.StringType)
		if output, known := was.outputs[name]; known && planned.Effect == "nothing" && !was.unfinished {
			outputs[name] = output
		}
		tags[name] = stringMap(planned.Plan.Tags)
	}
	return map[string]attr.Value{
		"effective": effective,
		"tags":      types.MapValueMust(textsType, tags),
		"members":   types.MapValueMust(memberType, members),
		"outputs":   types.MapValueMust(textsType, outputs),
	}, nil
}

// moving keeps what names the members, so that what is bound to one is not bound anew.
func (s stack) moving(ctx context.Context, before source) map[string]attr.Value {
	members := map[string]attr.Value{}
	for name, member := range stoodIn(ctx, before).members {
		members[name] = unsettled(member)
	}
	return map[string]attr.Value{"members": types.MapValueMust(memberType, members), "outputs": types.MapUnknown(textsType)}
}

// unsettled is a member whose phase is known after the apply.
func unsettled(member types.Object) types.Object {
	return memberOf(textIn(member, "kind"), textIn(member, "name"), member.Attributes()["id"], member.Attributes()["uid"], types.StringUnknown())
}

// stood is what a state says of members.
type stood struct {
	members    map[string]types.Object
	outputs    map[string]attr.Value
	unfinished bool
}

func stoodIn(ctx context.Context, state source) stood {
	stood := stood{members: map[string]types.Object{}}
	if state == nil {
		return stood
	}
	var members, outputs types.Map
	// What can not be read is taken for unknown.
	_ = state.GetAttribute(ctx, path.Root("members"), &members)
	_ = state.GetAttribute(ctx, path.Root("outputs"), &outputs)
	for name, member := range members.Elements() {
		if object, ok := member.(types.Object); ok {
			stood.members[name] = object
		}
	}
	stood.outputs = outputs.Elements()
	stood.unfinished = standingOf(ctx, state).unfinished()
	return stood
}

func textIn(object types.Object, name string) string {
	text, _ := object.Attributes()[name].(types.String)
	return text.ValueString()
}

func (s stack) filled(ctx context.Context, from *client.Client, key client.Key, document *client.Document, before source) (map[string]attr.Value, error) {
	values, err := s.made(ctx, from, key, document, before)
	if err != nil {
		return nil, err
	}
	members, outputs := map[string]attr.Value{}, map[string]attr.Value{}
	for _, member := range document.Stack.Status.Members {
		// What was taken out is shown until it is gone; of the block it is no part any more.
		if planned, wanted := document.Stack.Plan.Resources[member.Member]; wanted && planned.Kind == member.Kind {
			members[member.Member] = memberOf(member.Kind, member.Name, idOf(member.Href), types.StringValue(member.Uid), types.StringValue(member.Phase))
		}
	}
	for name := range document.Stack.Plan.Resources {
		outputs[name] = outputsOf(document.Stack.Status.Outputs[name])
	}
	values["members"] = types.MapValueMust(memberType, members)
	values["outputs"] = types.MapValueMust(textsType, outputs)
	values["status"] = stackStatusOf(document.Status)
	return values, nil
}

// idOf is team/kind/name; null of what is gone, which has no address of its own.
func idOf(href string) types.String {
	address, isOne := strings.CutPrefix(href, "/v1/teams/")
	if !isOne {
		return types.StringNull()
	}
	return types.StringValue(address)
}

// made is what the modules made of the members. A stack tells only the digests of that. If they are those that are known
// already, it is so, too: then nobody is asked.
func (s stack) made(ctx context.Context, from *client.Client, key client.Key, document *client.Document, before source) (map[string]attr.Value, error) {
	var effective types.Object
	var tags types.Map
	readEffective, readTags := before.GetAttribute(ctx, path.Root("effective"), &effective), before.GetAttribute(ctx, path.Root("tags"), &tags)
	if !readEffective.HasError() && !readTags.HasError() && !effective.IsUnknown() && !tags.IsUnknown() && textIn(effective, "digest") == document.Plan.Digest {
		return map[string]attr.Value{"effective": effective, "tags": tags}, nil
	}
	found, err := from.Members(ctx, key)
	if err != nil {
		return nil, err
	}
	plans, tagged := map[string]contract.Plan{}, map[string]attr.Value{}
	for name, member := range document.Stack.Plan.Resources {
		for _, one := range found {
			if one.Kind == member.Kind && one.Metadata.Name == member.Name && one.Plan.Digest == member.Digest {
				plans[name], tagged[name] = one.Plan, stringMap(one.Plan.Tags)
			}
		}
		if _, exists := plans[name]; !exists {
			return nil, fmt.Errorf("%s was changed while it was read\n\nWhat to do: try again", key)
		}
	}
	effective, err = stackEffectiveOf(ctx, document, plans)
	return map[string]attr.Value{"effective": effective, "tags": types.MapValueMust(textsType, tagged)}, err
}

func (s stack) modules(ctx context.Context, state source) []used {
	var members types.Dynamic
	_ = state.GetAttribute(ctx, path.Root("effective").AtName("resources"), &members)
	// What can not be read, because it is null, has no modules.
	plain, _, _ := toJSON(ctx, members)
	byName, _ := plain.(map[string]any)
	var modules []used
	for _, name := range sortedKeys(byName) {
		if member, ok := byName[name].(map[string]any); ok {
			modules = append(modules, used{kind: plainText(member["kind"]), module: plainText(member["module"])})
		}
	}
	return modules
}
