package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.SETTLE;
import static dev.automat.engine.Fixtures.intent;
import static dev.automat.engine.Fixtures.present;
import static dev.automat.engine.Fixtures.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.resource.Plan.OnMissing;
import dev.automat.resource.Resource;
import dev.automat.resource.Status;
import dev.automat.resource.Want;
import dev.automat.resource.Work;
import dev.automat.resource.Work.Step;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Foreign;
import dev.automat.spi.Observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's whole judgement as a table. */
class DecideTest {

  static final Duration TICK = Duration.ofNanos(1000);
  static final Instant JUST_SETTLED = NOW.minus(SETTLE);
  static final Instant NOT_QUITE_SETTLED = JUST_SETTLED.plus(TICK);

  private static final Observation ABSENT = new Absent();
  private static final Observation FOREIGN = new Foreign("it belongs to somebody");
  static final Observation AVAILABLE = present(State.AVAILABLE);
  private static final Observation WORKING = present(State.WORKING, "creating");
  private static final Observation DELETING = present(State.DELETING);
  private static final Observation FAILED = present(State.FAILED, "no capacity");

  /** One row: what is wanted and seen, what follows, and why that is right. */
  record Case(
      String reason,
      Sample wanted,
      Observation seen,
      List<Difference> differences,
      Decision decision) {

    static Case of(String reason, Sample wanted, Observation seen, Decision decision) {
      return new Case(reason, wanted, seen, List.of(), decision);
    }

    @Override
    public String toString() {
      return decision.getClass().getSimpleName() + ": " + reason;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decides(Case row) {
    Resource resource = row.wanted().build();
    Situation situation =
        new Situation(
            resource,
            SETTLE,
            row.seen(),
            row.differences(),
            NOW,
            resource.plan().type().equals(DecideStays.KEEPING) ? DecideStays.BOTH : Set.of(),
            Optional.of("keeps"));
    assertEquals(row.decision(), Decide.decide(situation), row.reason());
  }

  /** Law 4: a settle time is one that passed, not one that the clock jumped over. */
  @Test
  void noWaitForACloudReachesOverAJumpOfTheClock() {
    Instant before = NOW.minus(Duration.ofHours(3));
    Instant jump = NOW.minus(SETTLE).plus(TICK);
    Decision later = new Decision.ConfirmAbsence(NOW.plus(TICK));
    Sample seenAbsent =
        Sample.resource().work(ready().withAbsentSince(Optional.of(before))).stateless();
    assertEquals(later, afterJump(seenAbsent, jump));
    assertEquals(new Decision.Create(true), afterJump(seenAbsent, NOW.minus(SETTLE)));

    Instant ahead = NOW.plus(Duration.ofHours(3));
    Sample jumpedBack = Sample.resource().work(ready().withAbsentSince(Optional.of(ahead)));
    assertEquals(later, afterJump(jumpedBack, jump), "it was seen before, and is not to come");

    Instant othersClock = NOW.plus(TICK);
    Sample skewed = Sample.resource().work(ready().withAbsentSince(Optional.of(othersClock)));
    assertEquals(
        new Decision.ConfirmAbsence(othersClock.plus(SETTLE)),
        afterJump(skewed, before),
        "another replica saw it a moment ago, by a clock that is a little ahead");

    Sample begun = Sample.resource().work(Work.none().withIntent(intent(Step.CREATE, before)));
    assertEquals(new Decision.AwaitSettled(NOW.plus(TICK)), afterJump(begun, jump));
    assertEquals(new Decision.Create(false), afterJump(begun, Instant.MIN));
  }

  private static Decision afterJump(Sample sample, Instant jump) {
    return Decide.decide(
        new Situation(
            sample.build(),
            SETTLE,
            new Absent(),
            List.of(),
            NOW,
            Set.of(),
            Optional.empty(),
            jump));
  }

  @Test
  void theTableHoldsEveryDecision() {
    Set<String> decided =
        cases().map(row -> row.decision().getClass().getSimpleName()).collect(Collectors.toSet());
    Set<String> possible =
        Arrays.stream(Decision.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());
    assertEquals(possible, decided);
  }

  static Stream<Case> cases() {
    return Stream.of(
            tombstones(),
            ends(),
            beginnings(),
            losses(),
            presences(),
            DecideDrifts.cases(),
            DecideStays.cases())
        .flatMap(List::stream);
  }

  private static List<Case> tombstones() {
    Sample stone = Sample.resource().work(ready()).tombstone(NOW.minusSeconds(600));
    return List.of(
        Case.of("what is gone stays gone", stone, ABSENT, new Decision.StayGone()),
        Case.of(
            "whoever took the name after us owes us nothing",
            stone,
            FOREIGN,
            new Decision.StayGone()),
        Case.of(
            "a create that took effect after its timeout made something nobody wants any more",
            stone,
            AVAILABLE,
            new Decision.Delete(true)),
        Case.of(
            "what is still in the making is as unwanted as what is made",
            stone,
            WORKING,
            new Decision.Delete(true)),
        Case.of("wreckage costs money too", stone, FAILED, new Decision.Delete(true)),
        Case.of(
            "a deletion under way need not be asked for again",
            stone,
            DELETING,
            new Decision.AwaitDeletion()));
  }

  private static List<Case> ends() {
    return List.of(
        Case.of(
            "what seems gone may have left children behind: it is deleted once all the same",
            deleted(ready()),
            ABSENT,
            new Decision.Delete(false)),
        Case.of(
            "one look is not enough: the list may lag",
            deleted(new Notes(ready())),
            ABSENT,
            new Decision.ConfirmAbsence(NOW.plus(SETTLE))),
        Case.of(
            "the second look came a moment too early",
            deleted(absentSince(NOT_QUITE_SETTLED)),
            ABSENT,
            new Decision.ConfirmAbsence(NOW.plus(TICK))),
        Case.of(
            "absent twice, exactly a settle time apart",
            deleted(absentSince(JUST_SETTLED)),
            ABSENT,
            new Decision.Gone()),
        Case.of(
            "a create begun after the first look may still come up: its settle time counts",
            deleted(absentSince(NOW.minusSeconds(100)).withCreateIntent(NOT_QUITE_SETTLED)),
            ABSENT,
            new Decision.ConfirmAbsence(NOW.plus(TICK))),
        Case.of(
            "the settle time since the last create intent is over too",
            deleted(absentSince(NOW.minusSeconds(100)).withCreateIntent(JUST_SETTLED)),
            ABSENT,
            new Decision.Gone()),
        Case.of(
            "a stranger under our name means that ours is not there",
            deleted(absentSince(JUST_SETTLED)),
            FOREIGN,
            new Decision.Gone()),
        Case.of(
            "a stranger seen for the first time may be a lagging read as well",
            deleted(ready()),
            FOREIGN,
            new Decision.ConfirmAbsence(NOW.plus(SETTLE))),
        Case.of("it is to go", deleted(ready()), AVAILABLE, new Decision.Delete(false)),
        Case.of(
            "delete wins over a create in flight",
            deleted(Work.none().withIntent(intent(Step.CREATE, NOW))),
            WORKING,
            new Decision.Delete(false)),
        Case.of(
            "what failed is taken away, not repaired",
            deleted(ready()),
            FAILED,
            new Decision.Delete(false)),
        Case.of(
            "the cloud is deleting it already",
            deleted(ready()),
            DELETING,
            new Decision.AwaitDeletion()),
        Case.of(
            "an end by expiry is an end",
            Sample.resource().work(ready()).want(Want.EXPIRED),
            AVAILABLE,
            new Decision.Delete(false)),
        Case.of(
            "a wish to recreate does not survive the wish to delete",
            deleted(new Notes(ready())).recreateAsked(),
            ABSENT,
            new Decision.ConfirmAbsence(NOW.plus(SETTLE))));
  }

  private static List<Case> beginnings() {
    return List.of(
        Case.of(
            "an update of what was begun a moment ago does not make it older",
            Sample.resource()
                .work(
                    Work.none()
                        .withIntent(intent(Step.CREATE, NOW.minus(SETTLE).plus(TICK)))
                        .withIntent(intent(Step.UPDATE, NOW))),
            ABSENT,
            new Decision.AwaitSettled(NOW.plus(TICK))),
        Case.of(
            "nothing was begun yet",
            Sample.resource().work(Work.none()),
            ABSENT,
            new Decision.Create(false)),
        Case.of(
            "after a create, not-found is not yet",
            begun(Step.CREATE, NOT_QUITE_SETTLED),
            ABSENT,
            new Decision.AwaitSettled(NOW.plus(TICK))),
        Case.of(
            "the create had its settle time and left nothing: it is repeated",
            begun(Step.CREATE, JUST_SETTLED),
            ABSENT,
            new Decision.Create(false)),
        Case.of(
            "what was cleared away is made at once",
            begun(Step.DELETE, NOW),
            ABSENT,
            new Decision.Create(false)),
        Case.of(
            "a first sight may show it finished, made by a create whose answer was lost",
            begun(Step.CREATE, NOW),
            AVAILABLE,
            new Decision.InSync()),
        Case.of(
            "the cloud gave up on it just now: not at once again",
            begun(Step.CREATE, NOW),
            FAILED,
            new Decision.ReportFailed("no capacity")),
        Case.of(
            "the cloud gave up on it again, after a repeat: not at once again either",
            begun(Step.CREATE, NOW).status(s -> failed(s, 1).underWay()),
            FAILED,
            new Decision.ReportFailed("no capacity")),
        Case.of(
            "after the pause going on with it is tried first",
            begun(Step.CREATE, NOW).status(s -> failed(s, 1)),
            FAILED,
            new Decision.Repair("no capacity")),
        Case.of(
            "going on was tried in vain, and nothing was ever in it",
            begun(Step.CREATE, NOW).status(s -> failed(s, 2)),
            FAILED,
            new Decision.Clear("no capacity")),
        Case.of(
            "another's object under the name is never touched",
            Sample.resource(),
            FOREIGN,
            new Decision.ReportForeign("it belongs to somebody")));
  }

  private static List<Case> losses() {
    return List.of(
        Case.of(
            "one look may be a lagging read",
            Sample.resource().work(ready()),
            ABSENT,
            new Decision.ConfirmAbsence(NOW.plus(SETTLE))),
        Case.of(
            "the second look came a moment too early",
            Sample.resource().work(absentSince(NOT_QUITE_SETTLED).work),
            ABSENT,
            new Decision.ConfirmAbsence(NOW.plus(TICK))),
        Case.of(
            "a lost database waits for a person, even if its module would recreate it",
            Sample.resource().work(absentSince(JUST_SETTLED).work),
            ABSENT,
            new Decision.ReportMissing()),
        Case.of(
            "a lost queue is made again",
            Sample.resource().stateless().work(absentSince(JUST_SETTLED).work),
            ABSENT,
            new Decision.Create(true)),
        Case.of(
            "a lost queue whose module says so waits for a person",
            Sample.resource()
                .stateless()
                .onMissing(OnMissing.REPORT)
                .work(absentSince(JUST_SETTLED).work),
            ABSENT,
            new Decision.ReportMissing()),
        Case.of(
            "a person has asked for an empty one",
            Sample.resource().work(absentSince(JUST_SETTLED).work).recreateAsked(),
            ABSENT,
            new Decision.Create(true)),
        Case.of(
            "somebody took the name of what was ours",
            Sample.resource().work(ready()),
            FOREIGN,
            new Decision.ReportForeign("it belongs to somebody")),
        Case.of(
            "somebody else is deleting it: that can not be stopped",
            Sample.resource().work(ready()),
            DELETING,
            new Decision.AwaitDeletion()));
  }

  private static List<Case> presences() {
    return List.of(
        Case.of(
            "nothing differs", Sample.resource().work(ready()), AVAILABLE, new Decision.InSync()),
        Case.of(
            "the cloud is at it, whatever else differs",
            Sample.resource().work(ready()),
            WORKING,
            new Decision.AwaitCloud("creating")),
        Case.of(
            "what was ready holds data: it is repaired and never cleared away",
            Sample.resource().work(ready()).status(s -> failed(s, 7)),
            FAILED,
            new Decision.Repair("no capacity")),
        Case.of(
            "a wish to recreate does not touch what is there",
            Sample.resource().work(ready()).recreateAsked(),
            AVAILABLE,
            new Decision.InSync()));
  }

  private static Sample deleted(Work work) {
    return Sample.resource().work(work).want(Want.DELETED);
  }

  /** To go, and deleted once already. */
  private static Sample deleted(Notes notes) {
    Work work = notes.work;
    return deleted(
        work.withIntent(intent(Step.DELETE, NOW.minusSeconds(200)))
            .withAbsentSince(work.absentSince()));
  }

  private static Sample begun(Step step, Instant at) {
    return Sample.resource().work(Work.none().withIntent(intent(step, at)));
  }

  private static Status failed(Status status, int times) {
    return status.withFailure(times, NOW);
  }

  private static Notes absentSince(Instant at) {
    return new Notes(ready().withAbsentSince(Optional.of(at)));
  }

  /** Notes on what was ready, with an absence. */
  private record Notes(Work work) {

    Notes withCreateIntent(Instant at) {
      return new Notes(
          work.withIntent(intent(Step.CREATE, at))
              .withoutIntent()
              .withAbsentSince(work.absentSince()));
    }
  }
}
