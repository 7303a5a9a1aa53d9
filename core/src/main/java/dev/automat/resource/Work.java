package dev.automat.resource;

import java.time.Instant;
import java.util.Optional;

/**
 * The engine's own notes on a resource. They decide what is done next, together with the spec and
 * what is observed.
 *
 * @param intent the write to the cloud that was begun last. A create stays until what it made was
 *     seen ready, whatever its calls answered: a part of it may have been made, and a repeat must
 *     carry the same token
 * @param cloudId the id that the cloud gave it
 * @param madeOnce whether it was ever seen ready in this incarnation: from then on its absence is a
 *     loss, not a beginning
 * @param createIntentAt when a create was last begun
 * @param absentSince when it was first seen absent, if it was the last time
 * @param written what the last update was to change
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
   * Whether anything may stand in the cloud: it was begun, or it was seen there. The latter without
   * the former happens where the store was restored from a backup.
   */
  public boolean touchedCloud() {
    return createIntentAt.isPresent() || cloudId.isPresent() || madeOnce;
  }

  public Work withIntent(Intent begun) {
    Optional<Instant> create =
        begun.step() == Step.CREATE ? Optional.of(begun.at()) : createIntentAt;
    return new Work(
        Optional.of(begun), cloudId, madeOnce, create, Optional.empty(), written, expiryNotice);
  }

  public Work withoutIntent() {
    return new Work(
        Optional.empty(), cloudId, madeOnce, createIntentAt, absentSince, written, expiryNotice);
  }

  public Work withCloudId(Optional<String> id) {
    return new Work(
        intent, id.or(() -> cloudId), madeOnce, createIntentAt, absentSince, written, expiryNotice);
  }

  public Work withMadeOnce(boolean made) {
    return new Work(intent, cloudId, made, createIntentAt, absentSince, written, expiryNotice);
  }

  public Work withAbsentSince(Optional<Instant> since) {
    return new Work(intent, cloudId, madeOnce, createIntentAt, since, written, expiryNotice);
  }

  public Work withWritten(Optional<Written> last) {
    return new Work(intent, cloudId, madeOnce, createIntentAt, absentSince, last, expiryNotice);
  }

  public Work withExpiryNotice(ExpiryNotice notice) {
    return new Work(
        intent, cloudId, madeOnce, createIntentAt, absentSince, written, Optional.of(notice));
  }

  /** The notes for making it anew: what is known of the lost one no longer holds. */
  public Work forgetLost() {
    return new Work(
        Optional.empty(),
        Optional.empty(),
        false,
        createIntentAt,
        Optional.empty(),
        Optional.empty(),
        expiryNotice);
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
   * What an update was to change, so that a difference which survives it is not written again.
   *
   * @param digest of the differences that were seen before it
   * @param at when it was begun
   */
  public record Written(String digest, Instant at) {}

  /** An announcement of expiry. */
  public record ExpiryNotice(Instant announcedAt, Instant expiresAt) {}
}
