package client

import (
	"context"
	"net/http"
	"net/url"
)

// Stacks is what stands in the place of a kind's plural in the address of a stack. No kind may have it.
const Stacks = "stacks"

// memberLimit is more than a stack can have: at most 20, and as many that are being removed.
const memberLimit = "200"

// IsStack tells whether it names a stack.
func (k Key) IsStack() bool {
	return k.Kinds == Stacks
}

// Members are the documents of what a stack is made of, also of what is being removed.
func (c *Client) Members(ctx context.Context, key Key) ([]Document, error) {
	var page struct{ Items []Document }
	query := url.Values{"team": {key.Team}, "stack": {key.Name}, "limit": {memberLimit}}
	err := c.do(ctx, call{method: http.MethodGet, path: "/v1/resources", query: query}, &page)
	return page.Items, err
}

// StackConnection is what an application connects with, by member, secrets included.
func (c *Client) StackConnection(ctx context.Context, key Key) (map[string]map[string]string, error) {
	var connection map[string]map[string]string
	err := c.do(ctx, call{method: http.MethodGet, path: key.path() + "/connection"}, &connection)
	return connection, err
}
