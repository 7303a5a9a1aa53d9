package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.spi.Credentials;
import dev.automat.testkit.Faults;
import dev.automat.testkit.HostileCloud.Shown;
import dev.automat.testkit.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way of a resource that meets no trouble: made, changed, kept, taken away. */
class ReconcilerTest {

  private final Workbench bench = new Workbench();

  private Shown standing() {
    return bench.cloud.live(UID).getFirst();
  }

  // Making.

  @Test
  void makesWhatWasAcceptedInOnePassWhereTheCloudIsFast() {
    bench.accept(Sample.resource());
    bench.turn();

    Resource made = bench.byUid(UID);
    assertEquals(Phase.Ready, made.phase());
    assertEquals(State.True, bench.condition(UID, Type.Synced).status());
    assertEquals(State.True, bench.condition(UID, Type.Ready).status());
    assertEquals(1, made.status().observedGeneration());
    assertEquals(Optional.of(bench.clock.instant()), made.times().ready());
    assertEquals(Optional.of(standing().id()), made.work().cloudId());
    assertEquals(Optional.empty(), made.work().intent());
    assertEquals(5432L, made.status().outputs().get("port"));
    assertEquals(List.of("Accepted", "Creating", "Available"), bench.timeline(UID));
  }

  @Test
  void leavesWhatIsReadyAloneForAWhile() {
    Resource made = bench.made(Sample.resource());
    Duration rest = Duration.between(made.times().ready().orElseThrow(), made.lease().dueAt());
    Duration fifth = Workbench.REST.dividedBy(5);
    assertTrue(rest.compareTo(Workbench.REST.minus(fifth)) >= 0, () -> "rest " + rest);
    assertTrue(rest.compareTo(Workbench.REST.plus(fifth)) <= 0, () -> "rest " + rest);
  }

  @Test
  void saysNothingNewWhereNothingIsNew() {
    Resource made = bench.made(Sample.resource());
    Resource seenAgain = bench.look(UID);
    assertEquals(made.status(), seenAgain.status());
    assertEquals(made.lastEvent(), seenAgain.lastEvent());
    assertEquals(1, bench.cloud.evidence().count(Operation.CREATE));
    assertEquals(0, bench.cloud.evidence().count(Operation.UPDATE));
  }

  @Test
  void tagsWithThePlanTheOwnerAndTheEnd() {
    bench.made(Sample.resource().expires(Fixtures.NOW.plus(Duration.ofDays(30))));
    assertEquals(
        Map.of(
            "team",
            "payments",
            "automat-uid",
            UID,
            "automat-installation",
            Workbench.INSTALLATION,
            "expires-on",
            "2026-01-31"),
        standing().tags());
  }

  @Test
  void storesTheCredentialsThatTheCloudWasGiven() {
    bench.made(Sample.resource());
    Credentials stored =
        bench.store.secret(UID, Pass.CREDENTIALS).map(Workbench.SECRETS::unseal).orElseThrow();
    assertTrue(bench.cloud.signsIn(UID, stored));
    assertEquals("orders-" + UID, stored.username());
  }

  @Test
  void makesNoCredentialsForATypeThatNeedsNone() {
    bench.made(Sample.queue());
    assertEquals(Optional.empty(), bench.store.secret(UID, Pass.CREDENTIALS));
  }

  @Test
  void showsProgressWhileTheCloudIsAtIt() {
    bench.cloud.become(Faults.NONE.working(10));
    bench.accept(Sample.resource());
    bench.turn();

    Resource begun = bench.byUid(UID);
    assertEquals(Phase.Provisioning, begun.phase());
    assertEquals("creating", begun.status().progress().orElseThrow().step());
    assertEquals(360, begun.status().progress().orElseThrow().typicalSeconds());
    assertEquals(State.False, bench.condition(UID, Type.Ready).status());

    bench.settle(Duration.ofMinutes(11));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(Optional.empty(), bench.byUid(UID).status().progress());
    assertEquals(1, bench.cloud.evidence().count(Operation.CREATE));
    assertEquals(List.of("Accepted", "Creating", "CloudSays", "Available"), bench.timeline(UID));
  }

  @Test
  void makesTheChildOfAQueueWithIt() {
    Resource made = bench.made(Sample.queue());
    assertEquals(1, made.status().parts().size());
    assertEquals("dead-letter-queue", made.status().parts().getFirst().role());
  }

  // Changing.

  @Test
  void carriesOutAChangeInPlace() {
    bench.made(Sample.resource());
    bench.change(Sample.resource().settings(Map.of("class", "large", "storageGiB", 40L)));
    assertTrue(bench.isDue(UID));
    bench.turn();

    Resource changed = bench.byUid(UID);
    assertEquals("large", standing().settings().get("class"));
    assertEquals(40L, standing().settings().get("storageGiB"));
    assertEquals(Phase.Ready, changed.phase());
    assertEquals(2, changed.status().observedGeneration());
    assertEquals(
        List.of("Accepted", "Creating", "Available", "Changed", "Updating", "InSync"),
        bench.timeline(UID));
  }

  @Test
  void isUpdatingUntilTheCloudHasTheChange() {
    bench.made(Sample.resource());
    bench.cloud.become(Faults.NONE.working(10));
    bench.change(Sample.resource().settings(Map.of("class", "large")));
    bench.turn();
    assertEquals(Phase.Updating, bench.byUid(UID).phase());
    assertEquals(State.True, bench.condition(UID, Type.Ready).status(), "it can be used meanwhile");
    bench.settle(Duration.ofMinutes(11));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals("large", standing().settings().get("class"));
  }

  // Keeping.

  @Test
  void putsBackWhatSomebodyChanged() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().drift(UID, "class", "huge");
    bench.look(UID);
    assertEquals("small", standing().settings().get("class"));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(
        List.of("Accepted", "Creating", "Available", "DriftCorrected", "InSync"),
        bench.timeline(UID));
    String message = bench.store.events(UID, 3, 1).getFirst().message();
    assertTrue(message.contains("class is huge, should be small"), message);
  }

  /** How long until the engine looks by itself. */
  private Duration untilTheNextLook() {
    return Duration.between(bench.clock.instant(), bench.byUid(UID).lease().dueAt());
  }

  private void assertAbout(Duration expected) {
    Duration next = untilTheNextLook();
    assertTrue(
        next.multipliedBy(5).compareTo(expected.multipliedBy(4)) >= 0
            && next.multipliedBy(5).compareTo(expected.multipliedBy(6)) <= 0,
        () -> next + ", not about " + expected);
  }

  @Test
  void looksAgainSoonWhereSomebodyMeddledAndRestsOnceItStays() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().drift(UID, "class", "huge");
    bench.look(UID);
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertAbout(Workbench.INTERVAL);
    bench.clock.advanceTo(bench.byUid(UID).lease().dueAt());
    bench.turn();
    assertAbout(Workbench.REST);
  }

  @Test
  void looksAgainSoonAtWhatIsShownAsDrifted() {
    bench.made(Sample.resource().reportDriftOf("class"));
    bench.cloud.saboteur().drift(UID, "class", "huge");
    bench.look(UID);
    assertAbout(Workbench.INTERVAL);
    bench.clock.advanceTo(bench.byUid(UID).lease().dueAt());
    bench.turn();
    assertAbout(Workbench.INTERVAL);
    bench.cloud.saboteur().drift(UID, "class", "small");
    bench.look(UID);
    assertAbout(Workbench.REST);
  }

  @Test
  void repairsTagsEvenThoseThatSayWhoseItIs() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().retag(UID, Map.of("theirs", "stays"));
    bench.look(UID);
    assertEquals(
        Map.of(
            "team",
            "payments",
            "automat-uid",
            UID,
            "automat-installation",
            Workbench.INSTALLATION,
            "theirs",
            "stays"),
        standing().tags());
  }

  @Test
  void leavesAloneWhatItNeverSet() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().drift(UID, "zone", "b");
    bench.look(UID);
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(Optional.empty(), bench.byUid(UID).status().condition(Type.Drifted));
    assertEquals("b", standing().settings().get("zone"));
  }

  @Test
  void showsDriftThatSurvivesAnUpdateWithBothValuesAndDoesNotLoop() {
    bench.made(Sample.resource().settings(Map.of("class", "small", "backupDays", 30L)));
    Condition drifted = bench.condition(UID, Type.Drifted);
    assertEquals(State.True, drifted.status());
    assertEquals("DriftSurvivedUpdate", drifted.reason());
    assertTrue(drifted.message().contains("backupDays is 7, should be 30"), drifted.message());
    assertEquals(Phase.Ready, bench.byUid(UID).phase());

    long updates = bench.cloud.evidence().count(Operation.UPDATE);
    long events = bench.byUid(UID).lastEvent();
    bench.settle(Duration.ofDays(3));
    assertEquals(1, updates);
    assertEquals(updates, bench.cloud.evidence().count(Operation.UPDATE));
    assertEquals(events, bench.byUid(UID).lastEvent());
  }

  @Test
  void isNoLongerDriftedOnceTheRequestAsksForWhatTheCloudMakes() {
    bench.made(Sample.resource().settings(Map.of("class", "small", "backupDays", 30L)));
    bench.change(Sample.resource().settings(Map.of("class", "small", "backupDays", 7L)));
    bench.turn();
    assertEquals(Optional.empty(), bench.byUid(UID).status().condition(Type.Drifted));
    assertEquals(State.True, bench.condition(UID, Type.Synced).status());
  }

  @Test
  void onlyShowsDriftThatTheModuleWantsShown() {
    bench.made(Sample.resource().reportDriftOf("class"));
    bench.cloud.saboteur().drift(UID, "class", "huge");
    bench.look(UID);
    assertEquals("huge", standing().settings().get("class"));
    assertEquals("DriftReported", bench.condition(UID, Type.Drifted).reason());
    assertEquals(0, bench.cloud.evidence().count(Operation.UPDATE));

    bench.cloud.saboteur().drift(UID, "class", "small");
    bench.look(UID);
    assertEquals(Optional.empty(), bench.byUid(UID).status().condition(Type.Drifted));
  }

  @Test
  void mendingSomethingElseLeavesWhatIsOnlyShown() {
    bench.made(Sample.resource().reportDriftOf("class"));
    bench.cloud.saboteur().drift(UID, "class", "huge");
    bench.cloud.saboteur().retag(UID, Map.of("theirs", "stays"));
    bench.look(UID);
    assertEquals("payments", standing().tags().get("team"));
    assertEquals("huge", standing().settings().get("class"));
    assertEquals("DriftReported", bench.condition(UID, Type.Drifted).reason());
  }

  @Test
  void aChangedRequestChangesWhatIsOtherwiseOnlyShown() {
    bench.made(Sample.resource().reportDriftOf("class"));
    bench.change(Sample.resource().reportDriftOf("class").settings(Map.of("class", "large")));
    bench.turn();
    assertEquals("large", standing().settings().get("class"));
    assertEquals(Optional.empty(), bench.byUid(UID).status().condition(Type.Drifted));
  }

  // Taking away.

  @Test
  void deletesAndIsATombstoneOnlyAfterItWasAbsentTwice() {
    bench.made(Sample.resource());
    bench.delete(UID);
    bench.turn();
    assertEquals(List.of(), bench.cloud.live(UID));
    assertEquals(Phase.Deleting, bench.byUid(UID).phase());

    bench.clock.advanceTo(bench.byUid(UID).lease().dueAt());
    bench.turn();
    assertFalse(bench.byUid(UID).isTombstone(), "absent once");

    bench.clock.advance(Fixtures.SETTLE);
    bench.turn();
    Resource gone = bench.byUid(UID);
    assertTrue(gone.isTombstone(), "absent twice");
    assertEquals(Phase.Deleted, gone.phase());
    assertEquals(Optional.of(bench.clock.instant()), gone.times().deleted());
    assertEquals(Map.of(), gone.status().outputs());
    assertEquals(
        List.of("Accepted", "Creating", "Available", "DeleteRequested", "Deleting", "Deleted"),
        bench.timeline(UID));
  }

  @Test
  void looksAtATombstoneForADayAndThenNeverAgain() {
    bench.made(Sample.resource());
    bench.delete(UID);
    bench.settle(Duration.ofMinutes(5));
    long before = bench.cloud.evidence().count(Operation.OBSERVE);
    bench.settle(Duration.ofDays(2));
    assertEquals(4, bench.cloud.evidence().count(Operation.OBSERVE) - before);
    assertEquals("Deleted", bench.timeline(UID).getLast());
    bench.settle(Duration.ofDays(400));
    assertEquals(4, bench.cloud.evidence().count(Operation.OBSERVE) - before);
  }

  @Test
  void isGoneAtOnceIfItWasDeletedBeforeAnythingWasMade() {
    bench.accept(Sample.resource());
    bench.delete(UID);
    bench.turn();
    assertEquals(Phase.Deleted, bench.byUid(UID).phase());
    assertEquals(List.of(), bench.cloud.evidence().calls());
    assertEquals(Optional.empty(), bench.store.secret(UID, Pass.CREDENTIALS));
  }

  @Test
  void deletesTheChildOfAQueueWithIt() {
    bench.made(Sample.queue());
    bench.delete(UID);
    bench.settle(Duration.ofMinutes(5));
    assertTrue(bench.byUid(UID).isTombstone());
    assertEquals(List.of(), bench.cloud.leaks(uid -> false));
  }

  @Test
  void deletesWhatIsStillBeingMade() {
    bench.cloud.become(Faults.NONE.working(10));
    bench.accept(Sample.resource());
    bench.turn();
    bench.delete(UID);
    bench.settle(Duration.ofMinutes(30));
    assertTrue(bench.byUid(UID).isTombstone());
    assertEquals(List.of(), bench.cloud.leaks(uid -> false));
  }
}
