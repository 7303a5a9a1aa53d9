package dev.automat.intake;

import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Admitting;
import dev.automat.admission.Expiry;
import dev.automat.admission.LiveChecks;
import dev.automat.admission.Verdict;
import dev.automat.intake.Answer.Clash;
import dev.automat.intake.Answer.Reason;
import dev.automat.resource.Origin;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.SpokenInstant;
import dev.automat.resource.Stay.Source;
import dev.automat.resource.Violation;
import dev.automat.resource.Work.Finale;
import dev.automat.store.CoalescingWriter;
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
 * Brings back what was deleted: another incarnation of the same spec, made with the copy of the
 * data that its deletion kept. It is admitted as a new request is, of the version of its module
 * that it had; its lifetime begins anew. Calls block until the outcome is stored.
 */
public final class Undeletion {

  private final Store store;
  private final CoalescingWriter writer;
  private final Admitting admission;
  private final LiveChecks liveChecks;
  private final Incarnation incarnation;
  private final InstantSource clock;
  private final Optional<Allowances> allowances;

  /**
   * @param allowances the limits of teams
   */
  public Undeletion(
      Store store,
      CoalescingWriter writer,
      Admitting admission,
      LiveChecks liveChecks,
      Incarnation incarnation,
      InstantSource clock,
      Optional<Allowances> allowances) {
    this.store = store;
    this.writer = writer;
    this.admission = admission;
    this.liveChecks = liveChecks;
    this.incarnation = incarnation;
    this.clock = clock;
    this.allowances = allowances;
  }

  /** How long a tombstone can be undeleted; empty if it can not. */
  static Optional<Instant> possibleUntil(Resource tombstone) {
    return tombstone
        .work()
        .finale()
        .flatMap(Finale::snapshot)
        .flatMap(_ -> tombstone.work().purgeAt());
  }

  /** A repeat clashes, since then it is there again. */
  public Answer undelete(ResourceKey key, Origin origin) {
    Optional<Resource> current = store.current(key);
    Optional<Answer> clash = clash(current);
    return clash.orElseGet(() -> undelete(current.orElseThrow(), origin));
  }

  private Optional<Answer> clash(Optional<Resource> current) {
    if (current.isEmpty()) {
      return Clashes.ofAbsence(current);
    }
    Resource found = current.get();
    if (!found.isTombstone()) {
      return Clashes.ofDeletion(found)
          .or(() -> refused(found, "it is not deleted", "there is nothing to undelete"));
    }
    Optional<Instant> until = possibleUntil(found);
    if (until.isEmpty()) {
      return refused(
          found,
          "no copy of its data was kept"
              + found.work().finale().map(finale -> ": " + finale.why()).orElse(""),
          "PUT to this address makes a new, empty one");
    }
    return clock.instant().isBefore(until.get())
        ? Optional.empty()
        : refused(
            found,
            "it could be undeleted until " + SpokenInstant.of(until.get()),
            "PUT to this address makes a new, empty one");
  }

  private static Optional<Answer> refused(Resource found, String message, String fix) {
    return Optional.of(
        new Clash(Reason.NOT_UNDELETABLE, message, fix, Optional.of(found), Optional.empty()));
  }

  private Answer undelete(Resource tombstone, Origin origin) {
    AdmissionRequest pinned =
        new AdmissionRequest(
            tombstone.key().team(),
            tombstone.key().kind(),
            tombstone.key().name(),
            tombstone.labels(),
            Replanning.ofItsVersion(tombstone));
    return switch (admission.admit(pinned)) {
      case Verdict.NeedsWaiver(_, List<Violation> denied) -> new Answer.Refused(denied);
      case Verdict.Refused(List<Violation> violations) -> new Answer.Refused(violations);
      case Verdict.Admitted admitted -> checked(tombstone, pinned, admitted.plan(), origin);
    };
  }

  private Answer checked(Resource tombstone, AdmissionRequest pinned, Plan today, Origin origin) {
    List<Violation> violations =
        liveChecks.check(pinned.spec(), today, Optional.of(tombstone), clock.instant());
    if (!violations.isEmpty()) {
      return new Answer.Refused(violations);
    }
    // Where the module is the one of then, so is the plan: it is what the data were made with.
    Plan then = tombstone.plan();
    Plan plan = then.moduleDigest().equals(today.moduleDigest()) ? then : today;
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Write.Create create =
        incarnation
            .restored(
                request(tombstone, origin, now),
                plan,
                tombstone,
                source(tombstone),
                expires(tombstone, plan, now),
                now)
            .within(
                allowances.flatMap(
                    limits ->
                        limits.of(
                            tombstone.key().team(), tombstone.key().kind(), pinned.spec(), plan)));
    return answer(writer.submit(create).join(), tombstone);
  }

  private static Source source(Resource tombstone) {
    return new Source(
        tombstone.uid(), tombstone.work().finale().flatMap(Finale::snapshot).orElseThrow());
  }

  /** As it was written then, and kept by whom it was kept. */
  private static PutRequest request(Resource tombstone, Origin origin, Instant now) {
    AdmissionRequest asWritten =
        new AdmissionRequest(
            tombstone.key().team(),
            tombstone.key().kind(),
            tombstone.key().name(),
            tombstone.labels(),
            tombstone.spec().deepCopy());
    return new PutRequest(
        asWritten,
        new Origin(origin.actor(), origin.client(), tombstone.origin().managedBy()),
        now,
        Optional.empty(),
        false,
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  /** A named end may have passed: it lives again for as long as it was to live. */
  private static Optional<Instant> expires(Resource tombstone, Plan plan, Instant now) {
    return plan.expiresAt().isEmpty()
        ? Expiry.of(plan, now)
        : tombstone
            .times()
            .expires()
            .map(end -> now.plus(Duration.between(tombstone.times().accepted(), end)));
  }

  private static Answer answer(WriteOutcome outcome, Resource tombstone) {
    return switch (outcome) {
      case WriteOutcome.Accepted(Resource resource, List<Violation> warnings) ->
          new Answer.Accepted(resource, true, new Aside(Optional.empty(), warnings));
      case WriteOutcome.Refused(List<Violation> violations) -> new Answer.Refused(violations);
      case WriteOutcome.Lost lost ->
          new Clash(
              Reason.CONTENDED,
              "somebody else took its name meanwhile, or its time was over",
              "read it again, and repeat the request if it is still needed",
              lost.current(),
              Optional.of(Duration.ofSeconds(1)));
      case WriteOutcome.Failed failed ->
          throw new IllegalStateException(
              tombstone.key() + " can not be stored: " + failed.message());
    };
  }
}
