// Command pstest serves Google's own fake of Pub/Sub, which their Go client brings for tests, on a
// port of this machine until its standard input ends. That fake has no IAM: what stands beside it
// here keeps policies with their etags, and holds nobody to them.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"

	"cloud.google.com/go/iam/apiv1/iampb"
	"cloud.google.com/go/pubsub/v2/pstest"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// policies is a fake of google.iam.v1.IAMPolicy.
type policies struct {
	iampb.UnimplementedIAMPolicyServer
	mu    sync.Mutex
	kept  map[string]*iampb.Policy
	edits int
}

func (p *policies) GetIamPolicy(_ context.Context, req *iampb.GetIamPolicyRequest) (*iampb.Policy, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.of(req.GetResource()), nil
}

func (p *policies) SetIamPolicy(_ context.Context, req *iampb.SetIamPolicyRequest) (*iampb.Policy, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	wanted := proto.Clone(req.GetPolicy()).(*iampb.Policy)
	if etag := string(wanted.GetEtag()); etag != "" && etag != string(p.of(req.GetResource()).GetEtag()) {
		return nil, status.Error(codes.Aborted, "there were concurrent policy changes")
	}
	p.edits++
	wanted.Etag = []byte("edit " + strconv.Itoa(p.edits))
	p.kept[req.GetResource()] = wanted
	return wanted, nil
}

func (p *policies) of(resource string) *iampb.Policy {
	if known, ok := p.kept[resource]; ok {
		return known
	}
	return &iampb.Policy{Etag: []byte("none")}
}

func main() {
	server := pstest.NewServerWithCallback(0, func(s *grpc.Server) {
		iampb.RegisterIAMPolicyServer(s, &policies{kept: map[string]*iampb.Policy{}})
	})
	defer func() { _ = server.Close() }()
	fmt.Println(server.Addr)
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil && !errors.Is(err, os.ErrClosed) {
		fmt.Fprintln(os.Stderr, err)
	}
}
