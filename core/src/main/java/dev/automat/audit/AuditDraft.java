package dev.automat.audit;

import dev.automat.audit.AuditEntry.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * Who asks for what: a line of the log that waits for its outcome. The parts are those of {@link
 * AuditEntry}.
 */
public record AuditDraft(
    Instant at,
    String actor,
    String issuer,
    String subject,
    String requestId,
    String operation,
    String permission,
    Optional<String> team,
    String target) {

  /** The engine cuts access, or takes away, because a time is up. */
  public static final String EXPIRY = "engine.expire";

  /** The engine saw the clock jump. */
  public static final String CLOCK_JUMP = "engine.clock-jump";

  private static final String ENGINE = "automat:engine";

  /** The longest reason, in characters: it may quote what somebody wrote. */
  private static final int LONGEST_REASON = 1_000;

  /**
   * What the engine does by itself.
   *
   * @param operation such as {@code engine.create}
   * @param team whose resource it is
   * @param target kind, team and name of it
   * @param run what tells this piece of work from others
   */
  public static AuditDraft ofEngine(
      Instant at, String operation, String team, String target, String run) {
    return ofEngine(at, operation, Optional.of(team), target, run);
  }

  /**
   * What the engine does about the whole installation.
   *
   * @param run what tells this time from others
   */
  public static AuditDraft ofEngine(Instant at, String operation, String run) {
    return ofEngine(at, operation, Optional.empty(), "the installation", run);
  }

  private static AuditDraft ofEngine(
      Instant at, String operation, Optional<String> team, String target, String run) {
    return new AuditDraft(at, ENGINE, "automat", "engine", run, operation, "none", team, target);
  }

  /** The line. */
  public AuditEntry entry(Outcome outcome, String reason, Optional<AuditChange> change) {
    return new AuditEntry(
        at,
        actor,
        issuer,
        subject,
        requestId,
        operation,
        permission,
        team,
        target,
        outcome,
        reason.substring(0, Math.min(reason.length(), LONGEST_REASON)),
        change);
  }
}
