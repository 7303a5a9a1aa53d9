package dev.automat.intake;

import dev.automat.admission.Admitting;
import dev.automat.admission.LiveChecks;
import dev.automat.cost.Reservation.Excess;
import dev.automat.intake.Answer.Reason;
import dev.automat.resource.Event;
import dev.automat.resource.Origin;
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
  private final InstantSource clock;
  private final Weighing weighing;

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
    this.store = store;
    this.writer = writer;
    this.clock = clock;
    this.weighing = new Weighing(admission, liveChecks, incarnation, clock, allowances);
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
                  Submission.of(weighing.write(request, toWrite), toWrite.leaning()),
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
            .map(
                reservation ->
                    Weighing.beyond(reservation, store.usage(reservation.team()), toWrite.live()))
            .orElse(Excess.NONE);
    return beyond.refused().isEmpty()
        ? new Answer.Possible(
            toWrite.plan(),
            toWrite.live(),
            new Aside(toWrite.costDelta(), toWrite.left()).and(beyond.warnings()))
        : new Answer.Refused(beyond.refused());
  }

  /** What belongs to a stack is changed by the stack alone. */
  private Weighed weigh(PutRequest request, Optional<Resource> current) {
    Optional<Answer> member =
        current
            .filter(live -> !Weighing.stands(request, live))
            .flatMap(live -> Clashes.ofPut(request, current).or(() -> Clashes.ofMember(live)));
    return member
        .<Weighed>map(Weighed.Decided::new)
        .orElseGet(() -> weighing.weigh(request, current));
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
  static boolean mayHaveOne(Resource ending) {
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
