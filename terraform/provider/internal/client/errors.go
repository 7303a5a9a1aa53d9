package client

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// Refusal is an answer of the server that is no success.
type Refusal struct {
	Status     int
	RetryAfter time.Duration
	contract.Problem
}

// Error says what is wrong and what to do next.
func (r *Refusal) Error() string {
	var out strings.Builder
	out.WriteString(r.Detail)
	if r.Fix != "" {
		out.WriteString("\n\nWhat to do: " + r.Fix)
	}
	if r.Nearest != "" {
		out.WriteString("\nNearest: " + r.Nearest)
	} else if len(r.Exists) > 0 {
		out.WriteString("\nThere is: " + strings.Join(r.Exists, ", "))
	}
	fmt.Fprintf(&out, "\n(%d %s, request %s)", r.Status, r.Code, r.RequestId)
	return out.String()
}

// Unreachable means that there was no answer.
type Unreachable struct {
	Endpoint string
	Cause    error
}

func (u *Unreachable) Error() string {
	return fmt.Sprintf("%s does not answer: %s\n\nWhat to do: start Automat there, or name another one with the provider's endpoint or AUTOMAT_URL", u.Endpoint, u.Cause)
}

func (u *Unreachable) Unwrap() error {
	return u.Cause
}

// IsUnreachable tells whether there was no answer.
func IsUnreachable(err error) bool {
	var unreachable *Unreachable
	return errors.As(err, &unreachable)
}

// AsRefusal is the refusal with one of the codes, or nil; without codes, any refusal.
func AsRefusal(err error, codes ...string) *Refusal {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return nil
	}
	for _, code := range codes {
		if refusal.Code == code {
			return refusal
		}
	}
	if len(codes) == 0 {
		return refusal
	}
	return nil
}

// refusal reads a problem document. What stands between may answer something else.
func refusal(call call, response *http.Response, text []byte) error {
	refusal := &Refusal{Status: response.StatusCode}
	if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil {
		refusal.RetryAfter = time.Duration(seconds) * time.Second
	}
	// Its plan is compared with plans whose numbers are read as they are written.
	if err := decode(text, &refusal.Problem); err != nil || refusal.Code == "" {
		refusal.Code = "no-problem-document"
		refusal.Detail = fmt.Sprintf("%s %s was answered with %s, which does not come from an Automat", call.method, call.path, response.Status)
		refusal.Fix = "check the endpoint, and what stands between it and Terraform"
	}
	return refusal
}
