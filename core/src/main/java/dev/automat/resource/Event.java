package dev.automat.resource;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a resource's timeline, written only when something changed. Its texts hold no secret.
 *
 * @param uid the incarnation
 * @param sequence counts the events of this incarnation, from 1
 * @param reason one CamelCase word that a program may compare
 * @param message what happened, why, and what comes next
 */
public record Event(
    String uid, long sequence, Instant at, Level level, String reason, String message) {

  /** Whether somebody should look. */
  public enum Level {
    Normal,
    Warning
  }

  /**
   * An event that has no sequence yet.
   *
   * @param notice whether it is also sent to those whom it concerns, and does not only stand in the
   *     timeline
   * @param end of which a notice speaks; empty: of none, or of whichever the resource has
   */
  public record Draft(
      Instant at,
      Level level,
      String reason,
      String message,
      boolean notice,
      Optional<Instant> end) {

    public static Draft normal(Instant at, String reason, String message) {
      return new Draft(at, Level.Normal, reason, message, false, Optional.empty());
    }

    public static Draft warning(Instant at, String reason, String message) {
      return new Draft(at, Level.Warning, reason, message, false, Optional.empty());
    }

    /** The same, to be sent. */
    public Draft asNotice() {
      return new Draft(at, level, reason, message, true, end);
    }

    /** The same, to be sent in time for the end of which it speaks. */
    public Draft asNoticeOf(Instant coming) {
      return new Draft(at, level, reason, message, true, Optional.of(coming));
    }
  }
}
