package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Phase;
import dev.automat.resource.Plan.OnMissing;
import dev.automat.resource.Resource;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.testkit.Operation;
import dev.automat.testkit.Trouble;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Law 6: what was ready and is gone. And law 4: what is gone and comes up. */
class LossTest {

  private final Workbench bench = new Workbench();
  private final ScriptedType scriptedType = new ScriptedType();

  private Resource lose(Sample sample) {
    bench.made(sample);
    bench.cloud.saboteur().delete(UID);
    bench.look(UID);
    bench.settle(Duration.ofMinutes(5));
    return bench.byUid(UID);
  }

  @Test
  void doesNotCallItMissingAtTheFirstLook() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().delete(UID);
    Resource seen = bench.look(UID);
    assertEquals("SeenAbsent", bench.condition(UID, Type.Ready).reason());
    assertEquals(State.Unknown, bench.condition(UID, Type.Ready).status());
    assertEquals(bench.clock.instant().plus(Fixtures.SETTLE), seen.lease().dueAt());
  }

  @Test
  void keepsQuietAboutAnAbsenceThatWasNone() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().trouble(Trouble.BLIND, "main", true);
    bench.look(UID);
    bench.cloud.saboteur().trouble(Trouble.BLIND, "main", false);
    bench.settle(Duration.ofMinutes(2));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertTrue(bench.byUid(UID).work().absentSince().isEmpty());
    assertEquals(1, bench.cloud.evidence().count(Operation.CREATE));
  }

  @Test
  void aMissingDatabaseWaitsForAPerson() {
    Resource missing = lose(Sample.resource());
    assertEquals(Phase.Degraded, missing.phase());
    assertEquals("MissingExternally", bench.condition(UID, Type.Ready).reason());
    String message = bench.condition(UID, Type.Ready).message();
    assertTrue(message.contains("orders-" + UID), message);
    assertTrue(message.contains(":recreate"), message);

    long events = missing.lastEvent();
    bench.settle(Duration.ofDays(3));
    assertEquals(List.of(), bench.cloud.live(UID));
    assertEquals(events, bench.byUid(UID).lastEvent(), "it is said once");
  }

  @Test
  void aMissingDatabaseThatIsRestoredUnderItsNameIsReadyAgain() {
    Workbench scripted = new Workbench(scriptedType.plugin());
    Observation there = madeScripted(scripted);
    scriptedType.seen = new Absent();
    scripted.look(UID);
    scripted.settle(Duration.ofMinutes(2));
    assertEquals("MissingExternally", scripted.condition(UID, Type.Ready).reason());

    scriptedType.seen = there;
    scripted.look(UID);
    assertEquals(Phase.Ready, scripted.byUid(UID).phase());
    assertEquals("Available", scripted.timeline(UID).getLast());
  }

  @Test
  void aPersonsWordMakesItAnewAndEmpty() {
    lose(Sample.resource());
    bench.nudge(UID, true);
    bench.turn();
    Resource anew = bench.byUid(UID);
    assertEquals(Phase.Ready, anew.phase());
    assertFalse(anew.recreate(), "the wish is granted once");
    assertEquals(1, bench.cloud.live(UID).size());
    assertEquals(1, bench.cloud.evidence().remakes().size());
    assertEquals(1, bench.cloud.evidence().credentialsSeen(UID).size());
    assertTrue(bench.timeline(UID).contains("Recreating"));
  }

  @Test
  void aWishThatWasGrantedIsNotGrantedAgain() {
    lose(Sample.resource());
    bench.nudge(UID, true);
    bench.turn();
    bench.cloud.saboteur().delete(UID);
    bench.look(UID);
    bench.settle(Duration.ofMinutes(5));
    assertEquals("MissingExternally", bench.condition(UID, Type.Ready).reason());
    assertEquals(1, bench.cloud.evidence().remakes().size());
  }

  @Test
  void aWishToRecreateWhatIsThereIsTakenAway() {
    bench.made(Sample.resource());
    bench.nudge(UID, true);
    bench.turn();
    assertFalse(bench.byUid(UID).recreate());
    bench.cloud.saboteur().delete(UID);
    bench.look(UID);
    bench.settle(Duration.ofMinutes(5));
    assertEquals(List.of(), bench.cloud.evidence().remakes());
  }

  @Test
  void aWishToRecreateWhatIsThereAndDriftedIsTakenAwayToo() {
    bench.made(Sample.resource().reportDriftOf("class"));
    bench.cloud.saboteur().drift(UID, "class", "huge");
    bench.nudge(UID, true);
    bench.turn();
    assertEquals("DriftReported", bench.condition(UID, Type.Drifted).reason());
    assertFalse(bench.byUid(UID).recreate());
    bench.cloud.saboteur().delete(UID);
    bench.look(UID);
    bench.settle(Duration.ofMinutes(5));
    assertEquals(List.of(), bench.cloud.evidence().remakes());
  }

  @Test
  void aMissingQueueIsMadeAgain() {
    Resource before = bench.made(Sample.queue());
    bench.cloud.saboteur().delete(UID);
    bench.look(UID);
    bench.settle(Duration.ofMinutes(5));
    Resource again = bench.byUid(UID);
    assertEquals(Phase.Ready, again.phase());
    assertNotEquals(before.work().cloudId(), again.work().cloudId());
    assertEquals(1, bench.cloud.live(UID).size());
  }

  @Test
  void aMissingQueueWhoseModuleSaysReportWaits() {
    lose(Sample.queue().onMissing(OnMissing.REPORT));
    assertEquals("MissingExternally", bench.condition(UID, Type.Ready).reason());
    assertEquals(List.of(), bench.cloud.live(UID));
  }

  @Test
  void aMissingDatabaseCanBeDeleted() {
    lose(Sample.resource());
    bench.delete(UID);
    bench.settle(Duration.ofMinutes(5));
    assertTrue(bench.byUid(UID).isTombstone());
  }

  @Test
  void manyAtOnceStopEveryChangeInTheAccount() {
    for (int i = 0; i < 10; i++) {
      bench.accept(Sample.queue().named("q" + i, uid(i)));
    }
    bench.settle(Duration.ofMinutes(1));
    bench.cloud.saboteur().deleteMany("main", uid -> true);
    for (int i = 0; i < 10; i++) {
      bench.look(uid(i));
    }
    bench.settle(Duration.ofMinutes(30));
    assertEquals(1, bench.store.holds().size());
    assertEquals(10, bench.cloud.evidence().count(Operation.CREATE), "the first ones only");
    assertEquals("ObserveOnly", bench.condition(uid(3), Type.Synced).reason());

    bench.store.release("hostile/main");
    bench.settle(Duration.ofMinutes(10));
    assertEquals(Phase.Ready, bench.byUid(uid(3)).phase());
  }

  private static String uid(int number) {
    return "abcdefghijklmnopqrs" + (char) ('a' + number);
  }

  /** Its first part was made and shown; then an update was begun, and a look lags behind. */
  @Test
  void whatIsMadeInPartsIsMadeOnceWhateverIsBegunInBetween() {
    Set<String> tokens = new HashSet<>();
    ScriptedType halfMade =
        new ScriptedType() {
          @Override
          public Outcome create(Desired desired) {
            creates++;
            tokens.add(desired.idempotencyToken());
            throw SimulatedKeeping.unreachable("no answer");
          }

          @Override
          public Outcome update(Desired desired, Present observed) {
            updates++;
            throw SimulatedKeeping.unreachable("no answer");
          }
        };
    Workbench scripted = new Workbench(halfMade.plugin());
    scripted.accept(Sample.queue().of(ScriptedType.TYPE));
    scripted.turn();
    halfMade.seen = Fixtures.present(Map.of("deadLetterQueue", false), Map.of());
    scripted.look(UID);
    assertEquals(1, halfMade.updates, "what it lacks is mended");

    halfMade.seen = new Absent();
    scripted.look(UID);
    assertEquals(1, halfMade.creates, "it may be shown in a moment");
    scripted.settle(Duration.ofHours(1));
    assertTrue(halfMade.creates > 1);
    assertEquals(1, tokens.size(), "the cloud knows by its token that it is the same");
  }

  /** Law 4: the cloud had a moment to settle, whatever the clock says. */
  @Test
  void aJumpOfTheClockIsNoSettleTime() {
    Workbench scripted = new Workbench(scriptedType.plugin());
    AtomicReference<Duration> jumped = new AtomicReference<>(Duration.ZERO);
    scripted.budget(
        new ExpiryBudget(100, scripted.clock, () -> scripted.clock.instant().minus(jumped.get())));
    scriptedType.seen =
        Fixtures.present(
            Map.of(), Map.of("automat-uid", UID, "automat-installation", Workbench.INSTALLATION));
    scripted.made(
        Sample.resource().of(ScriptedType.TYPE).settings(Map.of()).tags(Map.of()).stateless());
    Observation there = scriptedType.seen;
    scriptedType.seen = new Absent();
    scripted.look(UID);

    Duration hours = Duration.ofHours(3);
    scripted.clock.advance(hours);
    jumped.set(hours);
    scripted.turn();
    assertEquals(0, scriptedType.creates, "it is not shown since a moment ago");
    assertEquals("SeenAbsent", scripted.condition(UID, Type.Ready).reason());
    scripted.settle(Duration.ofSeconds(50));
    assertEquals(0, scriptedType.creates);

    scriptedType.seen = there;
    scripted.settle(Duration.ofSeconds(20));
    assertEquals(Phase.Ready, scripted.byUid(UID).phase());
    assertEquals(0, scriptedType.creates);
  }

  @Test
  void whatComesUpAfterItWasSeenGoneIsDeleted() {
    Workbench scripted = new Workbench(scriptedType.plugin());
    Observation there = madeScripted(scripted);
    scripted.delete(UID);
    scripted.settle(Duration.ofMinutes(5));
    assertTrue(scripted.byUid(UID).isTombstone());

    scriptedType.seen = there;
    scripted.settle(Duration.ofMinutes(10));
    assertEquals("LateArrival", scripted.timeline(UID).getLast());
    assertEquals(new Absent(), scriptedType.seen);
    assertEquals(Phase.Deleted, scripted.byUid(UID).phase());

    scripted.settle(Duration.ofDays(2));
    assertEquals(
        1, scripted.timeline(UID).stream().filter("LateArrival"::equals).count(), "said once");
  }

  @Test
  void aChildThatComesUpLateIsDeletedThoughNoLookShowsIt() {
    Workbench scripted = new Workbench(scriptedType.plugin());
    madeScripted(scripted);
    scripted.delete(UID);
    scripted.turn();
    scriptedType.child = true;
    scripted.settle(Duration.ofMinutes(5));
    assertTrue(scripted.byUid(UID).isTombstone());
    assertFalse(scriptedType.child, "not gone before that");

    scriptedType.child = true;
    scripted.settle(Duration.ofMinutes(10));
    assertFalse(scriptedType.child, "made by a replica that was frozen");
    assertEquals("Deleted", scripted.timeline(UID).getLast());
  }

  @Test
  void whatWasThereBeforeTheStoreKnewOfItIsDeletedToo() {
    Workbench scripted = new Workbench(scriptedType.plugin());
    madeScripted(scripted);
    assertEquals(0, scriptedType.creates, "it was made before the backup that the store is of");
    scripted.delete(UID);
    scripted.turn();
    assertEquals(1, scriptedType.deletes);
  }

  private Observation madeScripted(Workbench scripted) {
    scriptedType.seen =
        Fixtures.present(
            Map.of(), Map.of("automat-uid", UID, "automat-installation", Workbench.INSTALLATION));
    scripted.made(Sample.resource().of(ScriptedType.TYPE).settings(Map.of()).tags(Map.of()));
    return scriptedType.seen;
  }
}
