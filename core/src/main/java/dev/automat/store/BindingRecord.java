package dev.automat.store;

import dev.automat.resource.Binding;
import dev.automat.resource.Event;
import dev.automat.resource.SealedSecret;
import java.util.List;
import java.util.Optional;

/**
 * What the engine writes of a binding.
 *
 * @param epoch of the claim on the resource
 * @param binding with the status, and the end, that are to be stored; the rest is not looked at
 * @param secret of a version that is about to be made, or that the cloud has changed
 * @param revoked a version that is gone, whose secret goes with it
 * @param forgotten whether the row goes, too: nothing can come up late any more
 * @param events for the timeline of the resource
 * @param acts what is written down of acts that begin or end with this
 */
public record BindingRecord(
    long epoch,
    Binding binding,
    Optional<SealedSecret> secret,
    Optional<Integer> revoked,
    boolean forgotten,
    List<Event.Draft> events,
    List<Acted> acts) {

  /** What was found, and nothing else. */
  public static BindingRecord of(long epoch, Binding binding, List<Event.Draft> events) {
    return new BindingRecord(
        epoch, binding, Optional.empty(), Optional.empty(), false, events, List.of());
  }

  /** With a secret that is stored before the cloud hears of it. */
  public BindingRecord with(Optional<SealedSecret> sealed) {
    return new BindingRecord(epoch, binding, sealed, revoked, forgotten, events, acts);
  }

  /** With the end of a version. */
  public BindingRecord revoking(int version) {
    return new BindingRecord(epoch, binding, secret, Optional.of(version), forgotten, events, acts);
  }

  /** With the end of the row. */
  public BindingRecord forgetting() {
    return new BindingRecord(epoch, binding, secret, revoked, true, events, acts);
  }

  /** With another state of the binding. */
  public BindingRecord about(Binding found) {
    return new BindingRecord(epoch, found, secret, revoked, forgotten, events, acts);
  }

  /** With what is written down. */
  public BindingRecord acting(List<Acted> lines) {
    return new BindingRecord(epoch, binding, secret, revoked, forgotten, events, lines);
  }
}
