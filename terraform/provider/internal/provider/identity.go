package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
)

// ImportState takes an id, or the identity of an import block.
func (v *vended) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	key, err := v.importKey(ctx, req)
	if err != nil {
		resp.Diagnostics.AddError("That names no resource", err.Error())
		return
	}
	set := func(name, value string) {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), types.StringValue(value))...)
	}
	set("team", key.Team)
	set("name", key.Name)
	if v.form == form(generic) {
		set("kind", key.Kinds)
	}
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, key)...)
}

func (v *vended) importKey(ctx context.Context, req resource.ImportStateRequest) (client.Key, error) {
	id := req.ID
	if id == "" && req.Identity != nil {
		id = strings.Join([]string{
			textOf(ctx, req.Identity, path.Root("team")), textOf(ctx, req.Identity, path.Root("kind")), textOf(ctx, req.Identity, path.Root("name")),
		}, "/")
	}
	return v.form.importKey(id)
}

func (k kind) importKey(id string) (client.Key, error) {
	parts := strings.Split(id, "/")
	plural := k.plural
	if k.generic() {
		plural = "queues"
	}
	if len(parts) != 3 || parts[0] == "" || parts[1] == "" || parts[2] == "" {
		return client.Key{}, fmt.Errorf("%q is not of the form team/kind/name, such as payments/%s/orders", id, plural)
	}
	if !k.generic() && parts[1] != plural {
		return client.Key{}, fmt.Errorf("%s are no %s\n\nWhat to do: import %s/%s/%s, or use the resource of that kind, or automat_resource", parts[1], plural, parts[0], plural, parts[2])
	}
	return client.Key{Team: parts[0], Kinds: parts[1], Name: parts[2]}, nil
}

// setIdentity sets it each time: a state may come from a version of Terraform that had none.
func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, key client.Key) diag.Diagnostics {
	var diags diag.Diagnostics
	if identity == nil {
		return diags
	}
	diags.Append(identity.SetAttribute(ctx, path.Root("team"), types.StringValue(key.Team))...)
	diags.Append(identity.SetAttribute(ctx, path.Root("kind"), types.StringValue(key.Kinds))...)
	diags.Append(identity.SetAttribute(ctx, path.Root("name"), types.StringValue(key.Name))...)
	return diags
}
