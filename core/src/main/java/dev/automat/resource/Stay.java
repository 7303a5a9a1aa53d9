package dev.automat.resource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was decided of the life of one incarnation beside what was asked for. Only accepted writes
 * change it, so that the engine reads it as it reads the spec.
 *
 * @param quarantine that it is in since its time was up
 * @param release the one that a life has
 * @param pause also one that is over by itself
 * @param withoutSnapshot whether its deletion leaves no copy of its data
 * @param restoredFrom whose data it was made with
 * @param undeletedAs uid of the incarnation that was made of this tombstone
 * @param member of which stack it is a part, from its creation to its end
 */
public record Stay(
    Optional<Quarantine> quarantine,
    Optional<Release> release,
    Optional<Pause> pause,
    boolean withoutSnapshot,
    Optional<Source> restoredFrom,
    Optional<String> undeletedAs,
    Optional<Membership> member) {

  /** Of what stands by itself. */
  public Stay(
      Optional<Quarantine> quarantine,
      Optional<Release> release,
      Optional<Pause> pause,
      boolean withoutSnapshot,
      Optional<Source> restoredFrom,
      Optional<String> undeletedAs) {
    this(quarantine, release, pause, withoutSnapshot, restoredFrom, undeletedAs, Optional.empty());
  }

  /** Nothing was decided yet. */
  public static final Stay NONE = of(Optional.empty());

  /** Of a new incarnation. */
  public static Stay of(Optional<Source> restoredFrom) {
    return new Stay(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        restoredFrom,
        Optional.empty());
  }

  /** The same of a member of a stack. */
  public Stay in(Membership stack) {
    return new Stay(
        quarantine, release, pause, withoutSnapshot, restoredFrom, undeletedAs, Optional.of(stack));
  }

  /** The same from the beginning under a pause of the whole that it becomes a part of. */
  public Stay under(Optional<Pause> ofTheWhole) {
    return new Stay(
        quarantine, release, ofTheWhole, withoutSnapshot, restoredFrom, undeletedAs, member);
  }

  /** The pause that holds now. */
  public Optional<Pause> pausedAt(Instant now) {
    return pause.filter(said -> now.isBefore(said.until()));
  }

  /** Whether nobody is to reach it now. */
  public boolean isCutAt(Instant now) {
    return quarantine.isPresent()
        && releaseOfQuarantine().filter(given -> now.isBefore(given.until())).isEmpty();
  }

  /** The release of the quarantine that it is in; one of an earlier quarantine is used up. */
  public Optional<Release> releaseOfQuarantine() {
    return release.filter(
        given -> quarantine.filter(began -> !given.at().isBefore(began.since())).isPresent());
  }

  /**
   * When the quarantine ends with a deletion: a release stops its clock, and is never cut short.
   */
  public Optional<Instant> deletesAt() {
    return quarantine.map(
        began ->
            releaseOfQuarantine()
                .map(given -> later(began.deletesAt().plus(given.time()), given.until()))
                .orElse(began.deletesAt()));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isBefore(b) ? b : a;
  }

  /** When a release or a pause ends next; the latest instant if none does. */
  public Instant nextEnd(Instant now) {
    return Stream.of(release.map(Release::until), pause.map(Pause::until))
        .flatMap(Optional::stream)
        .filter(now::isBefore)
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  /**
   * Out of reach, with its data.
   *
   * @param deletesAt when it is deleted, unless something is done
   */
  public record Quarantine(Instant since, Instant deletesAt) {}

  /**
   * Access for a while.
   *
   * @param by who gave it
   */
  public record Release(Instant at, Instant until, String by, String reason) {

    private Duration time() {
      return Duration.between(at, until);
    }
  }

  /**
   * No changes in the cloud for a while.
   *
   * @param by who asked for it
   */
  public record Pause(Instant at, Instant until, String by, String reason) {

    /** For a person. */
    public String text() {
      return "paused by " + by + " until " + until + ": " + reason;
    }
  }

  /**
   * Where the data came from.
   *
   * @param uid of the incarnation that they were of
   * @param snapshot the cloud's id of the copy
   */
  public record Source(String uid, String snapshot) {}
}
