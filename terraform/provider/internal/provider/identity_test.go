package provider

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"automat.dev/terraform-provider-automat/internal/client"
)

// Terraform knows identities since 1.12, so these tests call the resource as a newer one would.
type caller struct {
	t        *testing.T
	resource *vended
	schema   schema.Schema
}

func newCaller(t *testing.T) *caller {
	return callerOf(t, queue)
}

func callerOf(t *testing.T, of form) *caller {
	automat := server(t)
	made := &vended{form: of, session: &session{client: client.New(client.Options{
		Endpoint: automat.URL, Token: automat.Token, Manager: "terraform:identity", UserAgent: "test",
	})}}
	return &caller{t: t, resource: made, schema: made.form.schema(t.Context())}
}

// plan is a block with these texts, and nothing else.
func (c *caller) plan(texts map[string]string) tfsdk.Plan {
	whole := c.schema.Type().TerraformType(c.t.Context()).(tftypes.Object)
	attributes := map[string]tftypes.Value{}
	for name, of := range whole.AttributeTypes {
		attributes[name] = tftypes.NewValue(of, nil)
	}
	for name, text := range texts {
		attributes[name] = tftypes.NewValue(tftypes.String, text)
	}
	return tfsdk.Plan{Schema: c.schema, Raw: tftypes.NewValue(whole, attributes)}
}

func (c *caller) state(from tfsdk.Plan) tfsdk.State {
	return tfsdk.State{Schema: c.schema, Raw: from.Raw}
}

func (c *caller) noIdentity() *tfsdk.ResourceIdentity {
	of := identitySchema()
	return &tfsdk.ResourceIdentity{Schema: of, Raw: tftypes.NewValue(of.Type().TerraformType(c.t.Context()), nil)}
}

func (c *caller) mustBe(identity *tfsdk.ResourceIdentity, want client.Key, diags diag.Diagnostics) {
	c.t.Helper()
	if diags.HasError() {
		c.t.Fatal(diags)
	}
	ctx := context.Background()
	got := client.Key{
		Team: textOf(ctx, identity, path.Root("team")), Kinds: textOf(ctx, identity, path.Root("kind")), Name: textOf(ctx, identity, path.Root("name")),
	}
	if got != want {
		c.t.Errorf("the identity is %s, and should be %s", got, want)
	}
}

func TestIdentityIsSetByCreateReadUpdateAndImport(t *testing.T) {
	t.Parallel()
	c := newCaller(t)
	want := client.Key{Team: "payments", Kinds: "queues", Name: "identified"}
	texts := map[string]string{"team": "payments", "name": "identified", "environment": "dev"}

	created := resource.CreateResponse{State: c.state(c.plan(texts)), Identity: c.noIdentity()}
	c.resource.Create(t.Context(), resource.CreateRequest{Plan: c.plan(texts)}, &created)
	c.mustBe(created.Identity, want, created.Diagnostics)

	// As from a state of a Terraform that had no identities.
	readBack := resource.ReadResponse{State: created.State, Identity: c.noIdentity()}
	c.resource.Read(t.Context(), resource.ReadRequest{State: created.State}, &readBack)
	c.mustBe(readBack.Identity, want, readBack.Diagnostics)

	texts["purpose"] = "mail"
	updated := resource.UpdateResponse{State: readBack.State, Identity: c.noIdentity()}
	c.resource.Update(t.Context(), resource.UpdateRequest{Plan: c.plan(texts), State: readBack.State}, &updated)
	c.mustBe(updated.Identity, want, updated.Diagnostics)

	identity := c.noIdentity()
	for name, value := range map[string]string{"team": "payments", "kind": "queues", "name": "identified"} {
		identity.SetAttribute(t.Context(), path.Root(name), types.StringValue(value))
	}
	imported := resource.ImportStateResponse{State: c.state(c.plan(nil)), Identity: c.noIdentity()}
	c.resource.ImportState(t.Context(), resource.ImportStateRequest{Identity: identity}, &imported)
	c.mustBe(imported.Identity, want, imported.Diagnostics)
	if name := textOf(t.Context(), imported.State, path.Root("name")); name != "identified" {
		t.Errorf("%q was imported", name)
	}

	deleted := resource.DeleteResponse{State: updated.State}
	c.resource.Delete(t.Context(), resource.DeleteRequest{State: updated.State}, &deleted)
	if deleted.Diagnostics.HasError() {
		t.Fatal(deleted.Diagnostics)
	}
}
