package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"automat.dev/terraform-provider-automat/internal/contract"
)

// poll is how long the server is asked to hold back one answer.
const poll = 20 * time.Second

// ErrPaused means that somebody paused all changes for longer than the wait may take.
var ErrPaused = errors.New("it is paused")

// ErrNotReady means that the engine has done what it can, and it was not enough.
var ErrNotReady = errors.New("it did not become ready")

// AwaitReady waits until the engine has made the document's generation, as long as the context lives. It answers with
// the newest document, also beside an error.
func (c *Client) AwaitReady(ctx context.Context, key Key, document *Document) (*Document, error) {
	generation := document.Metadata.Generation
	settled := false
	var pace pace
	for {
		switch {
		case IsReady(document, generation):
			return document, nil
		case hasFailed(document, generation, settled):
			return document, fmt.Errorf("%w: %s", ErrNotReady, Situation(document))
		case isHeldBack(document, generation) && outlasts(ctx, PauseOf(document)):
			return document, fmt.Errorf("%w: %s", ErrPaused, Situation(document))
		}
		tflog.Info(ctx, "waiting until it is ready", map[string]any{"resource": key.String(), "situation": Situation(document)})
		if err := c.keep(ctx, &pace); err != nil {
			return document, err
		}
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
		settled = err == nil && pace.isEarly()
		document = next
	}
}

// passes tells whether an error is one of the moment, such as a restart of the server: the engine goes on after it.
func passes(err error) bool {
	refusal := AsRefusal(err)
	return IsUnreachable(err) || (refusal != nil && (refusal.Status >= 500 || refusal.Status == http.StatusTooManyRequests))
}

// AwaitGone waits until a resource is seen gone. Another incarnation under its name means that it is.
func (c *Client) AwaitGone(ctx context.Context, key Key, uid string) error {
	var pace pace
	for {
		if err := c.keep(ctx, &pace); err != nil {
			return err
		}
		document, err := c.Get(ctx, key, poll)
		switch {
		case AsRefusal(err, "gone", "not-found") != nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case passes(err):
			tflog.Warn(ctx, "the server does not answer; asking again", map[string]any{"resource": key.String(), "error": err.Error()})
			continue
		case err != nil:
			return err
		case document.Metadata.Uid != uid || document.Status.Phase == "Deleted":
			return nil
		}
		tflog.Info(ctx, "waiting until it is gone", map[string]any{"resource": key.String(), "situation": Situation(document)})
	}
}

// shortestPause is before the next question to a server that held nothing back.
const shortestPause = 2 * time.Second

// pace counts the answers in a row that came early: from a server that is about to stop, does not answer, or has nothing to
// wait for, such as what the cloud refused and the engine tries again later. Each makes the next pause twice as long.
type pace struct {
	asked time.Time
	early int
}

// keep pauses if the answer before came early; at most as long as the server would have held it back.
func (c *Client) keep(ctx context.Context, pace *pace) error {
	if err := c.pause(ctx, pace.next()); err != nil {
		return err
	}
	pace.asked = time.Now()
	return nil
}

// next is the pause that is due after the answer to what was asked last.
func (p *pace) next() time.Duration {
	if p.asked.IsZero() || !p.isEarly() {
		p.early = 0
		return 0
	}
	p.early++
	// More doublings than these are longer than a poll.
	return min(shortestPause<<min(p.early-1, 4), poll)
}

// isEarly tells, right after an answer, whether the server did not hold it back.
func (p *pace) isEarly() bool {
	return time.Since(p.asked) < poll/2
}

// pause ends early with an error if the context does.
func pause(ctx context.Context, length time.Duration) error {
	select {
	case <-time.After(length):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// IsReady tells whether the cloud was seen to have that generation.
func IsReady(document *Document, generation int64) bool {
	status := document.Status
	return status != nil && (status.Phase == "Ready" || status.Phase == "Expiring") && status.ObservedGeneration >= generation
}

// hasFailed tells whether the engine spoke of that generation, and can not go on by itself. What is degraded may still
// become ready, unless the server held nothing back; what is in quarantine is used again only if somebody says so.
func hasFailed(document *Document, generation int64, settled bool) bool {
	phase := document.Status.Phase
	switch {
	case phase == "Deleted" || phase == "Deleting":
		return true
	case phase == "Failed" || phase == "Quarantined" || (phase == "Degraded" && settled):
		for _, condition := range document.Status.Conditions {
			if condition.ObservedGeneration >= generation {
				return true
			}
		}
	}
	return false
}

// PauseOf is the pause that holds back all changes now; nil if none does. The status keeps the last one, also when it is over.
func PauseOf(document *Document) *contract.StatusPause {
	pause := document.Status.Pause
	if pause == nil {
		return nil
	}
	if until, err := time.Parse(time.RFC3339, pause.Until); err != nil || !until.After(time.Now()) {
		return nil
	}
	return pause
}

// isHeldBack tells whether the engine looked at that generation, and the pause keeps it from making it. What needs nothing in
// the cloud becomes ready in spite of a pause.
func isHeldBack(document *Document, generation int64) bool {
	for _, condition := range document.Status.Conditions {
		if condition.Type == "Synced" && condition.Reason == "Paused" && condition.ObservedGeneration >= generation {
			return true
		}
	}
	return false
}

// outlasts tells whether the pause is longer than the wait.
func outlasts(ctx context.Context, pause *contract.StatusPause) bool {
	deadline, bounded := ctx.Deadline()
	if pause == nil || !bounded {
		return false
	}
	until, err := time.Parse(time.RFC3339, pause.Until)
	return err == nil && until.After(deadline)
}

// Situation is how a resource is, in a sentence.
func Situation(document *Document) string {
	text := document.Status.Phase
	pause := PauseOf(document)
	if pause != nil {
		text += fmt.Sprintf("; paused until %s by %s: %s", pause.Until, pause.By, pause.Reason)
	}
	for _, condition := range document.Status.Conditions {
		if pause != nil && condition.Reason == "Paused" {
			// It says the same.
			continue
		}
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
