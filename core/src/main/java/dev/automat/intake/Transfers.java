package dev.automat.intake;

import dev.automat.cost.Reservation;
import dev.automat.intake.Answer.Reason;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Uid;
import dev.automat.resource.Violation;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.TypeDescriptor;
import dev.automat.store.Store;
import dev.automat.team.Team;
import dev.automat.team.Transfer;
import dev.automat.team.Transfer.State;
import dev.automat.team.TransferRecords.Acceptance;
import dev.automat.team.TransferRecords.Outcome;
import dev.automat.team.TransferRecords.Renewed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Gives resources from team to team, with the word of both. Calls block until the outcome is
 * stored. Uid, external name, timeline and expiry stay; whoever kept the definition does so no
 * more.
 */
public final class Transfers {

  private static final int TRIES = 3;

  private final Store store;
  private final Replanning replanning;
  private final InstalledPlugins plugins;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param random of uids; cryptographically strong outside a simulation
   */
  public Transfers(
      Store store,
      Replanning replanning,
      InstalledPlugins plugins,
      InstantSource clock,
      RandomGenerator random) {
    this.store = store;
    this.plugins = plugins;
    this.replanning = replanning;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Offers a resource. The same offer again is the one that stands. Whether the other team exists
   * is not told: that is for whoever may see it.
   */
  public TransferAnswer offer(ResourceKey key, String to, Origin origin) {
    Optional<Resource> current = store.current(key);
    Optional<Answer> clash = unfit(current);
    if (clash.isPresent()) {
      return new TransferAnswer.Not(clash.get());
    }
    Resource resource = current.orElseThrow();
    if (to.equals(key.team()) || !ResourceKey.isName(to)) {
      return refused(List.of(badTarget(to, key.team())));
    }
    Instant now = now();
    Transfer offer =
        new Transfer(
            Uid.next(random),
            resource.uid(),
            key,
            to,
            State.OFFERED,
            origin.actor(),
            now,
            now.plus(Transfer.STANDS_FOR),
            Optional.empty());
    Event.Draft event =
        Event.Draft.normal(
            now,
            "TransferOffered",
            origin.actor() + " offered it to the team " + to + ", until " + offer.expiresAt());
    return store.transfers().offer(offer, event)
        ? new TransferAnswer.Standing(offer, true)
        : standing(resource, to);
  }

  /**
   * What the limits of the receiving team say of it at this moment. It can be offered all the same:
   * they are decided on when it is accepted. Only for whoever may see that team.
   */
  public List<Violation> warnings(ResourceKey key, String to) {
    Optional<Reservation> room =
        store
            .current(key)
            .map(resource -> replanning.of(resource, to))
            .flatMap(
                verdict ->
                    verdict instanceof Replanning.Verdict.Planned planned
                        ? planned.reservation()
                        : Optional.empty());
    return room.map(reservation -> reservation.ofNew(store.usage(reservation.team()))).stream()
        .flatMap(beyond -> Stream.concat(beyond.refused().stream(), beyond.warnings().stream()))
        .toList();
  }

  private static Violation badTarget(String to, String from) {
    return to.equals(from)
        ? new Violation("/to", "same-team", "it is the team " + from + "'s already", "name another")
        : new Violation(
            "/to",
            "name-form",
            "\"" + to + "\" can not be the id of a team",
            "use 1–40 lowercase letters, digits and single hyphens, a letter first");
  }

  /** There is an offer already, or the resource went meanwhile. */
  private TransferAnswer standing(Resource resource, String to) {
    Optional<Transfer> open = store.transfers().openFor(resource.uid());
    return open.filter(offer -> offer.to().equals(to))
        .<TransferAnswer>map(offer -> new TransferAnswer.Standing(offer, false))
        .orElseGet(
            () ->
                open.map(offer -> offeredElsewhere(offer, resource))
                    .orElseGet(() -> contended(resource)));
  }

  private static TransferAnswer offeredElsewhere(Transfer offer, Resource resource) {
    return clash(
        Reason.ALREADY_OFFERED,
        "it is offered to the team " + offer.to() + " until " + offer.expiresAt(),
        "withdraw that first: POST /v1/teams/"
            + offer.from()
            + "/transfers/"
            + offer.uid()
            + ":withdraw",
        Optional.of(resource));
  }

  /** What can not be given: nothing, a tombstone, what is being deleted, or is in quarantine. */
  private static Optional<Answer> unfit(Optional<Resource> current) {
    return Clashes.ofAbsence(current)
        .or(() -> current.flatMap(Clashes::ofMember))
        .or(() -> current.flatMap(Clashes::ofDeletion))
        .or(() -> current.flatMap(Clashes::ofQuarantine));
  }

  /**
   * Takes what was offered: it is planned anew for the team, stays where it is, and gets its tags.
   * Its bindings get new secrets, so that what the giving team has read of them ends; but for the
   * one that a cloud made for all, which only a person can change there.
   *
   * @param team that takes it
   */
  public TransferAnswer accept(String uid, String team, Origin origin) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Transfer> offer = offered(uid).filter(open -> open.to().equals(team));
      if (offer.isEmpty()) {
        return noOffer(uid, "to the team " + team);
      }
      Optional<Resource> current =
          store.byUid(offer.get().resource()).filter(has -> has.key().equals(offer.get().key()));
      Optional<Answer> clash = unfit(current);
      if (clash.isPresent()) {
        return new TransferAnswer.Not(clash.get());
      }
      Optional<TransferAnswer> answer = accept(offer.get(), current.orElseThrow(), origin);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return noOffer(uid, "that others did not change at the same time");
  }

  /** Empty if somebody else was faster. */
  private Optional<TransferAnswer> accept(Transfer offer, Resource resource, Origin origin) {
    return switch (replanning.of(resource, offer.to())) {
      case Replanning.Verdict.Refused(List<Violation> violations) ->
          Optional.of(refused(violations));
      case Replanning.Verdict.Planned planned -> carryOut(offer, resource, planned, origin);
    };
  }

  private Optional<TransferAnswer> carryOut(
      Transfer offer, Resource resource, Replanning.Verdict.Planned planned, Origin origin) {
    Instant now = now();
    Event.Draft event =
        Event.Draft.normal(
            now,
            "Transferred",
            origin.actor()
                + " accepted it for the team "
                + offer.to()
                + "; "
                + offer.offeredBy()
                + " had offered it for the team "
                + offer.from()
                + "; generation "
                + (resource.generation() + 1));
    Acceptance acceptance =
        new Acceptance(
            ended(offer, State.ACCEPTED, origin, now),
            resource.generation(),
            planned.plan(),
            origin,
            event,
            planned.reservation(),
            howToChangeShared(resource));
    return switch (store.transfers().accept(acceptance, planned.leaning())) {
      case Outcome.Moved(Resource moved, Renewed secrets, List<Violation> warnings) ->
          Optional.of(new TransferAnswer.Moved(moved, secrets, warnings));
      case Outcome.NameTaken _ ->
          Optional.of(
              clash(
                  Reason.NAME_TAKEN,
                  "the team "
                      + offer.to()
                      + " has a "
                      + offer.key().kind()
                      + " named "
                      + offer.key().name()
                      + " already",
                  "delete that one, or decline the offer",
                  Optional.empty()));
      case Outcome.Refused(List<Violation> violations) -> Optional.of(refused(violations));
      case Outcome.Lost _ -> Optional.empty();
    };
  }

  private Optional<String> howToChangeShared(Resource resource) {
    return plugins
        .type(resource.plan().type())
        .flatMap(TypeDescriptor::bindings)
        .filter(offer -> offer.holder() == BindingOffer.HolderKind.SHARED)
        .map(BindingOffer::howToChange);
  }

  /**
   * Offers and accepts at once, for whoever may do both. What can not be accepted is not offered.
   */
  public TransferAnswer give(ResourceKey key, String to, Origin origin) {
    Optional<Resource> live = store.current(key).filter(resource -> !resource.isTombstone());
    if (live.isPresent()
        && replanning.of(live.get(), to) instanceof Replanning.Verdict.Refused(var violations)) {
      return refused(violations);
    }
    return switch (offer(key, to, origin)) {
      case TransferAnswer.Standing(Transfer offer, boolean made) -> {
        TransferAnswer answer = accept(offer.uid(), to, origin);
        if (made && answer instanceof TransferAnswer.Not) {
          end(offer, State.WITHDRAWN, "withdrew the offer, which could not be accepted", origin);
        }
        yield answer;
      }
      case TransferAnswer other -> other;
    };
  }

  /** Does not take what was offered. */
  public TransferAnswer decline(String uid, String team, Origin origin) {
    return offered(uid)
        .filter(open -> open.to().equals(team))
        .map(open -> end(open, State.DECLINED, "declined it for the team " + team, origin))
        .orElseGet(() -> noOffer(uid, "to the team " + team));
  }

  /** Takes an offer back. */
  public TransferAnswer withdraw(String uid, String team, Origin origin) {
    return offered(uid)
        .filter(open -> open.from().equals(team))
        .map(open -> end(open, State.WITHDRAWN, "withdrew the offer", origin))
        .orElseGet(() -> noOffer(uid, "of the team " + team));
  }

  private TransferAnswer end(Transfer open, State state, String what, Origin origin) {
    Instant now = now();
    Transfer ended = ended(open, state, origin, now);
    String word = state == State.DECLINED ? "TransferDeclined" : "TransferWithdrawn";
    Event.Draft event = Event.Draft.normal(now, word, origin.actor() + " " + what);
    return store.transfers().end(ended, event)
        ? new TransferAnswer.Standing(ended, false)
        : noOffer(open.uid(), "that still stands");
  }

  private Optional<Transfer> offered(String uid) {
    return store
        .transfers()
        .byUid(uid)
        .filter(transfer -> transfer.stateAt(clock.instant()) == State.OFFERED);
  }

  private static Transfer ended(Transfer offer, State state, Origin origin, Instant now) {
    return new Transfer(
        offer.uid(),
        offer.resource(),
        offer.key(),
        offer.to(),
        state,
        offer.offeredBy(),
        offer.offeredAt(),
        offer.expiresAt(),
        Optional.of(new Team.Made(now, origin.actor())));
  }

  private static TransferAnswer noOffer(String uid, String which) {
    return clash(
        Reason.NOT_FOUND,
        "there is no open offer " + uid + " " + which,
        "GET /v1/teams/{team}/transfers lists the offers of a team",
        Optional.empty());
  }

  private static TransferAnswer contended(Resource resource) {
    return new TransferAnswer.Not(
        new Answer.Clash(
            Reason.CONTENDED,
            "others changed it at the same time",
            "read it again, and repeat the request",
            Optional.of(resource),
            Optional.of(Duration.ofSeconds(1))));
  }

  private static TransferAnswer clash(
      Reason reason, String message, String fix, Optional<Resource> current) {
    return new TransferAnswer.Not(
        new Answer.Clash(reason, message, fix, current, Optional.empty()));
  }

  private static TransferAnswer refused(List<Violation> violations) {
    return new TransferAnswer.Not(new Answer.Refused(violations));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
