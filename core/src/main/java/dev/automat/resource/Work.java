package dev.automat.resource;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The engine's own notes on a resource. They decide what is done next, together with the spec and
 * what is observed.
 *
 * @param intent the write to the cloud that was begun last and is not known to have ended
 * @param cloudId the id that the cloud gave it
 * @param madeOnce whether it was ever seen ready in this incarnation: from then on its absence is a
 *     loss, not a beginning
 * @param createIntentAt when a create was last begun
 * @param absentSince when it was first seen absent, if it was the last time
 * @param written the generation whose settings and tags were last written, and how often
 * @param expiryNotice when the coming expiry was announced, and which instant it announced
 */
public record Work(
    Optional<Intent> intent,
    Optional<String> cloudId,
    boolean madeOnce,
    Optional<Instant> createIntentAt,
    Optional<Instant> absentSince,
    Optional<Written> written,
    Optional<ExpiryNotice> expiryNotice) {

  /** The notes on a resource that was just accepted. */
  public static Work none() {
    return new Work(
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * A write to the cloud, recorded before it is made.
   *
   * @param token idempotency token: uid and step
   */
  public record Intent(Step step, long generation, Instant at, String token) {}

  /** The kinds of writes. */
  public enum Step {
    CREATE,
    UPDATE,
    DELETE
  }

  /**
   * What an update tried to bring about, so that a difference which survives it is not written
   * again.
   *
   * @param digest of the settings and tags that were wanted and the differences that were seen
   * @param times how often in a row
   * @param differences key to wanted and seen value, as shown to people
   */
  public record Written(String digest, int times, Map<String, String> differences) {}

  /** An announcement of expiry. */
  public record ExpiryNotice(Instant announcedAt, Instant expiresAt) {}
}
