package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// BindingKey names what an application is given of a resource.
type BindingKey struct {
	Key
	Consumer string
}

// String is also the id that import takes.
func (k BindingKey) String() string {
	return k.Key.String() + "/" + k.Consumer
}

func (k BindingKey) path() string {
	return k.Key.path() + "/bindings/" + url.PathEscape(k.Consumer)
}

// GetBinding reads a binding. With a wait it is answered once it has settled, or the wait is over.
func (c *Client) GetBinding(ctx context.Context, key BindingKey, wait time.Duration) (*contract.BindingDocument, error) {
	return c.binding(ctx, call{method: http.MethodGet, path: key.path(), wait: wait})
}

// PutBinding stores what the application is given; it does not wait until it has that.
func (c *Client) PutBinding(ctx context.Context, key BindingKey, spec map[string]any) (*contract.BindingDocument, error) {
	return c.binding(ctx, call{method: http.MethodPut, path: key.path(), body: map[string]any{"spec": spec}})
}

// DeleteBinding takes the access away; it does not wait until it is gone.
func (c *Client) DeleteBinding(ctx context.Context, key BindingKey) (*contract.BindingDocument, error) {
	return c.binding(ctx, call{method: http.MethodDelete, path: key.path()})
}

// BindingConnection is what the application connects with, its own secret included.
func (c *Client) BindingConnection(ctx context.Context, key BindingKey) (map[string]string, error) {
	var connection map[string]string
	err := c.do(ctx, call{method: http.MethodGet, path: key.path() + "/connection"}, &connection)
	return connection, err
}

func (c *Client) binding(ctx context.Context, call call) (*contract.BindingDocument, error) {
	var binding contract.BindingDocument
	if err := c.do(ctx, call, &binding); err != nil {
		return nil, err
	}
	return &binding, nil
}

// AwaitBound waits until the application has what was asked for, as long as the context lives. What the cloud refuses is
// tried again by the engine, so it is waited for, too. It answers with the newest document, also beside an error.
func (c *Client) AwaitBound(ctx context.Context, key BindingKey, binding *contract.BindingDocument) (*contract.BindingDocument, error) {
	generation := binding.Metadata.Generation
	var pace pace
	for {
		if binding.Status.Phase == "Ready" && binding.Status.ObservedGeneration >= generation {
			return binding, nil
		}
		tflog.Info(ctx, "waiting until it is bound", map[string]any{"binding": key.String(), "situation": BindingSituation(binding)})
		if err := c.keep(ctx, &pace); err != nil {
			return binding, err
		}
		next, err := c.GetBinding(ctx, key, poll)
		switch {
		case ctx.Err() != nil:
			return binding, ctx.Err()
		case err != nil && !passes(err):
			return binding, err
		case err == nil:
			binding = next
		}
	}
}

// AwaitUnbound waits until the application's users are gone, or the resource itself is.
func (c *Client) AwaitUnbound(ctx context.Context, key BindingKey) error {
	var pace pace
	for {
		if err := c.keep(ctx, &pace); err != nil {
			return err
		}
		binding, err := c.GetBinding(ctx, key, poll)
		switch {
		case AsRefusal(err, "gone", "not-found") != nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !passes(err):
			return err
		case err == nil && binding.Status.Phase == "Unbound":
			return nil
		}
	}
}

// BindingSituation is how a binding is, in a sentence.
func BindingSituation(binding *contract.BindingDocument) string {
	text := binding.Status.Phase
	if trouble := binding.Status.Trouble; trouble != nil {
		text += fmt.Sprintf("; %s (%s), which was tried %d times", trouble.Reason, trouble.Message, trouble.Attempts)
	}
	return text
}
