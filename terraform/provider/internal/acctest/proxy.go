package acctest

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"sync/atomic"
)

// Proxy stands before a server: it counts calls, and can hold back the answers that a client waits for, as a cloud would
// that takes its time.
type Proxy struct {
	URL string

	server *httptest.Server
	calls  atomic.Int64
	// waiting is told of each call that is held back.
	waiting chan struct{}
	mutex   sync.Mutex
	held    chan struct{}
}

// NewProxy starts one.
func NewProxy(server *Server) (*Proxy, error) {
	target, err := url.Parse(server.URL)
	if err != nil {
		return nil, err
	}
	forward := &httputil.ReverseProxy{Rewrite: func(request *httputil.ProxyRequest) { request.SetURL(target) }}
	proxy := &Proxy{waiting: make(chan struct{}, 1000)}
	proxy.server = httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		proxy.calls.Add(1)
		proxy.hold(request)
		forward.ServeHTTP(writer, request)
	}))
	proxy.URL = proxy.server.URL
	return proxy, nil
}

func (p *Proxy) hold(request *http.Request) {
	p.mutex.Lock()
	held := p.held
	p.mutex.Unlock()
	if held == nil || request.Header.Get("Prefer") == "" {
		return
	}
	p.waiting <- struct{}{}
	select {
	case <-held:
	case <-request.Context().Done():
	}
}

// Hold holds back the answers to calls that ask to wait, until Release.
func (p *Proxy) Hold() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.held = make(chan struct{})
}

// Release lets them go.
func (p *Proxy) Release() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.held != nil {
		close(p.held)
		p.held = nil
	}
}

// Waiting is told of each call that is held back.
func (p *Proxy) Waiting() <-chan struct{} {
	return p.waiting
}

// Calls since the last time that this was asked.
func (p *Proxy) Calls() int64 {
	return p.calls.Swap(0)
}

// Stop ends it.
func (p *Proxy) Stop() {
	p.Release()
	p.server.Close()
}
