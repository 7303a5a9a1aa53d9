package dev.automat.intake;

import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Reason;
import dev.automat.lifetime.LifetimeSettings;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.SpokenInstant;
import dev.automat.resource.Stay;
import dev.automat.resource.Violation;
import dev.automat.store.Steering;
import dev.automat.store.Store;
import dev.automat.store.Write;
import dev.automat.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What people decide of a life beside what is asked for: a look at what is in quarantine, and a
 * pause of all changes. Neither touches the definition, whoever keeps it. Calls block until the
 * outcome is stored.
 */
public final class Stays {

  private final Store store;
  private final InstantSource clock;

  public Stays(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Access to what is in quarantine, for 48 hours, once in a life. */
  public Answer release(ResourceKey key, Origin origin, String reason) {
    Optional<Resource> current = store.current(key);
    Optional<Answer> clash =
        Clashes.ofAbsence(current)
            .or(() -> current.flatMap(Clashes::ofMember))
            .or(() -> current.flatMap(Clashes::ofDeletion))
            .or(() -> current.flatMap(Stays::ofRelease))
            .or(() -> current.flatMap(live -> Clashes.ofPause(live, clock.instant())));
    return clash.orElseGet(() -> release(current.orElseThrow(), origin, reason));
  }

  static Optional<Answer> ofRelease(Resource live) {
    if (live.stay().quarantine().isEmpty()) {
      return clash(
          live,
          Reason.NOT_QUARANTINED,
          "it is in no quarantine, so there is nothing to release",
          "extend it (POST …:extend) to have it longer");
    }
    return live.stay()
        .release()
        .flatMap(
            before ->
                clash(
                    live,
                    Reason.RELEASED_BEFORE,
                    before.by()
                        + " has released it at "
                        + SpokenInstant.of(before.at())
                        + ", and that is once in a"
                        + " life",
                    "extend it (POST …:extend) to have it back, or DELETE it"));
  }

  private Answer release(Resource live, Origin origin, String reason) {
    Instant now = now();
    Stay.Release release = releaseOf(live, origin, reason, now);
    return write(live, new Steering.Release(release), released(release, now));
  }

  static Stay.Release releaseOf(Resource live, Origin origin, String reason, Instant now) {
    // The quarantine may have begun by another machine's clock, which is ahead of this one.
    Instant from =
        live.stay().quarantine().map(Stay.Quarantine::since).filter(now::isBefore).orElse(now);
    return new Stay.Release(from, from.plus(LifetimeSettings.RELEASE), origin.actor(), reason);
  }

  static Event.Draft released(Stay.Release release, Instant now) {
    return Event.Draft.normal(
        now,
        "Released",
        release.by()
            + " gave access to it until "
            + SpokenInstant.of(release.until())
            + ": "
            + release.reason());
  }

  /**
   * No changes in the cloud until then, in place of a pause that there is.
   *
   * @param until at most 14 days from now
   */
  public Answer pause(ResourceKey key, Origin origin, Instant until, String reason) {
    Optional<Resource> current = store.current(key);
    Optional<Answer> clash =
        Clashes.ofAbsence(current)
            .or(() -> current.flatMap(Clashes::ofMember))
            .or(() -> current.flatMap(Clashes::ofDeletion));
    Instant now = now();
    if (clash.isPresent()) {
      return clash.get();
    }
    Optional<Violation> limit = pauseLimit(until, now);
    if (limit.isPresent()) {
      return new Answer.Refused(List.of(limit.get()));
    }
    Stay.Pause pause =
        new Stay.Pause(now, until.truncatedTo(ChronoUnit.MICROS), origin.actor(), reason);
    return write(current.orElseThrow(), new Steering.Pause(pause), paused(pause));
  }

  /** What is too long, or over already. */
  static Optional<Violation> pauseLimit(Instant until, Instant now) {
    Instant latest = now.plus(LifetimeSettings.LONGEST_PAUSE);
    return until.isAfter(now) && !until.isAfter(latest)
        ? Optional.empty()
        : Optional.of(
            new Violation(
                "/until",
                "pause-limit",
                until + " is not between now and 14 days from now",
                "name an instant until " + latest + "; it can be paused again then"));
  }

  static Event.Draft paused(Stay.Pause pause) {
    return Event.Draft.normal(
        pause.at(),
        "Paused",
        pause.by()
            + " paused all changes of it until "
            + SpokenInstant.of(pause.until())
            + ": "
            + pause.reason());
  }

  /** What is not paused is {@link Answer.Unchanged}. */
  public Answer resume(ResourceKey key, Origin origin) {
    Optional<Resource> current = store.current(key);
    Optional<Answer> clash =
        Clashes.ofAbsence(current)
            .or(() -> current.flatMap(Clashes::ofMember))
            .or(() -> current.flatMap(Clashes::ofDeletion));
    if (clash.isPresent()) {
      return clash.get();
    }
    Resource live = current.orElseThrow();
    Instant now = now();
    return live.stay().pausedAt(now).isEmpty()
        ? new Answer.Unchanged(live)
        : write(
            live,
            new Steering.Resume(),
            Event.Draft.normal(now, "Resumed", origin.actor() + " ended its pause"));
  }

  private Answer write(Resource live, Steering steering, Event.Draft event) {
    Write write = new Write.Steer(live.key(), live.uid(), steering, event.at(), event);
    return switch (store.write(List.of(write)).getFirst()) {
      case WriteOutcome.Accepted accepted -> new Answer.Accepted(accepted.resource(), false);
      case WriteOutcome.Refused refused -> new Answer.Refused(refused.violations());
      case WriteOutcome.Lost lost ->
          new Clash(
              Reason.CONTENDED,
              "somebody else decided on it meanwhile",
              "read it again, and repeat the request if it is still needed",
              lost.current(),
              Optional.of(Duration.ofSeconds(1)));
      case WriteOutcome.Failed failed ->
          throw new IllegalStateException(live.key() + " can not be stored: " + failed.message());
    };
  }

  private static Optional<Answer> clash(Resource live, Reason reason, String message, String fix) {
    return Optional.of(new Clash(reason, message, fix, Optional.of(live), Optional.empty()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
