package dev.automat.intake;

import dev.automat.admission.Admitting;
import dev.automat.admission.LiveChecks;
import dev.automat.catalog.Catalog;
import dev.automat.cost.Reservation;
import dev.automat.cost.Reservation.Excess;
import dev.automat.cost.Usage;
import dev.automat.intake.Answer.Reason;
import dev.automat.intake.StackWeighing.Result;
import dev.automat.intake.StackWeighing.ToWrite;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Stay;
import dev.automat.resource.Uid;
import dev.automat.resource.Violation;
import dev.automat.resource.Want;
import dev.automat.stack.Composition;
import dev.automat.stack.Composition.Part;
import dev.automat.stack.Stack;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import dev.automat.store.StackOutcome;
import dev.automat.store.StackWrite;
import dev.automat.store.Steering;
import dev.automat.store.Store;
import dev.automat.store.Submission;
import dev.automat.store.Write;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Requests for stacks: several resources that are admitted, stored and ended as one. Calls block
 * until the outcome is stored.
 */
public final class StackDesk {

  /** How often a request is planned again because somebody else was faster. */
  static final int TRIES = 3;

  private final Store store;
  private final Catalog catalog;
  private final Weighing weighing;
  private final RandomGenerator random;
  private final InstantSource clock;

  /**
   * @param random of uids; cryptographically strong outside a simulation
   * @param allowances the limits of teams
   */
  public StackDesk(
      Store store,
      Catalog catalog,
      Admitting admission,
      LiveChecks liveChecks,
      Incarnation incarnation,
      RandomGenerator random,
      InstantSource clock,
      Optional<Allowances> allowances) {
    this.store = store;
    this.catalog = catalog;
    this.weighing = new Weighing(admission, liveChecks, incarnation, clock, allowances);
    this.random = random;
    this.clock = clock;
  }

  /** Creates or changes. The same spec and labels again are {@link StackAnswer.Unchanged}. */
  public StackAnswer put(StackPut request) {
    for (int i = 0; i < TRIES; i++) {
      Optional<StackState> current = standing(store, request.key());
      switch (weigh(request, current)) {
        case Result.Decided(StackAnswer answer) -> {
          return answer;
        }
        case Result.Ready ready -> {
          Optional<StackAnswer> answer = carryOut(request, current, ready);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    }
    return contended(standing(store, request.key()));
  }

  /** What {@link #put} would answer, changing nothing. */
  public StackAnswer validate(StackPut request) {
    Optional<StackState> current = standing(store, request.key());
    return switch (weigh(request, current)) {
      case Result.Decided(StackAnswer answer) -> answer;
      case Result.Ready ready -> possible(ready, current.filter(state -> !state.isTombstone()));
    };
  }

  /** Also one that is gone; not one whose name is forgotten. */
  static Optional<StackState> standing(Store store, StackKey key) {
    return store.stacks().current(key);
  }

  private Result weigh(StackPut request, Optional<StackState> current) {
    return new StackWeighing(store, weighing, catalog, request, current, now()).weigh();
  }

  /** With what the team has now, each member counting those before it. */
  private StackAnswer possible(Result.Ready ready, Optional<StackState> live) {
    Map<String, List<Violation>> refused = new LinkedHashMap<>();
    Map<String, List<Violation>> warned = new LinkedHashMap<>();
    Optional<Usage> usage = Optional.empty();
    for (Part part : ready.composition().parts()) {
      Optional<ToWrite> member = Optional.ofNullable(ready.members().get(part.member()));
      Optional<Reservation> room = member.flatMap(each -> each.weighed().reservation());
      if (room.isPresent()) {
        Usage has = usage.orElseGet(() -> store.usage(part.request().team()));
        Optional<Resource> changed = member.flatMap(each -> each.weighed().live());
        Excess beyond = Weighing.beyond(room.get(), has, changed);
        refused.put(part.member(), beyond.refused());
        warned.put(part.member(), beyond.warnings());
        BigDecimal before =
            changed.map(Resource::plan).map(room.get()::before).orElse(BigDecimal.ZERO);
        usage = Optional.of(has.with(room.get().added(changed.isEmpty(), before)));
      }
    }
    List<Violation> all = ready.composition().placed(refused);
    return all.isEmpty()
        ? new StackAnswer.Possible(
            ready.planned(),
            ready.removed().stream().map(StackState::memberOf).toList(),
            live,
            ready.aside().and(ready.composition().placed(warned)))
        : new StackAnswer.Refused(all);
  }

  /** Empty if somebody else was faster. */
  private Optional<StackAnswer> carryOut(
      StackPut request, Optional<StackState> current, Result.Ready ready) {
    Optional<StackState> live = current.filter(state -> !state.isTombstone());
    Instant now = now();
    Stack after =
        live.map(
                state ->
                    state
                        .stack()
                        .changed(request.labels(), request.spec(), request.origin(), ready.end()))
            .orElseGet(() -> made(request, ready.end(), now));
    List<Submission> writes = new ArrayList<>();
    Optional<Stay.Pause> pause = live.flatMap(state -> state.pausedAt(now));
    ready
        .members()
        .values()
        .forEach(
            member ->
                writes.add(Submission.of(write(member, after, pause), member.weighed().leaning())));
    ready
        .removed()
        .forEach(
            member ->
                writes.add(
                    Submission.of(
                        end(
                            member,
                            now,
                            request.origin().actor()
                                + " took it out of the stack "
                                + request.key().name(),
                            false))));
    String what =
        request.origin().actor()
            + (live.isEmpty() ? " asked for it" : " asked for a change")
            + "; generation "
            + after.generation();
    return switch (store
        .stacks()
        .write(new StackWrite(current.map(StackState::stack), after, writes, what))) {
      case StackOutcome.Accepted(StackState state, var warnings) ->
          Optional.of(
              new StackAnswer.Accepted(
                  state, live.isEmpty(), ready.aside().and(placed(ready.composition(), warnings))));
      case StackOutcome.Refused(var violations) ->
          Optional.of(new StackAnswer.Refused(placed(ready.composition(), violations)));
      case StackOutcome.Lost _ -> Optional.empty();
    };
  }

  private Stack made(StackPut request, Optional<Instant> end, Instant now) {
    return new Stack(
        Uid.next(random),
        request.key(),
        1,
        1,
        request.labels(),
        request.spec(),
        request.origin(),
        request.origin().actor(),
        now,
        end,
        Want.PRESENT,
        Optional.empty());
  }

  private Write write(ToWrite member, Stack stack, Optional<Stay.Pause> pause) {
    return switch (weighing.write(member.request(), member.weighed())) {
      case Write.Create create -> create.in(stack.membership(), stack.expires()).under(pause);
      case Write.Change change -> change.ending(stack.expires());
      case Write other -> throw new IllegalStateException("a PUT writes no " + other);
    };
  }

  static List<Violation> placed(Composition composition, Map<ResourceKey, List<Violation>> said) {
    Map<String, List<Violation>> byMember = new LinkedHashMap<>();
    composition
        .parts()
        .forEach(
            part ->
                Optional.ofNullable(said.get(part.key()))
                    .ifPresent(all -> byMember.put(part.member(), all)));
    return composition.placed(byMember);
  }

  private static Write end(Resource member, Instant now, String message, boolean withoutSnapshot) {
    return new Write.End(
        member.key(),
        member.uid(),
        member.generation(),
        Want.DELETED,
        now,
        Optional.empty(),
        Event.Draft.normal(now, "DeleteRequested", message),
        Optional.empty(),
        withoutSnapshot);
  }

  /** Decides the end of all members. A repeat is {@link StackAnswer.Unchanged}, whoever asks. */
  public StackAnswer delete(StackDelete request) {
    for (int i = 0; i < TRIES; i++) {
      Optional<StackState> current = standing(store, request.key());
      Instant now = now();
      Optional<StackAnswer> clash = StackClashes.ofDelete(request, current, now);
      if (clash.isPresent()) {
        return clash.get();
      }
      StackState live = current.orElseThrow();
      List<Submission> writes = ends(live, request, now);
      if (live.stack().want().absent() && writes.isEmpty()) {
        return new StackAnswer.Unchanged(live);
      }
      String what = request.origin().actor() + " asked for its deletion";
      StackOutcome outcome =
          store
              .stacks()
              .write(
                  new StackWrite(Optional.of(live.stack()), live.stack().deleted(), writes, what));
      if (outcome instanceof StackOutcome.Accepted(StackState state, var _)) {
        return new StackAnswer.Accepted(state, false);
      }
    }
    return contended(standing(store, request.key()));
  }

  private static List<Submission> ends(StackState live, StackDelete request, Instant now) {
    List<Submission> writes = new ArrayList<>();
    for (Resource member : live.alive()) {
      if (!member.want().absent()) {
        String what =
            request.origin().actor()
                + " asked for the deletion of the stack "
                + live.stack().key().name();
        writes.add(Submission.of(end(member, now, what, request.withoutSnapshot())));
      } else if (request.withoutSnapshot() && Intake.mayHaveOne(member)) {
        writes.add(Submission.of(withoutSnapshot(member, request.origin(), now)));
      }
    }
    return writes;
  }

  private static Write withoutSnapshot(Resource member, Origin origin, Instant now) {
    return new Write.Steer(
        member.key(),
        member.uid(),
        new Steering.SkipSnapshot(),
        now,
        Event.Draft.normal(now, "SnapshotDeclined", origin.actor() + " wants no copy of its data"));
  }

  static StackAnswer contended(Optional<StackState> current) {
    return new StackAnswer.Clash(
        Reason.CONTENDED,
        "others changed it, or a member of it, again and again meanwhile",
        "read it again, and repeat the request with If-Match",
        current,
        Optional.of(Duration.ofSeconds(1)));
  }

  /** Stored instants have microseconds: what is answered now must equal what is read later. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
