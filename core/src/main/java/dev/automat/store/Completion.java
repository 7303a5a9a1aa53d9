package dev.automat.store;

import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Status;
import dev.automat.resource.Work;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end of a claim.
 *
 * @param epoch of the claim
 * @param dueAt when it is due next
 * @param found what changed; empty: nothing, and only the queue moves
 */
public record Completion(String uid, long epoch, Instant dueAt, Optional<Found> found) {

  /** The same, but due then if that is earlier. */
  public Completion dueNoLaterThan(Instant latest) {
    return latest.isBefore(dueAt) ? new Completion(uid, epoch, latest, found) : this;
  }

  /** The same, with what is written down of acts that end with it. */
  public Completion acting(List<Acted> acts) {
    return new Completion(uid, epoch, dueAt, found.map(it -> it.acting(acts)));
  }

  /**
   * What changed.
   *
   * @param ready when it was first ready, if it was
   * @param deleted when it was seen gone for good, if it was: from then on it is a tombstone
   * @param acts what is written down of acts that end with this
   */
  public record Found(
      Phase phase,
      Status status,
      Work work,
      Optional<Instant> ready,
      Optional<Instant> deleted,
      List<Event.Draft> events,
      List<Acted> acts) {

    /** Where no act ends. */
    public Found(
        Phase phase,
        Status status,
        Work work,
        Optional<Instant> ready,
        Optional<Instant> deleted,
        List<Event.Draft> events) {
      this(phase, status, work, ready, deleted, events, List.of());
    }

    private Found acting(List<Acted> lines) {
      return new Found(phase, status, work, ready, deleted, events, lines);
    }
  }
}
