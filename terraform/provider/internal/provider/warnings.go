package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"automat.dev/terraform-provider-automat/internal/client"
	"automat.dev/terraform-provider-automat/internal/contract"
)

// warnOf tells what a person should know of a resource that was read.
func warnOf(ctx context.Context, session *session, key client.Key, document *client.Document, behaviour behaviour, knownUid string, diags *diag.Diagnostics) {
	metadata := document.Metadata
	if knownUid != "" && knownUid != metadata.Uid {
		diags.AddWarning("It is another one", fmt.Sprintf("%s was deleted and made again outside of this configuration: its uid was %s and is %s. What was in it is not in the new one.", key, knownUid, metadata.Uid))
	}
	if metadata.ManagedBy != "" && metadata.ManagedBy != session.client.Manager() && !behaviour.takeOver {
		diags.AddWarning("It is kept elsewhere", fmt.Sprintf("%s is kept by %s, so changes from here will be refused.\n\nWhat to do: take it out of this configuration; or set take_over = true", key, metadata.ManagedBy))
	}
	if metadata.Stack != "" {
		diags.AddWarning("It is a member of a stack", fmt.Sprintf("%s lives and goes with the stack %s, so changes from here will be refused.\n\nWhat to do: change it in the stack's resources; and take it out of this configuration, or read it with data.automat_resource", key, metadata.Stack))
	}
	warnOfConditions(key, document, diags)
}

func warnOfConditions(key client.Key, document *client.Document, diags *diag.Diagnostics) {
	if pause := client.PauseOf(document); pause != nil {
		diags.AddWarning("It is paused", fmt.Sprintf("%s is paused until %s by %s: %s. A change is stored, and made when the pause ends. An apply that may not wait that long fails.\n\n"+
			"What to do: to have it changed before, run: %s", key, pause.Until, pause.By, pause.Reason, resume(key)))
	}
	for _, condition := range united(document.Status.Conditions) {
		text := key.String() + ": " + condition.Message
		isTrue := condition.Status == "True"
		switch {
		case condition.Reason == "MissingExternally":
			diags.AddWarning("It is missing in the cloud", text+"\n\nWhat to do: restore it there under its name, or run: automat recreate "+missing(key))
			return
		case condition.Type == "Expiring" && isTrue:
			diags.AddWarning("It expires soon", fmt.Sprintf("%s is taken back at %s.\n\nWhat to do: choose a longer lifetime, or let it go", key, document.Metadata.ExpiresAt))
		case condition.Type == "Compliant" && condition.Reason == "Waived":
			diags.AddWarning("It leans on a waiver", text+".\n\nWhat to do: before the waiver ends, change it so that it keeps the rule, or ask for another one")
		case condition.Type == "Compliant" && !isTrue:
			diags.AddWarning("It is not as the rules of today ask", text+".\n\nWhat to do: nothing at once; its next change has to keep them, or needs a waiver")
		case condition.Type == "Drifted" && isTrue:
			diags.AddWarning("The cloud has something else", text)
		case condition.Type == "Ready" && !isTrue && document.Status.Phase == "Quarantined":
			diags.AddWarning("It is in quarantine", text+"\n\nWhat to do: "+outOfQuarantine(key, document))
		case condition.Type == "Ready" && !isTrue && (document.Status.Phase == "Degraded" || document.Status.Phase == "Failed"):
			diags.AddWarning("It is not ready", text)
		}
	}
}

// inCommands is a resource as the command line takes it.
func inCommands(key client.Key) string {
	return strings.ReplaceAll(key.String(), "/", " ")
}

// resume is the command that ends a pause.
func resume(key client.Key) string {
	return "automat resume " + inCommands(key)
}

// missing is what can be made anew: of a stack a member alone.
func missing(key client.Key) string {
	if key.IsStack() {
		return key.Team + " KIND NAME, which are in members"
	}
	return inCommands(key)
}

// outOfQuarantine is how to use it again. A release is given once in a life.
func outOfQuarantine(key client.Key, document *client.Document) string {
	fix := "run: automat extend " + inCommands(key) + " --by 7d --reason TEXT"
	if quarantine := document.Status.Quarantine; quarantine == nil || quarantine.ReleasedUntil == "" {
		fix += "; or, for 48 hours and once: automat release " + inCommands(key) + " --reason TEXT"
	}
	return fix + "; or let it go: take it out of the configuration"
}

// used is a module with its version, such as postgres@1.0.0, and its kind by name or plural.
type used struct {
	kind, module string
}

// warnOfModules tells which of them should not be used any more.
func warnOfModules(ctx context.Context, session *session, key client.Key, modules []used, diags *diag.Diagnostics) {
	for _, module := range modules {
		if moved := deprecation(ctx, session, module); moved != "" {
			diags.AddWarning("Its module is deprecated", key.String()+": "+moved)
		}
	}
}

// deprecation is what the catalogue says of a module that should not be used any more; empty otherwise.
func deprecation(ctx context.Context, session *session, of used) string {
	catalog, err := session.modules(ctx)
	if err != nil {
		tflog.Warn(ctx, "the catalogue can not be read, so deprecated modules are not told", map[string]any{"error": err.Error()})
		return ""
	}
	for _, kind := range catalog.Kinds {
		if kind.Plural != of.kind && kind.Kind != of.kind {
			continue
		}
		for _, summary := range kind.Modules {
			if summary.Module+"@"+summary.Version == of.module && summary.Status.Stage == "deprecated" {
				return deprecationText(of.module, summary.Status)
			}
		}
	}
	return ""
}

func deprecationText(module string, status contract.ModuleStatus) string {
	text := module + " is deprecated"
	if status.Until != "" {
		text += ", and kept until " + status.Until
	}
	if status.MoveTo != "" {
		text += ".\n\nWhat to do: move to " + status.MoveTo
	}
	return text
}
