package dev.automat.engine;

import dev.automat.engine.Difference.Remedy;
import dev.automat.lifetime.Recovery;
import dev.automat.resource.Condition;
import dev.automat.resource.Plan.OnMissing;
import dev.automat.resource.Resource;
import dev.automat.resource.Status;
import dev.automat.resource.Stay;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Step;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Foreign;
import dev.automat.spi.Observation.Present;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The engine's judgement: a pure function from what is wanted and what is seen to what is to be
 * done.
 */
final class Decide {

  private Decide() {}

  static Decision decide(Situation s) {
    if (s.resource().isTombstone()) {
      return overTombstone(s.observation());
    }
    return s.resource().want().absent() ? towardsAbsence(s) : unlessPaused(s, wanted(s));
  }

  private static Decision wanted(Situation s) {
    return s.resource().stay().isCutAt(s.now()) ? outOfReach(s) : towardsPresence(s);
  }

  /** What would change something in the cloud waits. */
  private static Decision unlessPaused(Situation s, Decision decision) {
    if (s.resource().stay().pausedAt(s.now()).isEmpty()) {
      return decision;
    }
    return switch (decision) {
      case Decision.Create _,
          Decision.Update _,
          Decision.Repair _,
          Decision.Clear _,
          Decision.Cut _,
          Decision.LetIn _ ->
          new Decision.Wait(s.differences());
      case Decision.Copy _,
          Decision.Delete _,
          Decision.Wait _,
          Decision.ReportFailed _,
          Decision.InSync _,
          Decision.LeaveDrifted _,
          Decision.AwaitCloud _,
          Decision.AwaitSettled _,
          Decision.ConfirmAbsence _,
          Decision.AwaitDeletion _,
          Decision.ReportMissing _,
          Decision.ReportForeign _,
          Decision.Gone _,
          Decision.StayGone _ ->
          decision;
    };
  }

  /** In quarantine nothing is corrected and nothing made; only its access is cut, at each look. */
  private static Decision outOfReach(Situation s) {
    return switch (s.observation()) {
      case Absent _ ->
          confirmedAbsent(s)
              ? new Decision.ReportMissing()
              : new Decision.ConfirmAbsence(secondLook(s));
      case Foreign foreign -> new Decision.ReportForeign(foreign.message());
      case Present present ->
          present.state() == Observation.State.DELETING
              ? new Decision.AwaitDeletion()
              : new Decision.Cut();
    };
  }

  /** Law 4: what comes up late with the uid of a tombstone is deleted. */
  private static Decision overTombstone(Observation observation) {
    return switch (observation) {
      case Absent _, Foreign _ -> new Decision.StayGone();
      case Present present -> deleteUnlessUnderWay(present, true);
    };
  }

  private static Decision towardsAbsence(Situation s) {
    return switch (s.observation()) {
      // A copy that was begun is looked for even if what it was of is gone: nobody else knows of
      // it.
      case Absent _ when s.resource().work().begun(Step.SNAPSHOT) && needsCopy(s) ->
          new Decision.Copy();
      case Absent _ -> deletedOnce(s) ? gone(s) : new Decision.Delete(false);
      case Foreign _ -> gone(s);
      case Present present ->
          needsCopy(s) && present.state() != Observation.State.DELETING
              ? new Decision.Copy()
              : deleteUnlessUnderWay(present, false);
    };
  }

  /**
   * What holds data is copied first. Where that is begun it goes on, whatever failed, unless the
   * cloud refuses, so that no copy is left which nobody knows of.
   */
  private static boolean needsCopy(Situation s) {
    Resource resource = s.resource();
    if (resource.work().finale().isPresent()) {
      return false;
    }
    Optional<String> hindrance = Recovery.hindrance(resource, s.abilities(), s.copySetting());
    boolean onlyUnwanted =
        hindrance.isPresent()
            && resource.stay().withoutSnapshot()
            && Recovery.hindrance(resource.with(Stay.NONE), s.abilities(), s.copySetting())
                .isEmpty();
    boolean underWay = resource.work().begun(Step.SNAPSHOT) && !wasRefused(resource.status());
    return hindrance.isEmpty() || (onlyUnwanted && underWay);
  }

  /** Whether the last try was answered with a no, so that nothing came of it. */
  private static boolean wasRefused(Status status) {
    return status.attempts() > 0
        && status
            .condition(Condition.Type.Synced)
            .map(Condition::reason)
            .filter(reason -> reason.equals(Reasons.REFUSED) || reason.equals(Reasons.QUOTA))
            .isPresent();
  }

  /**
   * What is absent may have left children behind, if somebody else took it away: deleting it once,
   * which is success where nothing is left, takes them too.
   */
  private static boolean deletedOnce(Situation s) {
    return s.resource().work().intent().filter(intent -> intent.step() == Step.DELETE).isPresent();
  }

  private static Decision gone(Situation s) {
    return confirmedAbsent(s) ? new Decision.Gone() : new Decision.ConfirmAbsence(secondLook(s));
  }

  private static Decision deleteUnlessUnderWay(Present present, boolean lateArrival) {
    return switch (present.state()) {
      case DELETING -> new Decision.AwaitDeletion();
      case WORKING, AVAILABLE, FAILED -> new Decision.Delete(lateArrival);
    };
  }

  private static Decision towardsPresence(Situation s) {
    return switch (s.observation()) {
      case Absent _ -> absentThoughWanted(s);
      case Foreign foreign -> new Decision.ReportForeign(foreign.message());
      case Present present -> presentAsWanted(s, present);
    };
  }

  private static Decision absentThoughWanted(Situation s) {
    Resource resource = s.resource();
    if (!resource.work().madeOnce()) {
      return beforeItWasEverThere(s);
    }
    if (resource.recreate()) {
      return new Decision.Create(true);
    }
    if (!confirmedAbsent(s)) {
      return new Decision.ConfirmAbsence(secondLook(s));
    }
    // Law 6: a stateful resource is never remade empty without a person's word.
    boolean waits = resource.plan().stateful() || resource.plan().onMissing() == OnMissing.REPORT;
    return waits ? new Decision.ReportMissing() : new Decision.Create(true);
  }

  /** Law 5: after a create, not-found is <em>not yet</em>, whatever was begun after it. */
  private static Decision beforeItWasEverThere(Situation s) {
    Work work = s.resource().work();
    Optional<Instant> settled =
        work.creationToken().flatMap(_ -> work.createIntentAt()).map(s::settledAfter);
    boolean notYet = settled.filter(s.now()::isBefore).isPresent();
    return notYet ? new Decision.AwaitSettled(settled.orElseThrow()) : new Decision.Create(false);
  }

  /** Law 4: absent twice, a settle time apart, counted from the last create intent. */
  private static boolean confirmedAbsent(Situation s) {
    return s.resource().work().absentSince().isPresent() && !s.now().isBefore(secondLook(s));
  }

  private static Instant secondLook(Situation s) {
    Work work = s.resource().work();
    Instant first = s.settledAfter(work.absentSince().orElse(s.now()));
    return work.createIntentAt().map(s::settledAfter).filter(first::isBefore).orElse(first);
  }

  /** A restore is asked for until it has finished, also of what is shown already. */
  private static boolean isRestoring(Resource resource) {
    return resource.work().begun(Step.RESTORE) && !resource.work().madeOnce();
  }

  private static Decision presentAsWanted(Situation s, Present present) {
    if (isRestoring(s.resource())
        && present.state() != Observation.State.FAILED
        && present.state() != Observation.State.DELETING) {
      return new Decision.Create(false);
    }
    if (s.resource().work().cutSince().isPresent()
        && present.state() != Observation.State.DELETING) {
      return new Decision.LetIn();
    }
    return switch (present.state()) {
      case WORKING -> new Decision.AwaitCloud(present.message());
      case DELETING -> new Decision.AwaitDeletion();
      case FAILED -> failed(s.resource(), present.message());
      case AVAILABLE -> available(s);
    };
  }

  /**
   * Law 7: each failure is first waited over, ever longer. Then going on with it is tried: a
   * half-made thing is completed that way.
   */
  private static Decision failed(Resource resource, String message) {
    Status status = resource.status();
    if (status.nextAttemptAt().isEmpty()) {
      return new Decision.ReportFailed(message);
    }
    boolean triedInVain = status.attempts() > 1;
    return triedInVain && !resource.work().madeOnce()
        ? new Decision.Clear(message)
        : new Decision.Repair(message);
  }

  private static Decision available(Situation s) {
    if (s.differences().isEmpty()) {
      return new Decision.InSync();
    }
    List<Difference> mendable =
        s.differences().stream().filter(d -> d.remedy() == Remedy.CORRECT).toList();
    if (mendable.isEmpty()) {
      return new Decision.LeaveDrifted(s.differences(), false);
    }
    Optional<Work.Written> tried = triedBefore(s.resource(), mendable);
    if (tried.isEmpty()) {
      return new Decision.Update(mendable);
    }
    // Law 8: a difference that survived an update is shown, not written again. The cloud gets its
    // settle time first.
    Instant settled = s.settledAfter(tried.get().at());
    return s.now().isBefore(settled)
        ? new Decision.AwaitSettled(settled)
        : new Decision.LeaveDrifted(s.differences(), true);
  }

  /** The update that was to mend just this, unless a person has asked for another look since. */
  private static Optional<Work.Written> triedBefore(Resource resource, List<Difference> mendable) {
    return resource
        .work()
        .written()
        .filter(written -> written.digest().equals(Differences.digest(mendable)))
        .filter(written -> resource.nudgedAt().filter(written.at()::isBefore).isEmpty());
  }
}
