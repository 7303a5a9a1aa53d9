package dev.automat.notify;

import dev.automat.resource.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * What somebody is told, as it was when it was written.
 *
 * @param id the same at each attempt to send it, so that a receiver can drop repeats
 * @param uid what it speaks of: an incarnation, or a waiver
 * @param sequence orders the notices of one uid
 * @param team whom it concerns
 * @param kind as in the catalogue, or {@code Waiver}
 * @param environment empty for what stands in none
 * @param message what happened, why, and what comes next; holds no secret
 * @param created when what it speaks of was made, if its time is measured from there
 * @param expires when the time of what it speaks of is up
 */
public record Notice(
    String id,
    String uid,
    long sequence,
    String team,
    String kind,
    String name,
    String environment,
    Instant at,
    Event.Level level,
    String reason,
    String message,
    Optional<Instant> created,
    Optional<Instant> expires) {

  /** The kind of what is no resource. */
  public static final String WAIVER = "Waiver";

  /** The kind of what only tries whether it arrives. */
  static final String TEST = "Test";

  /** What it speaks of, in one word. */
  public String subject() {
    return team + "/" + kind + "/" + name;
  }

  /** Whether it speaks of a resource, which has a timeline. */
  public boolean isOfResource() {
    return !kind.equals(WAIVER) && !kind.equals(TEST);
  }
}
