package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"automat.dev/terraform-provider-automat/internal/client"
)

// create stores what is asked for. What an apply that was cut short has made already is taken up.
func (v *vended) create(ctx context.Context, wanted definition, conditions client.Conditions, diags *diag.Diagnostics) (*client.Document, error) {
	for {
		document, err := v.session.client.Put(ctx, wanted.key, wanted.request, conditions)
		if refusal := client.AsRefusal(err, "expired"); refusal != nil {
			refusal.Fix = "set allow_recreate = true to have a new, empty one, or take it out of the configuration"
			return nil, refusal
		}
		refusal := client.AsRefusal(err, "exists")
		if refusal == nil {
			return document, err
		}
		existing, err := v.session.client.Get(ctx, wanted.key, 0)
		if client.AsRefusal(err, "gone", "not-found") != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		if existing.Status.Phase == "Deleting" {
			if err := v.session.client.AwaitGone(ctx, wanted.key, existing.Metadata.Uid); err != nil {
				return nil, err
			}
			continue
		}
		if !v.madeBefore(wanted, existing) {
			refusal.Fix = importIt(wanted.key)
			return nil, refusal
		}
		diags.AddWarning("It was there already",
			wanted.key.String()+" was made by "+v.session.client.Manager()+" with the same definition, so it is taken for what an apply that was cut short has made.")
		return existing, nil
	}
}

// madeBefore tells whether what exists is what this configuration would make.
func (v *vended) madeBefore(wanted definition, existing *client.Document) bool {
	return existing.Metadata.ManagedBy == v.session.client.Manager() && wanted.same(definitionOf(wanted.key, existing))
}

func definitionOf(key client.Key, document *client.Document) definition {
	return definition{key: key, request: client.Request{Labels: document.Metadata.Labels, Spec: document.Spec}, known: true}
}

func importIt(key client.Key) string {
	return "choose another name; or, to keep that one with this configuration, run: terraform import ADDRESS " + key.String()
}
