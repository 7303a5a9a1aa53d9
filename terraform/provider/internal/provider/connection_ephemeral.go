package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
)

// connectionLimit is how long an ephemeral connection waits for what is being made.
const connectionLimit = 10 * time.Minute

type connection struct {
	session *session
}

var _ ephemeral.EphemeralResourceWithConfigure = (*connection)(nil)

func newConnection() ephemeral.EphemeralResource {
	return &connection{}
}

func (c *connection) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_connection"
}

func (c *connection) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What an application connects with, secrets included. It is ephemeral: neither a plan nor a state ever holds it. Each reading is a " +
			"reading of a secret, also the one of a plan.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{Required: true,
				MarkdownDescription: "`id` of the resource, which is `team/kind/name`, or of an `automat_stack`, or of an `automat_binding`, which is " +
					"`team/kind/name/consumer`: then with that application's own secret. Taken from the same configuration, it is read once that is made."},
			"values": schema.MapAttribute{Computed: true, Sensitive: true, ElementType: types.StringType,
				MarkdownDescription: "What the kind has: `host`, `port`, `database`, `username`, `password` and `uri` for a database, `url`, `endpoint`, `region` and `name` for a queue. " +
					"`automat_kind` says it for others. Null for a stack."},
			"members": schema.MapAttribute{Computed: true, Sensitive: true, ElementType: textsType,
				MarkdownDescription: "Of a stack: by member what `values` are of a resource, such as `members[\"orders\"].uri`. Null otherwise."},
		},
	}
}

func (c *connection) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	c.session = configured(req.ProviderData, &resp.Diagnostics)
}

func (c *connection) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	if !c.session.known(&resp.Diagnostics) {
		return
	}
	id := textOf(ctx, req.Config, path.Root("id"))
	parts := strings.Split(id, "/")
	if len(parts) != 3 && len(parts) != 4 {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "That names no resource",
			fmt.Sprintf("%q is not of the form team/kind/name, such as payments/databases/orders, and with an application's name behind it no binding either", id))
		return
	}
	bounded, cancel := context.WithTimeout(ctx, connectionLimit)
	defer cancel()
	values, members, err := c.read(bounded, client.Key{Team: parts[0], Kinds: parts[1], Name: parts[2]}, parts[3:])
	if err != nil {
		explain(generic, &resp.Diagnostics, "There is no connection", err)
		return
	}
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root("values"), values)...)
	resp.Diagnostics.Append(resp.Result.SetAttribute(ctx, path.Root("members"), members)...)
}

// read answers with the values of a resource, or of a consumer of it, or with those of the members of a stack.
func (c *connection) read(ctx context.Context, key client.Key, consumer []string) (values, members types.Map, err error) {
	values, members = types.MapNull(types.StringType), types.MapNull(textsType)
	if key.IsStack() && len(consumer) == 0 {
		connections, err := awaited(ctx, c.session.client, key, c.session.client.StackConnection)
		byMember := map[string]attr.Value{}
		for name, connection := range connections {
			byMember[name] = stringMap(connection)
		}
		return values, types.MapValueMust(textsType, byMember), err
	}
	var connection map[string]string
	if len(consumer) == 0 {
		connection, err = awaited(ctx, c.session.client, key, c.session.client.Connection)
	} else {
		connection, err = c.readBinding(ctx, client.BindingKey{Key: key, Consumer: consumer[0]})
	}
	return stringMap(connection), members, err
}

// awaited waits for what is being made.
func awaited[T any](ctx context.Context, from *client.Client, key client.Key, read func(context.Context, client.Key) (T, error)) (T, error) {
	connection, err := read(ctx, key)
	if client.AsRefusal(err, "not-connectable") == nil {
		return connection, err
	}
	document, err := from.Get(ctx, key, 0)
	if err != nil {
		return connection, err
	}
	if _, err := from.AwaitReady(ctx, key, document); err != nil {
		return connection, err
	}
	return read(ctx, key)
}

// readBinding waits for what is being bound.
func (c *connection) readBinding(ctx context.Context, key client.BindingKey) (map[string]string, error) {
	values, err := c.session.client.BindingConnection(ctx, key)
	if client.AsRefusal(err, "not-connectable") == nil {
		return values, err
	}
	binding, err := c.session.client.GetBinding(ctx, key, 0)
	if err != nil {
		return nil, err
	}
	if _, err := c.session.client.AwaitBound(ctx, key, binding); err != nil {
		return nil, err
	}
	return c.session.client.BindingConnection(ctx, key)
}
