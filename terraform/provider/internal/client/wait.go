package client

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// poll is how long the server is asked to hold back one answer.
const poll = 20 * time.Second

// ErrNotReady means that the engine has done what it can, and it was not enough.
var ErrNotReady = errors.New("it did not become ready")

// AwaitReady waits until the engine has made the document's generation, as long as the context lives. It answers with
// the newest document, also beside an error.
func (c *Client) AwaitReady(ctx context.Context, key Key, document *contract.Document) (*contract.Document, error) {
	generation := document.Metadata.Generation
	settled := false
	for {
		switch {
		case IsReady(document, generation):
			return document, nil
		case hasFailed(document, generation, settled):
			return document, fmt.Errorf("%w: %s", ErrNotReady, Situation(document))
		}
		tflog.Info(ctx, "waiting until it is ready", map[string]any{"resource": key.String(), "situation": Situation(document)})
		asked := time.Now()
		next, err := c.Get(ctx, key, poll)
		switch {
		case ctx.Err() != nil:
			return document, ctx.Err()
		case passes(err):
			tflog.Warn(ctx, "the server does not answer; asking again", map[string]any{"resource": key.String(), "error": err.Error()})
			next = document
		case err != nil:
			return document, err
		}
		// The server holds the answer back as long as the engine can go on by itself.
		settled = err == nil && time.Since(asked) < poll/2
		document = next
		if err := breathe(ctx, err); err != nil {
			return document, err
		}
	}
}

// passes tells whether an error is one of the moment, such as a restart of the server: the engine goes on after it.
func passes(err error) bool {
	refusal := AsRefusal(err)
	return IsUnreachable(err) || (refusal != nil && refusal.Status >= 500)
}

// AwaitGone waits until a resource is seen gone. Another incarnation under its name means that it is.
func (c *Client) AwaitGone(ctx context.Context, key Key, uid string) error {
	for {
		document, err := c.Get(ctx, key, poll)
		switch {
		case AsRefusal(err, "gone", "not-found") != nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case passes(err):
			tflog.Warn(ctx, "the server does not answer; asking again", map[string]any{"resource": key.String(), "error": err.Error()})
			if err := breathe(ctx, err); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		case document.Metadata.Uid != uid || document.Status.Phase == "Deleted":
			return nil
		}
		tflog.Info(ctx, "waiting until it is gone", map[string]any{"resource": key.String(), "situation": Situation(document)})
		if err := breathe(ctx, nil); err != nil {
			return err
		}
	}
}

// breathe keeps a server that answers at once, because it is about to stop, from being asked without a pause; one that
// does not answer gets a longer one.
func breathe(ctx context.Context, trouble error) error {
	pause := 100 * time.Millisecond
	if trouble != nil {
		pause = 2 * time.Second
	}
	select {
	case <-time.After(pause):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// IsReady tells whether the cloud was seen to have that generation.
func IsReady(document *contract.Document, generation int64) bool {
	status := document.Status
	return status != nil && (status.Phase == "Ready" || status.Phase == "Expiring") && status.ObservedGeneration >= generation
}

// hasFailed tells whether the engine spoke of that generation, and can not go on by itself. What is degraded may still
// become ready, unless the server held nothing back.
func hasFailed(document *contract.Document, generation int64, settled bool) bool {
	phase := document.Status.Phase
	switch {
	case phase == "Deleted" || phase == "Deleting":
		return true
	case phase == "Failed" || (phase == "Degraded" && settled):
		for _, condition := range document.Status.Conditions {
			if condition.ObservedGeneration >= generation {
				return true
			}
		}
	}
	return false
}

// Situation is how a resource is, in a sentence.
func Situation(document *contract.Document) string {
	text := document.Status.Phase
	for _, condition := range document.Status.Conditions {
		if condition.Status != "True" && condition.Type != "Drifted" && condition.Type != "Expiring" {
			text += "; " + condition.Type + ": " + condition.Reason
			if condition.Message != "" {
				text += " (" + condition.Message + ")"
			}
		}
	}
	if progress := document.Status.Progress; progress != nil {
		text += fmt.Sprintf("; step %s since %s, which typically takes %d s", progress.Step, progress.Since, progress.TypicalSeconds)
	}
	return text
}
