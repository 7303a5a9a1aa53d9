package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// explain puts an error into diagnostics: one for each violation, at its attribute.
func explain(of words, diags *diag.Diagnostics, summary string, err error) {
	refusal := client.AsRefusal(err)
	switch {
	case refusal == nil:
		diags.AddError(summary, err.Error())
	case len(refusal.Violations) > 0:
		for _, violation := range refusal.Violations {
			diags.Append(violationAt(of, violation, ""))
		}
	case refusal.Code == "managed-elsewhere":
		diags.AddError(summary, refusal.Detail+
			"\n\nWhat to do: change it there; or set take_over = true, and this configuration becomes its manager with the next write")
	case refusal.Code == "protected":
		diags.AddError(summary, refusal.Detail+"\n\nWhat to do: set deletion_protection = false, apply that, and try again")
	case refusal.Code == "stale":
		diags.AddError(summary, refusal.Detail+"\n\nWhat to do: plan again, and look at what somebody else changed")
	case refusal.Status == 401 || refusal.Status == 403:
		diags.AddError(summary, refusal.Error()+"\n\nThe provider's token comes from token, AUTOMAT_TOKEN, token_file or AUTOMAT_TOKEN_FILE.")
	default:
		diags.AddError(summary, refusal.Error())
	}
}

// violationAt is one thing that is wrong, at its attribute. more is a second way out.
func violationAt(of words, violation contract.Violation, more string) diag.Diagnostic {
	at, isAttribute := of.at(violation)
	violation = inAttributes(of, violation)
	var detail strings.Builder
	detail.WriteString(placeOf(violation.Pointer, at, isAttribute))
	at = found(at)
	fix := violation.Fix
	if own, exists := ownFixes[violation.Rule]; exists {
		fix = own
	}
	fmt.Fprintf(&detail, "%s.\n\nWhat to do: %s", violation.Message, fix)
	if more != "" {
		detail.WriteString("; " + more)
	}
	if violation.Nearest != "" {
		detail.WriteString("\nNearest: " + violation.Nearest)
	}
	if len(violation.Exists) > 0 {
		detail.WriteString("\nThere is: " + strings.Join(violation.Exists, ", "))
	}
	summary := "Refused: " + violation.Rule
	if isAttribute {
		return diag.NewAttributeErrorDiagnostic(at, summary, detail.String())
	}
	return diag.NewErrorDiagnostic(summary, detail.String())
}

// placeOf is where something is wrong, as the server says it, and as a block has it if that is something else.
func placeOf(pointer string, at path.Path, isAttribute bool) string {
	switch {
	case pointer == "":
		return ""
	case isAttribute && len(at.Steps()) > 2:
		return fmt.Sprintf("%s (%s): ", pointer, at)
	case isAttribute && !strings.HasSuffix("/"+strings.Join(stepsOf(pointer), "/"), "/"+strings.Join(namesIn(at), "/")):
		return fmt.Sprintf("%s (%s): ", pointer, strings.Join(namesIn(at), "."))
	default:
		return pointer + ": "
	}
}

// found is as much of a path as Terraform finds a line by: an attribute, and one key of it.
func found(at path.Path) path.Path {
	for len(at.Steps()) > 2 {
		at = at.ParentPath()
	}
	return at
}

// ownFixes are for rules whose fix is a parameter of the API, which has another name here.
var ownFixes = map[string]string{
	"would-delete": "put it back, or set allow_data_loss = true to have it deleted",
	"protected":    "put it back, set deletion_protection = false, apply that, and take it out again",
}

// explainWait says why the wait for a resource ended before it was ready.
func explainWait(diags *diag.Diagnostics, key client.Key, document *client.Document, err error, limit time.Duration, whatToDo string) {
	why := err.Error()
	switch {
	case errors.Is(err, client.ErrNotReady), errors.Is(err, client.ErrPaused):
		why = client.Situation(document)
	case errors.Is(err, context.DeadlineExceeded):
		why = fmt.Sprintf("after %s it is: %s", limit, client.Situation(document))
	case errors.Is(err, context.Canceled):
		why = "interrupted while it is: " + client.Situation(document)
	}
	if document.Status.Phase == "Quarantined" {
		whatToDo = outOfQuarantine(key, document) + ". Then " + whatToDo
	}
	if pause := client.PauseOf(document); pause != nil {
		whatToDo = "to have it changed before " + pause.Until + ", run: " + resume(key) + ". Then " + whatToDo
	}
	diags.AddError("It is not ready", key.String()+": "+why+"\n\nWhat to do: "+whatToDo)
}
