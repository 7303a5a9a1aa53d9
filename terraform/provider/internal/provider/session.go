package provider

import (
	"context"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// session is what all resources of one provider process share.
type session struct {
	client *client.Client

	catalogOnce sync.Once
	catalog     *contract.Catalog
	catalogErr  error

	// met holds the ids of resources that the state had when this process began.
	met sync.Map
}

// configured takes the session out of what Configure was given; nil as long as the provider is not configured.
func configured(data any, diags *diag.Diagnostics) *session {
	if data == nil {
		return nil
	}
	session, ok := data.(*session)
	if !ok {
		diags.AddError("The provider is not Automat's", fmt.Sprintf("It configured a %T. This is a defect of the provider: report it.", data))
	}
	return session
}

// known tells whether there is a server to ask yet.
func (s *session) known(diags *diag.Diagnostics) bool {
	if s == nil {
		diags.AddError("Automat is not known yet", "The provider's configuration depends on what is only known after the apply.\n\nWhat to do: apply that first, with -target")
	}
	return s != nil
}

// modules asks for the catalogue once in the life of the process: it changes only with a restart of the server.
func (s *session) modules(ctx context.Context) (*contract.Catalog, error) {
	s.catalogOnce.Do(func() { s.catalog, s.catalogErr = s.client.Catalog(ctx) })
	return s.catalog, s.catalogErr
}
