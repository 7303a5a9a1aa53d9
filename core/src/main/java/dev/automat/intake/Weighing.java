package dev.automat.intake;

import dev.automat.admission.Admitting;
import dev.automat.admission.Expiry;
import dev.automat.admission.LiveChecks;
import dev.automat.admission.Verdict;
import dev.automat.cost.Reservation;
import dev.automat.cost.Reservation.Excess;
import dev.automat.cost.Usage;
import dev.automat.resource.Event;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Violation;
import dev.automat.store.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Holds a request against what stands now, and makes the write that it comes to. */
final class Weighing {

  private final Admitting admission;
  private final LiveChecks liveChecks;
  private final Incarnation incarnation;
  private final InstantSource clock;
  private final Optional<Allowances> allowances;

  /**
   * @param allowances the limits of teams
   */
  Weighing(
      Admitting admission,
      LiveChecks liveChecks,
      Incarnation incarnation,
      InstantSource clock,
      Optional<Allowances> allowances) {
    this.admission = admission;
    this.liveChecks = liveChecks;
    this.incarnation = incarnation;
    this.clock = clock;
    this.allowances = allowances;
  }

  /**
   * What goes beyond the limits.
   *
   * @param usage what the team has
   * @param live what is changed; empty: it is a new one
   */
  static Excess beyond(Reservation reservation, Usage usage, Optional<Resource> live) {
    return live.map(resource -> reservation.ofChange(usage, reservation.before(resource.plan())))
        .orElseGet(() -> reservation.ofNew(usage));
  }

  /** What has to be right about a plan, given what stands now. */
  private interface Checks {
    List<Violation> of(JsonNode spec, Plan plan, Optional<Resource> live, Instant now);
  }

  /** What is to be written, or why nothing is. */
  Weighed weigh(PutRequest request, Optional<Resource> current) {
    return weigh(request, current, liveChecks::check);
  }

  /** The same of a member of a stack, whose end the stack decides, and judges. */
  Weighed weighMember(PutRequest request, Optional<Resource> current) {
    return weigh(request, current, liveChecks::checkMember);
  }

  private Weighed weigh(PutRequest request, Optional<Resource> current, Checks checks) {
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
            checks.of(request.request().spec(), admitted.plan(), live, clock.instant());
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

  /** Whether it is so already, and kept by the same. */
  static boolean stands(PutRequest request, Resource live) {
    return !live.isTombstone() && asksForTheSame(request, live) && keptBySame(request, live);
  }

  private static boolean asksForTheSame(PutRequest request, Resource live) {
    return live.spec().equals(request.request().spec())
        && live.labels().equals(request.request().labels());
  }

  private static boolean keptBySame(PutRequest request, Resource live) {
    return live.origin().managedBy().equals(request.origin().managedBy());
  }

  /** The write of what was weighed. */
  Write write(PutRequest request, Weighed.ToWrite toWrite) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
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
}
