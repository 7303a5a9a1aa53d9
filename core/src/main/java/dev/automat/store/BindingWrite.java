package dev.automat.store;

import dev.automat.resource.Binding;
import dev.automat.resource.Event;

/**
 * A change of what is asked for.
 *
 * @param wanted as it is to stand; of generation 1 it is new, else the stored one must be of the
 *     generation before
 * @param event for the timeline of the resource
 */
public record BindingWrite(Binding wanted, Event.Draft event) {}
