package dev.automat.resource;

import java.time.Instant;

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

  /** An event that has no sequence yet. */
  public record Draft(Instant at, Level level, String reason, String message) {

    public static Draft normal(Instant at, String reason, String message) {
      return new Draft(at, Level.Normal, reason, message);
    }

    public static Draft warning(Instant at, String reason, String message) {
      return new Draft(at, Level.Warning, reason, message);
    }
  }
}
