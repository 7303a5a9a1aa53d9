package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.intent;
import static dev.automat.engine.Fixtures.present;
import static dev.automat.engine.Fixtures.ready;

import dev.automat.engine.DecideTest.Case;
import dev.automat.engine.Difference.Remedy;
import dev.automat.resource.Condition;
import dev.automat.resource.Status;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Finale;
import dev.automat.resource.Work.Step;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.State;
import dev.automat.spi.TypeDescriptor.Ability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The part of the table that is about ends of lifetimes, pauses, and what comes back. */
final class DecideStays {

  /** A type that can all. */
  static final String KEEPING = "hostile/keeping";

  static final Set<Ability> BOTH = Set.of(Ability.QUARANTINE, Ability.RECOVERY);

  private static final Observation AVAILABLE = present(State.AVAILABLE);
  private static final Observation WORKING = present(State.WORKING, "copying");
  private static final Observation ABSENT = new Observation.Absent();
  private static final Stay.Quarantine CUT =
      new Stay.Quarantine(NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofHours(9)));

  private DecideStays() {}

  static List<Case> cases() {
    Difference drift = new Difference("class", "small", "huge", Remedy.CORRECT);
    Sample cut = sample(ready()).stay(cut(Optional.empty()));
    Sample released =
        sample(ready().withCutSince(Optional.of(CUT.since())))
            .stay(
                cut(
                    Optional.of(
                        new Stay.Release(NOW, NOW.plus(Duration.ofDays(2)), "ann", "look"))));
    Sample paused = sample(ready()).stay(paused());
    Sample ending = sample(ready()).want(Want.DELETED);
    return List.of(
        Case.of("its access is cut, at each look", cut, AVAILABLE, new Decision.Cut()),
        new Case(
            "what drifts in quarantine is not corrected",
            cut,
            AVAILABLE,
            List.of(drift),
            new Decision.Cut()),
        Case.of("also while the cloud is at it", cut, WORKING, new Decision.Cut()),
        Case.of(
            "what is gone in quarantine is not made anew",
            cut.stateless(),
            ABSENT,
            new Decision.ConfirmAbsence(NOW.plus(Fixtures.SETTLE))),
        Case.of("a release gives access back", released, AVAILABLE, new Decision.LetIn()),
        new Case(
            "somebody asked for a pause: what differs is shown, and left",
            paused,
            AVAILABLE,
            List.of(drift),
            new Decision.Wait(List.of(drift))),
        Case.of("a pause keeps nobody from looking", paused, AVAILABLE, new Decision.InSync()),
        Case.of("what holds data is copied first", ending, AVAILABLE, new Decision.Copy()),
        Case.of(
            "its plan says that no copy is kept: none is looked for",
            sample(ready()).want(Want.DELETED).settings(Map.of("keeps", false)),
            AVAILABLE,
            new Decision.Delete(false)),
        Case.of(
            "the copy is taken",
            sample(ready().withFinale(Finale.kept("copy-1"))).want(Want.DELETED),
            AVAILABLE,
            new Decision.Delete(false)),
        Case.of(
            "nobody wants a copy",
            sample(ready()).want(Want.DELETED).stay(withoutSnapshot()),
            AVAILABLE,
            new Decision.Delete(false)),
        Case.of(
            "nobody wants a copy any more, and it is under way: nobody else would know of it",
            sample(ready().withIntent(intent(Step.SNAPSHOT, NOW)))
                .want(Want.DELETED)
                .stay(withoutSnapshot()),
            AVAILABLE,
            new Decision.Copy()),
        Case.of(
            "nobody wants a copy, and the cloud would not make it",
            sample(ready().withIntent(intent(Step.SNAPSHOT, NOW)))
                .want(Want.DELETED)
                .status(s -> failed(s, Reasons.REFUSED))
                .stay(withoutSnapshot()),
            AVAILABLE,
            new Decision.Delete(false)),
        Case.of(
            "nobody wants a copy, and nobody knows whether the last call made it",
            sample(ready().withIntent(intent(Step.SNAPSHOT, NOW)))
                .want(Want.DELETED)
                .status(s -> failed(s, Reasons.UNREACHABLE))
                .stay(withoutSnapshot()),
            AVAILABLE,
            new Decision.Copy()),
        Case.of(
            "it vanished while it was copied: the copy may stand",
            sample(ready().withIntent(intent(Step.SNAPSHOT, NOW))).want(Want.DELETED),
            ABSENT,
            new Decision.Copy()),
        Case.of(
            "what was never ready holds nothing",
            sample(Work.none().withIntent(intent(Step.CREATE, NOW))).want(Want.DELETED),
            AVAILABLE,
            new Decision.Delete(false)),
        Case.of(
            "a restore goes on until it has finished, also of what is shown already",
            sample(Work.none().withIntent(intent(Step.RESTORE, NOW))),
            AVAILABLE,
            new Decision.Create(false)));
  }

  private static Sample sample(Work work) {
    return Sample.resource().of(KEEPING).work(work);
  }

  private static Status failed(Status status, String reason) {
    return status
        .withFailure(1, NOW)
        .with(new Condition(Condition.Type.Synced, Condition.State.False, reason, "it failed", 1));
  }

  private static Stay cut(Optional<Stay.Release> release) {
    return new Stay(
        Optional.of(CUT), release, Optional.empty(), false, Optional.empty(), Optional.empty());
  }

  private static Stay paused() {
    return new Stay(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Stay.Pause(NOW, NOW.plus(Duration.ofDays(1)), "ann", "load test")),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static Stay withoutSnapshot() {
    return new Stay(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty());
  }
}
