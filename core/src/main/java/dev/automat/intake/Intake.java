package dev.automat.intake;

import dev.automat.admission.Admitting;
import dev.automat.admission.Expiry;
import dev.automat.admission.LiveChecks;
import dev.automat.admission.Verdict;
import dev.automat.cost.CostDelta;
import dev.automat.cost.Reservation;
import dev.automat.cost.Reservation.Excess;
import dev.automat.cost.Usage;
import dev.automat.intake.Answer.Reason;
import dev.automat.policy.Leaning;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.resource.Want;
import dev.automat.store.CoalescingWriter;
import dev.automat.store.Steering;
import dev.automat.store.Store;
import dev.automat.store.Submission;
import dev.automat.store.Write;
import dev.automat.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Requests that change something. Calls block until the outcome is stored: run them on a virtual
 * thread. Each throws {@link dev.automat.store.StoreBusyException} if too many are waiting.
 */
public final class Intake {

  /** How often a request is planned again because somebody else was faster. */
  private static final int TRIES = 3;

  private final Store store;
  private final CoalescingWriter writer;
  private final Admitting admission;
  private final LiveChecks liveChecks;
  private final InstantSource clock;
  private final Incarnation incarnation;
  private final Optional<Allowances> allowances;

  /** Where nothing limits what a team may have. */
  public Intake(
      Store store,
      CoalescingWriter writer,
      Admitting admission,
      LiveChecks liveChecks,
      Incarnation incarnation,
      InstantSource clock) {
    this(store, writer, admission, liveChecks, incarnation, clock, Optional.empty());
  }

  /**
   * @param allowances the limits of teams
   */
  public Intake(
      Store store,
      CoalescingWriter writer,
      Admitting admission,
      LiveChecks liveChecks,
      Incarnation incarnation,
      InstantSource clock,
      Optional<Allowances> allowances) {
    this.allowances = allowances;
    this.store = store;
    this.writer = writer;
    this.admission = admission;
    this.liveChecks = liveChecks;
    this.incarnation = incarnation;
    this.clock = clock;
  }

  /** Creates or changes. The same spec and labels again are {@link Answer.Unchanged}. */
  public Answer put(PutRequest request) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Resource> current = store.current(request.key());
      Weighed weighed = weigh(request, current);
      switch (weighed) {
        case Weighed.Decided decided -> {
          return decided.answer();
        }
        case Weighed.ToWrite toWrite -> {
          Optional<Answer> answer =
              carryOut(
                  Submission.of(write(request, toWrite), toWrite.leaning()),
                  toWrite.live().isEmpty(),
                  new Aside(toWrite.costDelta(), toWrite.left()));
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    }
    return contended(store.current(request.key()));
  }

  /**
   * What {@link #put} would answer, changing nothing: {@link Answer.Possible} in place of Accepted.
   */
  public Answer validate(PutRequest request) {
    return switch (weigh(request, store.current(request.key()))) {
      case Weighed.Decided decided -> decided.answer();
      case Weighed.ToWrite toWrite -> possible(toWrite);
    };
  }

  /** With what the team has now; where it is written it is decided on again. */
  private Answer possible(Weighed.ToWrite toWrite) {
    Excess beyond =
        toWrite
            .reservation()
            .map(reservation -> beyond(reservation, toWrite.live()))
            .orElse(Excess.NONE);
    return beyond.refused().isEmpty()
        ? new Answer.Possible(
            toWrite.plan(),
            toWrite.live(),
            new Aside(toWrite.costDelta(), toWrite.left()).and(beyond.warnings()))
        : new Answer.Refused(beyond.refused());
  }

  private Excess beyond(Reservation reservation, Optional<Resource> live) {
    Usage usage = store.usage(reservation.team());
    return live.map(resource -> reservation.ofChange(usage, reservation.before(resource.plan())))
        .orElseGet(() -> reservation.ofNew(usage));
  }

  /** A request held against what stands now. */
  private sealed interface Weighed {

    record Decided(Answer answer) implements Weighed {}

    /**
     * @param live the incarnation to change; empty: one is to be made
     * @param tombstone the one that holds the key, if one is to be made
     * @param reservation the room that it needs; empty: nothing limits it
     * @param leaning the waivers that it needs; empty: it breaks no rule
     */
    record ToWrite(
        Plan plan,
        Optional<Resource> live,
        Optional<Resource> tombstone,
        Optional<Reservation> reservation,
        Optional<Leaning> leaning)
        implements Weighed {

      Optional<CostDelta> costDelta() {
        return live.flatMap(resource -> CostDelta.between(resource.plan(), plan));
      }

      /** What is out of sight once another one has the name. */
      List<Violation> left() {
        return tombstone.flatMap(Undeletion::leftBehind).stream().toList();
      }
    }
  }

  private Weighed weigh(PutRequest request, Optional<Resource> current) {
    Optional<Resource> live = current.filter(resource -> !resource.isTombstone());
    Optional<Answer> clash = Clashes.ofPut(request, current);
    if (clash.isPresent()) {
      return new Weighed.Decided(clash.get());
    }
    Optional<Resource> same = live.filter(resource -> asksForTheSame(request, resource));
    if (same.isPresent()) {
      Optional<Weighed> other = notReviewed(request, same.get().plan(), same);
      if (other.isPresent()) {
        return other.get();
      }
      return keptBySame(request, same.get())
          ? new Weighed.Decided(new Answer.Unchanged(same.get()))
          : new Weighed.ToWrite(
              same.get().plan(), same, Optional.empty(), Optional.empty(), Optional.empty());
    }
    return switch (admission.admit(request.request())) {
      case Verdict.NeedsWaiver(_, List<Violation> denied) ->
          new Weighed.Decided(new Answer.Refused(denied));
      case Verdict.Refused refused -> new Weighed.Decided(new Answer.Refused(refused.violations()));
      case Verdict.Admitted admitted -> {
        List<Violation> violations =
            liveChecks.check(request.request().spec(), admitted.plan(), live, clock.instant());
        yield violations.isEmpty()
            ? notReviewed(request, admitted.plan(), live)
                .orElseGet(
                    () ->
                        new Weighed.ToWrite(
                            admitted.plan(),
                            live,
                            current.filter(Resource::isTombstone),
                            reservation(request, admitted.plan()),
                            WaivedAdmission.leaning(request.request(), admitted)))
            : new Weighed.Decided(new Answer.Refused(violations));
      }
    };
  }

  private Optional<Reservation> reservation(PutRequest request, Plan plan) {
    return allowances.flatMap(
        limits ->
            limits.of(request.key().team(), request.key().kind(), request.request().spec(), plan));
  }

  /** Whoever names the plan that they have reviewed gets that one or none. */
  private static Optional<Weighed> notReviewed(
      PutRequest request, Plan plan, Optional<Resource> live) {
    return request
        .ifPlanMatch()
        .filter(digest -> !digest.equals(plan.digest()))
        .map(digest -> new Weighed.Decided(new Answer.PlanMismatch(digest, plan, live)));
  }

  private static boolean asksForTheSame(PutRequest request, Resource live) {
    return live.spec().equals(request.request().spec())
        && live.labels().equals(request.request().labels());
  }

  private static boolean keptBySame(PutRequest request, Resource live) {
    return live.origin().managedBy().equals(request.origin().managedBy());
  }

  private Write write(PutRequest request, Weighed.ToWrite toWrite) {
    Instant now = now();
    return toWrite
        .live()
        .<Write>map(live -> change(request, toWrite, live, now))
        .orElseGet(
            () ->
                incarnation
                    .create(request, toWrite.plan(), toWrite.tombstone().map(Resource::uid), now)
                    .within(toWrite.reservation()));
  }

  private static Write.Change change(
      PutRequest request, Weighed.ToWrite toWrite, Resource live, Instant now) {
    Plan plan = toWrite.plan();
    return new Write.Change(
        live.key(),
        live.uid(),
        live.generation(),
        request.request().labels(),
        request.request().spec(),
        plan,
        request.origin(),
        expiry(plan, live),
        changed(request, live, now),
        toWrite.reservation());
  }

  /** Who only takes it over gets the plan that stands: a plan is made anew for another spec. */
  private static Event.Draft changed(PutRequest request, Resource live, Instant now) {
    String what =
        asksForTheSame(request, live)
            ? " took it over; it is kept by " + request.origin().managedBy().orElse("nobody")
            : " asked for a change";
    return Event.Draft.normal(
        now,
        "Changed",
        request.origin().actor() + what + "; generation " + (live.generation() + 1));
  }

  /** An unchanged lifetime never moves the expiry. */
  private static Optional<Instant> expiry(Plan plan, Resource live) {
    boolean unchanged =
        plan.lifetime().equals(live.plan().lifetime())
            && plan.expiresAt().equals(live.plan().expiresAt());
    return unchanged ? live.times().expires() : Expiry.of(plan, live.times().accepted());
  }

  /** Decides a resource's end. A repeat is {@link Answer.Unchanged}, whoever asks. */
  public Answer delete(DeleteRequest request) {
    ResourceKey key = request.key();
    for (int i = 0; i < TRIES; i++) {
      Optional<Resource> current = store.current(key);
      Optional<Answer> clash = Clashes.ofDelete(request, current, clock.instant());
      if (clash.isPresent()) {
        return clash.get();
      }
      Resource live = current.orElseThrow();
      if (live.want().absent() && !(request.withoutSnapshot() && mayHaveOne(live))) {
        return new Answer.Unchanged(live);
      }
      Event.Draft event =
          Event.Draft.normal(
              now(), "DeleteRequested", request.origin().actor() + " asked for its deletion");
      Write end =
          live.want().absent()
              ? withoutSnapshot(live, request.origin())
              : new Write.End(
                  key,
                  live.uid(),
                  live.generation(),
                  Want.DELETED,
                  now(),
                  Optional.empty(),
                  event,
                  Optional.empty(),
                  request.withoutSnapshot());
      Optional<Resource> stored = store(end);
      if (stored.isPresent()) {
        return new Answer.Accepted(stored.get(), false);
      }
    }
    return contended(store.current(key));
  }

  /** Whether a copy of what is being deleted may still be made. */
  private static boolean mayHaveOne(Resource ending) {
    return !ending.stay().withoutSnapshot() && ending.work().finale().isEmpty();
  }

  private Write withoutSnapshot(Resource ending, Origin origin) {
    return new Write.Steer(
        ending.key(),
        ending.uid(),
        new Steering.SkipSnapshot(),
        now(),
        Event.Draft.normal(
            now(), "SnapshotDeclined", origin.actor() + " wants no copy of its data"));
  }

  /**
   * Has the engine look now, whatever it was waiting for; whoever keeps it, for that writes
   * nothing.
   */
  public Answer reconcile(ResourceKey key, Origin origin) {
    Optional<Resource> current = store.current(key);
    Optional<Answer> clash = Clashes.ofAbsence(current);
    return clash.orElseGet(
        () -> nudge(current.orElseThrow(), origin, false, "asked for a reconcile"));
  }

  /**
   * Makes anew what is {@code MissingExternally}. Asking again before it is made is asking once.
   */
  public Answer recreate(RecreateRequest request) {
    Optional<Resource> current = store.current(request.key());
    Optional<Answer> clash = Clashes.ofRecreate(request, current);
    return clash.orElseGet(
        () ->
            nudge(
                current.orElseThrow(),
                request.origin(),
                true,
                "asked for it to be made anew, and empty"));
  }

  private Answer nudge(Resource live, Origin origin, boolean recreate, String what) {
    Event.Draft event =
        Event.Draft.normal(
            now(),
            recreate ? "RecreateRequested" : "ReconcileRequested",
            origin.actor() + " " + what);
    return store(new Write.Nudge(live.key(), live.uid(), recreate, now(), event))
        .<Answer>map(stored -> new Answer.Accepted(stored, false))
        .orElseGet(() -> contended(store.current(live.key())));
  }

  /** Empty if somebody else was faster. */
  private Optional<Resource> store(Write write) {
    return carryOut(Submission.of(write), false, Aside.NONE)
        .flatMap(
            answer ->
                answer instanceof Answer.Accepted accepted
                    ? Optional.of(accepted.resource())
                    : Optional.empty());
  }

  /** Empty if somebody else was faster. */
  private Optional<Answer> carryOut(Submission submission, boolean created, Aside aside) {
    return switch (writer.submit(submission).join()) {
      case WriteOutcome.Accepted(Resource resource, List<Violation> warnings) ->
          Optional.of(new Answer.Accepted(resource, created, aside.and(warnings)));
      case WriteOutcome.Lost _ -> Optional.empty();
      case WriteOutcome.Refused(List<Violation> violations) ->
          Optional.of(new Answer.Refused(violations));
      case WriteOutcome.Failed failed ->
          throw new IllegalStateException(
              submission.write().key() + " can not be stored: " + failed.message());
    };
  }

  private static Answer contended(Optional<Resource> current) {
    return new Answer.Clash(
        Reason.CONTENDED,
        "others changed it again and again while this was planned",
        "read it again, and repeat the request with If-Match",
        current,
        Optional.of(Duration.ofSeconds(1)));
  }

  /** Stored instants have microseconds: what is answered now must equal what is read later. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
