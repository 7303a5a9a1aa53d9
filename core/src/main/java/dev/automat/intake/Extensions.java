package dev.automat.intake;

import dev.automat.admission.Expiry;
import dev.automat.intake.Answer.Reason;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
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
 * Moves the end of a lifetime without touching what is asked for, so that nobody's definition has
 * to change for it: a PUT with an unchanged lifetime never moves the end back. Calls block until
 * the outcome is stored.
 */
public final class Extensions {

  private static final String POINTER = "/expiresAt";

  private final Store store;
  private final InstantSource clock;

  public Extensions(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The same end again is {@link Answer.Unchanged}. */
  public Answer extend(ExtendRequest request) {
    Optional<Resource> current = store.current(request.key());
    Optional<Answer> clash =
        Clashes.ofAbsence(current)
            .or(() -> current.flatMap(Clashes::ofMember))
            .or(() -> current.flatMap(Clashes::ofDeletion));
    return clash.orElseGet(() -> extend(request, current.orElseThrow()));
  }

  private Answer extend(ExtendRequest request, Resource live) {
    Optional<Instant> ends = live.times().expires();
    if (ends.isEmpty()) {
      return new Answer.Clash(
          Reason.ENDLESS,
          "it has no end, so there is nothing to extend",
          "PUT it with a spec.lifetime to give it an end",
          Optional.of(live),
          Optional.empty());
    }
    Instant wanted = request.expiresAt().truncatedTo(ChronoUnit.MICROS);
    if (wanted.equals(ends.get())) {
      return new Answer.Unchanged(live);
    }
    Optional<Instant> latest = Expiry.latest(live.plan(), live.times().accepted());
    boolean beyond = latest.isPresent() && wanted.isAfter(latest.get());
    Optional<Violation> violation =
        wanted.isBefore(ends.get()) || !wanted.isAfter(clock.instant())
            ? Optional.of(earlier(wanted, ends.get()))
            : latest.filter(end -> beyond && !request.approver()).map(end -> beyond(end, live));
    return violation.isPresent()
        ? new Answer.Refused(List.of(violation.get()))
        : write(request, live, ends.get(), wanted, beyond);
  }

  static Violation earlier(Instant wanted, Instant ends) {
    return new Violation(
        POINTER,
        "not-later",
        wanted + " is not after now, or before " + ends + ", when it ends as it stands",
        "name a later instant; PUT it with a shorter spec.lifetime to have it end sooner");
  }

  private static Violation beyond(Instant latest, Resource live) {
    return new Violation(
        POINTER,
        "max-lifetime",
        "it may live for " + live.plan().maxLifetime() + " from its creation, until " + latest,
        "name an instant until "
            + latest
            + ", or have an administrator of the platform extend it further");
  }

  private Answer write(
      ExtendRequest request, Resource live, Instant from, Instant to, boolean beyond) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Event.Draft event =
        Event.Draft.normal(
            now,
            "Extended",
            request.origin().actor()
                + " moved its end from "
                + from
                + " to "
                + to
                + (beyond ? ", beyond the " + live.plan().maxLifetime() + " of its module" : "")
                + ": "
                + request.reason());
    Write write = new Write.Extend(live.key(), live.uid(), from, to, now, event);
    return switch (store.write(List.of(write)).getFirst()) {
      case WriteOutcome.Accepted accepted -> new Answer.Accepted(accepted.resource(), false);
      case WriteOutcome.Refused refused -> new Answer.Refused(refused.violations());
      case WriteOutcome.Lost lost ->
          new Answer.Clash(
              Reason.CONTENDED,
              "its end was moved or decided meanwhile",
              "read it again, and repeat the request if it is still needed",
              lost.current(),
              Optional.of(Duration.ofSeconds(1)));
      case WriteOutcome.Failed failed ->
          throw new IllegalStateException(live.key() + " can not be stored: " + failed.message());
    };
  }
}
