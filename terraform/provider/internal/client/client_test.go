package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
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

func TestAWaitEndsInQuarantine(t *testing.T) {
	client := answers(t, answer(http.StatusOK, document("Quarantined", 1, "Quarantined")))
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	_, err := client.AwaitReady(ctx, orders, parsed(t, "Updating", 1))
	if !errors.Is(err, ErrNotReady) || !strings.Contains(err.Error(), "Quarantined (words of the cloud)") {
		t.Errorf("the reason is lost: %v", err)
	}
}

func TestAWaitEndsAtOnceWhereThePauseThatHoldsItBackIsLonger(t *testing.T) {
	heldBack := contract.StatusCondition{Type: "Synced", Status: "False", Reason: "Paused", ObservedGeneration: 2}
	before, asked := heldBack, heldBack
	before.ObservedGeneration = 1
	asked.Type, asked.Status = "Paused", "True"
	for _, test := range []struct {
		reason     string
		pause      time.Duration
		conditions []contract.StatusCondition
		want       error
	}{
		{"nobody waits for days", 24 * time.Hour, []contract.StatusCondition{asked, heldBack}, ErrPaused},
		{"what the engine has not looked at yet may need nothing in the cloud", 24 * time.Hour, nil, nil},
		{"what was held back before says nothing of this change", 24 * time.Hour, []contract.StatusCondition{before}, nil},
		{"that it is paused does not say that it is held back", 24 * time.Hour, []contract.StatusCondition{asked}, nil},
		{"what is over in time is waited for", time.Minute, []contract.StatusCondition{asked, heldBack}, nil},
		{"what is over holds nothing back", -time.Minute, []contract.StatusCondition{heldBack}, nil},
	} {
		client := answers(t, answer(http.StatusOK, document("Ready", 2, "Available")))
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		paused := parsed(t, "Updating", 1)
		paused.Status.Pause = &contract.StatusPause{By: "ann", Reason: "the fair", Until: time.Now().Add(test.pause).UTC().Format(time.RFC3339)}
		paused.Status.Conditions = test.conditions
		_, err := client.AwaitReady(ctx, orders, paused)
		cancel()
		if !errors.Is(err, test.want) || (err != nil && !strings.Contains(err.Error(), "paused until "+paused.Status.Pause.Until+" by ann: the fair")) {
			t.Errorf("%s: %v", test.reason, err)
		}
	}
}

func TestWhoIsAnsweredAtOnceAsksLessAndLessOften(t *testing.T) {
	want := []time.Duration{0, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 20 * time.Second, 20 * time.Second}
	const bound = `{"metadata": {"generation": 1}, "status": {"phase": %q, "observedGeneration": %d}}`
	for _, test := range []struct {
		name, early, last string
		await             func(*Client) error
	}{
		{"ready", document("Updating", 1, "Waiting"), document("Ready", 2, "Available"), func(client *Client) error {
			_, err := client.AwaitReady(t.Context(), orders, parsed(t, "Updating", 1))
			return err
		}},
		{"gone", document("Deleting", 1, "Deleting"), document("Deleted", 2, "Deleted"), func(client *Client) error {
			return client.AwaitGone(t.Context(), orders, "u")
		}},
		{"bound", fmt.Sprintf(bound, "Degraded", 0), fmt.Sprintf(bound, "Ready", 1), func(client *Client) error {
			_, err := client.AwaitBound(t.Context(), BindingKey{orders, "shop"}, &contract.BindingDocument{Metadata: contract.BindingDocumentMetadata{Generation: 1}})
			return err
		}},
		{"unbound", fmt.Sprintf(bound, "Degraded", 0), fmt.Sprintf(bound, "Unbound", 1), func(client *Client) error {
			return client.AwaitUnbound(t.Context(), BindingKey{orders, "shop"})
		}},
	} {
		early := answer(http.StatusOK, test.early)
		client := answers(t, early, early, early, early, early, early, answer(http.StatusOK, test.last))
		var pauses []time.Duration
		client.pause = func(_ context.Context, length time.Duration) error {
			pauses = append(pauses, length)
			return nil
		}
		if err := test.await(client); err != nil || !slices.Equal(pauses, want) {
			t.Errorf("%s: %v, after pauses of %v", test.name, err, pauses)
		}
	}
}

func TestWhoseAnswerIsHeldBackIsAskedAgainAtOnce(t *testing.T) {
	pace := pace{asked: time.Now().Add(-poll), early: 3}
	if length := pace.next(); length != 0 || pace.early != 0 {
		t.Errorf("it pauses for %s", length)
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
func parsed(t *testing.T, phase string, observed int64) *Document {
	t.Helper()
	return &Document{Document: contract.Document{
		Metadata: contract.Metadata{Uid: "u", Generation: 2},
		Status:   &contract.Status{Phase: phase, ObservedGeneration: observed},
	}}
}
