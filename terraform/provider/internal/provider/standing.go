package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"automat.dev/terraform-provider-automat/internal/client"
)

// standing is how a resource was when it was last looked at.
type standing struct {
	uid, etag, phase, managedBy, lifetime string
	stateful, isProtected                 bool
}

func standingOf(ctx context.Context, state source) standing {
	flag := func(name string) bool {
		var value types.Bool
		_ = state.GetAttribute(ctx, path.Root("effective").AtName(name), &value)
		return value.ValueBool()
	}
	return standing{
		uid:         textOf(ctx, state, path.Root("uid")),
		etag:        textOf(ctx, state, path.Root("etag")),
		phase:       textOf(ctx, state, path.Root("status").AtName("phase")),
		managedBy:   textOf(ctx, state, path.Root("managed_by")),
		lifetime:    textOf(ctx, state, path.Root("effective").AtName("lifetime")),
		stateful:    flag("stateful"),
		isProtected: flag("deletion_protection"),
	}
}

// gone means deleted, about to be, or forgotten, and not by this configuration.
func (s standing) gone() bool {
	return s.phase == "Deleted" || s.phase == "Deleting"
}

// unfinished means that an apply should wait for it, even if nothing is to be changed.
func (s standing) unfinished() bool {
	switch s.phase {
	case "Pending", "Provisioning", "Updating", "Failed":
		return true
	default:
		return false
	}
}

func (s standing) whatToDo(key client.Key) string {
	lost := ""
	if s.stateful {
		lost = ", without what was in it"
	}
	return key.String() + " expired, was deleted elsewhere, or is not known to this server. It is not made again by itself.\n\n" +
		"What to do: take it out of the configuration; or set allow_recreate = true, and the next apply makes a new, empty one" + lost
}

// takesOver tells whether a write is due only to become its manager.
func takesOver(session *session, behaviour behaviour, before standing) bool {
	return behaviour.takeOver && before.managedBy != session.client.Manager()
}
