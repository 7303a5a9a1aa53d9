package dev.automat.resource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param cutSince when its access was first cut in the cloud, if it may be cut still
 * @param finale what its deletion keeps of its data, once that is known
 * @param purgeAt of a tombstone: when the copy of its data is deleted, and its name forgotten
 * @param emptied true once it was made anew and empty: what it was first made from is no longer its
 *     data
 * @param creation the token of the creation that was begun, until what it made was seen ready, or
 *     is deleted: whatever is begun meanwhile, a repeat must carry it
 */
public record Work(
    Optional<Intent> intent,
    Optional<String> cloudId,
    boolean madeOnce,
    Optional<Instant> createIntentAt,
    Optional<Instant> absentSince,
    Optional<Written> written,
    Optional<ExpiryNotice> expiryNotice,
    Optional<Instant> cutSince,
    Optional<Finale> finale,
    Optional<Instant> purgeAt,
    Optional<Boolean> emptied,
    Optional<String> creation) {

  public Work {
    // Notes that were stored before there were quarantines do not speak of them.
    cutSince = cutSince == null ? Optional.empty() : cutSince;
    finale = finale == null ? Optional.empty() : finale;
    purgeAt = purgeAt == null ? Optional.empty() : purgeAt;
    emptied = emptied == null ? Optional.empty() : emptied;
    creation = creation == null ? Optional.empty() : creation;
  }

  /** Of one that is neither in quarantine nor gone. */
  public Work(
      Optional<Intent> intent,
      Optional<String> cloudId,
      boolean madeOnce,
      Optional<Instant> createIntentAt,
      Optional<Instant> absentSince,
      Optional<Written> written,
      Optional<ExpiryNotice> expiryNotice) {
    this(
        intent,
        cloudId,
        madeOnce,
        createIntentAt,
        absentSince,
        written,
        expiryNotice,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

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

  /** Whether it was made anew and empty, so that no later try makes it from a copy. */
  public boolean wasEmptied() {
    return emptied.orElse(false);
  }

  /** The token of the creation that goes on, if one does. */
  public Optional<String> creationToken() {
    // Notes that were stored before it was kept by itself have it in the intent.
    return creation.or(() -> intent.filter(last -> last.step().makes()).map(Intent::token));
  }

  /** Whether a write of that kind was begun last. */
  public boolean begun(Step step) {
    return intent.filter(last -> last.step() == step).isPresent();
  }

  public Work withIntent(Intent begun) {
    Optional<Instant> create = begun.step().makes() ? Optional.of(begun.at()) : createIntentAt;
    return new Work(
        Optional.of(begun),
        cloudId,
        madeOnce,
        create,
        Optional.empty(),
        written,
        expiryNotice,
        cutSince,
        finale,
        purgeAt,
        emptied,
        creationAfter(begun));
  }

  private Optional<String> creationAfter(Intent begun) {
    if (begun.step().makes()) {
      return Optional.of(begun.token());
    }
    return begun.step() == Step.DELETE ? Optional.empty() : creation;
  }

  public Work withoutIntent() {
    return new Work(
        Optional.empty(),
        cloudId,
        madeOnce,
        createIntentAt,
        absentSince,
        written,
        expiryNotice,
        cutSince,
        finale,
        purgeAt,
        emptied,
        creation);
  }

  public Work withCloudId(Optional<String> id) {
    return new Work(
        intent,
        id.or(() -> cloudId),
        madeOnce,
        createIntentAt,
        absentSince,
        written,
        expiryNotice,
        cutSince,
        finale,
        purgeAt,
        emptied,
        creation);
  }

  public Work withMadeOnce(boolean made) {
    return new Work(
        intent,
        cloudId,
        made,
        createIntentAt,
        absentSince,
        written,
        expiryNotice,
        cutSince,
        finale,
        purgeAt,
        emptied,
        made ? Optional.empty() : creation);
  }

  public Work withAbsentSince(Optional<Instant> since) {
    return new Work(
        intent,
        cloudId,
        madeOnce,
        createIntentAt,
        since,
        written,
        expiryNotice,
        cutSince,
        finale,
        purgeAt,
        emptied,
        creation);
  }

  public Work withWritten(Optional<Written> last) {
    return new Work(
        intent,
        cloudId,
        madeOnce,
        createIntentAt,
        absentSince,
        last,
        expiryNotice,
        cutSince,
        finale,
        purgeAt,
        emptied,
        creation);
  }

  public Work withExpiryNotice(Optional<ExpiryNotice> notice) {
    return new Work(
        intent,
        cloudId,
        madeOnce,
        createIntentAt,
        absentSince,
        written,
        notice,
        cutSince,
        finale,
        purgeAt,
        emptied,
        creation);
  }

  public Work withCutSince(Optional<Instant> since) {
    return new Work(
        intent,
        cloudId,
        madeOnce,
        createIntentAt,
        absentSince,
        written,
        expiryNotice,
        since,
        finale,
        purgeAt,
        emptied,
        creation);
  }

  public Work withFinale(Finale kept) {
    return new Work(
        intent,
        cloudId,
        madeOnce,
        createIntentAt,
        absentSince,
        written,
        expiryNotice,
        cutSince,
        Optional.of(kept),
        purgeAt,
        emptied,
        creation);
  }

  public Work withPurgeAt(Optional<Instant> at) {
    return new Work(
        intent,
        cloudId,
        madeOnce,
        createIntentAt,
        absentSince,
        written,
        expiryNotice,
        cutSince,
        finale,
        at,
        emptied,
        creation);
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
        expiryNotice,
        Optional.empty(),
        finale,
        purgeAt,
        Optional.of(true),
        Optional.empty());
  }

  /**
   * A write to the cloud, recorded before it is made.
   *
   * @param token idempotency token: uid and step
   * @param look true where it only makes sure of what was done before, and so is no act of its own
   */
  public record Intent(
      Step step, long generation, Instant at, String token, Optional<Boolean> look) {

    public Intent {
      look = look == null ? Optional.empty() : look;
    }

    /** One that is an act. */
    public Intent(Step step, long generation, Instant at, String token) {
      this(step, generation, at, token, Optional.empty());
    }

    /** The same, only to make sure. */
    public Intent asLook() {
      return new Intent(step, generation, at, token, Optional.of(true));
    }

    public boolean onlyLooks() {
      return look.orElse(false);
    }
  }

  /** The kinds of writes. */
  public enum Step {
    CREATE,
    /** As a create, with the data of a snapshot. */
    RESTORE,
    UPDATE,
    /** Access is cut. */
    QUARANTINE,
    /** Access is given back. */
    RELEASE,
    /** The final copy of the data is made. */
    SNAPSHOT,
    DELETE,
    /** That copy is deleted. */
    DISCARD;

    /** Whether it makes the resource. */
    public boolean makes() {
      return this == CREATE || this == RESTORE;
    }
  }

  /**
   * What an update was to change, so that a difference which survives it is not written again.
   *
   * @param digest of the differences that were seen before it
   * @param at when it was begun
   */
  public record Written(String digest, Instant at) {}

  /**
   * An announcement of expiry. What a notice that was stored before it said so told, and to whom,
   * is not known.
   *
   * @param announcedAt when it was written first
   * @param expiresAt the instant of which it speaks
   * @param again when it was repeated, the oldest first
   * @param team that was told
   * @param step that it spoke of last: {@code QUARANTINE} or {@code DELETE}
   * @param promised whether it said once that the data can be had back
   */
  public record ExpiryNotice(
      Instant announcedAt,
      Instant expiresAt,
      List<Instant> again,
      Optional<String> team,
      Optional<Step> step,
      Optional<Boolean> promised) {

    public ExpiryNotice {
      again = again == null ? List.of() : List.copyOf(again);
      team = team == null ? Optional.empty() : team;
      step = step == null ? Optional.empty() : step;
      promised = promised == null ? Optional.empty() : promised;
    }

    public ExpiryNotice(Instant announcedAt, Instant expiresAt) {
      this(announcedAt, expiresAt, List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, repeated then. */
    public ExpiryNotice repeated(Instant at) {
      return new ExpiryNotice(
          announcedAt,
          expiresAt,
          Stream.concat(again.stream(), Stream.of(at)).toList(),
          team,
          step,
          promised);
    }

    /** The same, told to that team. */
    public ExpiryNotice to(String told) {
      return new ExpiryNotice(announcedAt, expiresAt, again, Optional.of(told), step, promised);
    }

    /**
     * The same, of that step.
     *
     * @param recoverable whether it says that the data can be had back
     */
    public ExpiryNotice of(Step next, boolean recoverable) {
      return new ExpiryNotice(
          announcedAt,
          expiresAt,
          again,
          team,
          Optional.of(next),
          Optional.of(recoverable || hasPromised()));
    }

    /** Whether somebody who has it counts on having the data back. */
    public boolean hasPromised() {
      return promised.orElse(false);
    }

    /** Each time that it was written. */
    public Stream<Instant> all() {
      return Stream.concat(Stream.of(announcedAt), again.stream());
    }

    /** When it was written last. */
    public Instant lastAt() {
      return again.isEmpty() ? announcedAt : again.getLast();
    }
  }

  /**
   * What a deletion keeps of the data.
   *
   * @param snapshot the cloud's id of the copy; empty: there is none
   * @param why there is none, for a person
   */
  public record Finale(Optional<String> snapshot, String why) {

    public static Finale kept(String snapshot) {
      return new Finale(Optional.of(snapshot), "");
    }

    public static Finale nothing(String why) {
      return new Finale(Optional.empty(), why);
    }
  }
}
