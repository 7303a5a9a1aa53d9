// Package client speaks Automat's HTTP contract. Every refusal comes back as a *Refusal, every failure to get an answer
// as an *Unreachable: callers decide what each means for them.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"automat.dev/terraform-provider-automat/internal/contract"
)

const (
	// tries of a request that the server could not serve just now. All requests of the contract may be repeated.
	tries = 5
	// longestPause between two tries, whatever the server asks for.
	longestPause = 10 * time.Second
	// answerLimit is how long an answer may take beyond the wait that was asked for.
	answerLimit = 30 * time.Second
	// largestAnswer in bytes.
	largestAnswer = 32 << 20
)

// Client calls one server.
type Client struct {
	endpoint  string
	token     string
	manager   string
	userAgent string
	http      *http.Client
	// pause waits between two questions.
	pause func(context.Context, time.Duration) error
}

// Options of a client.
type Options struct {
	// Endpoint is the server's address, such as http://127.0.0.1:8080.
	Endpoint string
	// Token for Authorization: Bearer; empty: none is sent.
	Token string
	// Manager is what writes are signed with, such as terraform:network.
	Manager   string
	UserAgent string
}

// New makes a client. It calls nobody yet.
func New(options Options) *Client {
	return &Client{
		endpoint:  strings.TrimRight(options.Endpoint, "/"),
		token:     options.Token,
		manager:   options.Manager,
		userAgent: options.UserAgent,
		pause:     pause,
		http: &http.Client{Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
			MaxIdleConnsPerHost: 64,
			TLSHandshakeTimeout: 10 * time.Second,
		}},
	}
}

// Manager that writes are signed with.
func (c *Client) Manager() string {
	return c.manager
}

// Endpoint that is called.
func (c *Client) Endpoint() string {
	return c.endpoint
}

// Key names a resource as its address does.
type Key struct {
	Team, Kinds, Name string
}

// String is also the id that import takes.
func (k Key) String() string {
	return k.Team + "/" + k.Kinds + "/" + k.Name
}

func (k Key) path() string {
	return "/v1/teams/" + url.PathEscape(k.Team) + "/" + url.PathEscape(k.Kinds) + "/" + url.PathEscape(k.Name)
}

// Request is what is asked for: the document without what the server owns.
type Request struct {
	Labels map[string]string
	Spec   map[string]any
}

// Conditions under which a write is carried out.
type Conditions struct {
	// Only if there is none.
	Absent bool
	// Only if it still has this ETag, without quotes.
	ETag string
	// Although another manager keeps it.
	TakeOver bool
	// Although the last one of that name expired.
	Recreate bool
	// Although members of a stack that hold data are removed. Of a resource the server does not take it.
	DataLoss bool
	// Only if the plan would have this digest; empty: whatever it is.
	PlanMatch string
}

// Get reads a resource. With a wait it is answered once the resource has settled, or the wait is over.
func (c *Client) Get(ctx context.Context, key Key, wait time.Duration) (*Document, error) {
	return c.document(ctx, call{method: http.MethodGet, path: key.path(), wait: wait})
}

// Put stores what is asked for; it does not wait until it is made.
func (c *Client) Put(ctx context.Context, key Key, request Request, conditions Conditions) (*Document, error) {
	return c.document(ctx, put(key, request, conditions, url.Values{}))
}

// Try asks what Put would answer, and changes nothing.
func (c *Client) Try(ctx context.Context, key Key, request Request, conditions Conditions) (*Document, error) {
	return c.document(ctx, put(key, request, conditions, url.Values{"validateOnly": {"true"}}))
}

func put(key Key, request Request, conditions Conditions, query url.Values) call {
	if conditions.TakeOver {
		query.Set("takeOver", "true")
	}
	if conditions.Recreate {
		query.Set("recreate", "true")
	}
	if conditions.DataLoss && key.IsStack() {
		query.Set("allowDataLoss", "true")
	}
	body := map[string]any{"spec": request.Spec}
	if len(request.Labels) > 0 {
		body["metadata"] = map[string]any{"labels": request.Labels}
	}
	return call{method: http.MethodPut, path: key.path(), query: query, header: conditions.header(), body: body}
}

func (c Conditions) header() http.Header {
	header := http.Header{}
	if c.Absent {
		header.Set("If-None-Match", "*")
	}
	if c.ETag != "" {
		header.Set("If-Match", `"`+c.ETag+`"`)
	}
	if c.PlanMatch != "" {
		header.Set("If-Plan-Match", c.PlanMatch)
	}
	return header
}

// Delete gives a resource back; it does not wait until it is gone.
func (c *Client) Delete(ctx context.Context, key Key, conditions Conditions) (*Document, error) {
	query := url.Values{}
	if conditions.TakeOver {
		query.Set("takeOver", "true")
	}
	return c.document(ctx, call{method: http.MethodDelete, path: key.path(), query: query, header: conditions.header()})
}

// Connection is what an application connects with, secrets included.
func (c *Client) Connection(ctx context.Context, key Key) (map[string]string, error) {
	var connection map[string]string
	err := c.do(ctx, call{method: http.MethodGet, path: key.path() + "/connection"}, &connection)
	return connection, err
}

// Catalog is all that can be asked for.
func (c *Client) Catalog(ctx context.Context) (*contract.Catalog, error) {
	var catalog contract.Catalog
	err := c.do(ctx, call{method: http.MethodGet, path: "/v1/catalog"}, &catalog)
	return &catalog, err
}

// Module is one version of a module.
func (c *Client) Module(ctx context.Context, kinds, module, version string) (*contract.ModuleDetail, error) {
	var detail contract.ModuleDetail
	path := "/v1/catalog/" + url.PathEscape(kinds) + "/" + url.PathEscape(module) + "/" + url.PathEscape(version)
	err := c.do(ctx, call{method: http.MethodGet, path: path}, &detail)
	return &detail, err
}

type call struct {
	method, path string
	query        url.Values
	header       http.Header
	body         any
	wait         time.Duration
}

func (c *Client) document(ctx context.Context, call call) (*Document, error) {
	var document Document
	if err := c.do(ctx, call, &document); err != nil {
		return nil, err
	}
	return &document, nil
}

// do repeats a call that can not be served just now, and decodes the answer.
func (c *Client) do(ctx context.Context, call call, into any) error {
	for try := 1; ; try++ {
		err := c.once(ctx, call, into)
		pause, again := pauseBefore(err, try)
		if !again || try == tries {
			return err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// pauseBefore says how long to wait before another try, and whether one makes sense.
func pauseBefore(err error, try int) (time.Duration, bool) {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return 0, false
	}
	if refusal.Status != http.StatusServiceUnavailable && refusal.Status != http.StatusTooManyRequests {
		return 0, false
	}
	pause := refusal.RetryAfter
	if pause == 0 {
		pause = time.Duration(try) * 500 * time.Millisecond
	}
	return min(pause, longestPause), true
}

func (c *Client) once(ctx context.Context, call call, into any) error {
	ctx, cancel := context.WithTimeout(ctx, call.wait+answerLimit)
	defer cancel()
	request, err := c.request(ctx, call)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return &Unreachable{Endpoint: c.endpoint, Cause: err}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, largestAnswer))
	if err != nil {
		return &Unreachable{Endpoint: c.endpoint, Cause: err}
	}
	if response.StatusCode >= 300 {
		return refusal(call, response, text)
	}
	if err := decode(text, into); err != nil {
		return fmt.Errorf("%s %s was answered with something else than a document of Automat: %w; check that %s is an Automat", call.method, call.path, err, c.endpoint)
	}
	return nil
}

func (c *Client) request(ctx context.Context, call call) (*http.Request, error) {
	address := c.endpoint + call.path
	if len(call.query) > 0 {
		address += "?" + call.query.Encode()
	}
	var body io.Reader
	if call.body != nil {
		text, err := json.Marshal(call.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, call.method, address, body)
	if err != nil {
		return nil, fmt.Errorf("endpoint %s: %w", c.endpoint, err)
	}
	for name, values := range call.header {
		request.Header[name] = values
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if call.wait > 0 {
		request.Header.Set("Prefer", "wait="+strconv.Itoa(int(call.wait.Seconds())))
	}
	if call.method != http.MethodGet {
		request.Header.Set("Automat-Managed-By", c.manager)
	}
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	request.Header.Set("User-Agent", c.userAgent)
	return request, nil
}
