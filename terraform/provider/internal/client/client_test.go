package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"automat.dev/terraform-provider-automat/internal/contract"
)

var orders = Key{Team: "payments", Kinds: "databases", Name: "orders"}

// answers is a server that gives these answers, one after the other and the last one again and again.
func answers(t *testing.T, all ...func(http.ResponseWriter, *http.Request)) *Client {
	t.Helper()
	next := 0
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		all[next](writer, request)
		next = min(next+1, len(all)-1)
	}))
	t.Cleanup(server.Close)
	return New(Options{Endpoint: server.URL, Token: "secret", Manager: "terraform:test", UserAgent: "test"})
}

func answer(status int, body string) func(http.ResponseWriter, *http.Request) {
	return func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Retry-After", "0")
		writer.WriteHeader(status)
		fmt.Fprint(writer, body)
	}
}

func document(phase string, observed int, reason string) string {
	return fmt.Sprintf(`{"metadata": {"uid": "u", "generation": 2}, "status": {"phase": %q, "observedGeneration": %d,
		"conditions": [{"type": "Ready", "status": "False", "reason": %q, "message": "words of the cloud", "observedGeneration": 2}]}}`, phase, observed, reason)
}

func TestWritesAreSignedAndConditional(t *testing.T) {
	var seen *http.Request
	client := answers(t, func(writer http.ResponseWriter, request *http.Request) {
		seen = request
		answer(http.StatusAccepted, document("Pending", 0, "New"))(writer, request)
	})
	_, err := client.Put(t.Context(), orders, Request{Spec: map[string]any{}}, Conditions{ETag: "u-1", TakeOver: true})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Authorization": "Bearer secret", "Automat-Managed-By": "terraform:test", "If-Match": `"u-1"`, "If-None-Match": "",
	} {
		if got := seen.Header.Get(name); got != want {
			t.Errorf("%s is %q, and should be %q", name, got, want)
		}
	}
	if got := seen.URL.String(); got != "/v1/teams/payments/databases/orders?takeOver=true" {
		t.Errorf("it was sent to %s", got)
	}
}

func TestWhatIsBusyIsAskedAgain(t *testing.T) {
	busy := answer(http.StatusServiceUnavailable, `{"code": "busy", "detail": "too many are waiting"}`)
	client := answers(t, busy, busy, answer(http.StatusOK, document("Ready", 2, "Available")))
	if _, err := client.Get(t.Context(), orders, 0); err != nil {
		t.Error(err)
	}
}

func TestAnAnswerOfSomethingElseIsToldApart(t *testing.T) {
	client := answers(t, answer(http.StatusBadGateway, "<html>"))
	_, err := client.Get(t.Context(), orders, 0)
	if refusal := AsRefusal(err, "no-problem-document"); refusal == nil || !strings.Contains(err.Error(), "check the endpoint") {
		t.Errorf("it is taken for: %v", err)
	}
}

func TestAWaitOutlivesARestartOfTheServer(t *testing.T) {
	client := answers(t, answer(http.StatusBadGateway, "<html>"), answer(http.StatusOK, document("Ready", 2, "Available")))
	start := parsed(t, "Provisioning", 0)
	if _, err := client.AwaitReady(t.Context(), orders, start); err != nil {
		t.Error(err)
	}
}

func TestAWaitEndsWhereTheEngineCanNotGoOn(t *testing.T) {
	client := answers(t, answer(http.StatusOK, document("Failed", 0, "QuotaExceeded")))
	_, err := client.AwaitReady(t.Context(), orders, parsed(t, "Provisioning", 0))
	if !errors.Is(err, ErrNotReady) || !strings.Contains(err.Error(), "QuotaExceeded (words of the cloud)") {
		t.Errorf("the reason is lost: %v", err)
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	client := answers(t, answer(http.StatusOK, document("Provisioning", 0, "Creating")))
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := client.AwaitReady(ctx, orders, parsed(t, "Provisioning", 0)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it ended with: %v", err)
	}
}

func TestAnotherIncarnationMeansThatItIsGone(t *testing.T) {
	client := answers(t, answer(http.StatusOK, document("Ready", 2, "Available")))
	if err := client.AwaitGone(t.Context(), orders, "the-one-before"); err != nil {
		t.Error(err)
	}
}

// parsed is a document of generation 2.
func parsed(t *testing.T, phase string, observed int64) *contract.Document {
	t.Helper()
	return &contract.Document{
		Metadata: contract.Metadata{Uid: "u", Generation: 2},
		Status:   &contract.Status{Phase: phase, ObservedGeneration: observed},
	}
}
