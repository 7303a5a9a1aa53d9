package dev.automat.engine;

import static dev.automat.engine.Fixtures.NOW;
import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.lifetime.LifetimeSettings;
import dev.automat.lifetime.NoticeBoard;
import dev.automat.notify.Notice;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Stay;
import dev.automat.resource.Want;
import dev.automat.resource.Work.Finale;
import dev.automat.store.Steering;
import dev.automat.store.StoreUnavailableException;
import dev.automat.store.Write;
import dev.automat.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Beyond the end of a lifetime: out of reach, copied, deleted, had back, forgotten. */
class QuarantineTest {

  private static final Instant END = NOW.plus(Duration.ofHours(40));
  private static final Instant DELETION = END.plus(Duration.ofHours(10));
  private static final String SECOND = "bcdefghijklmnopqrstu";

  private final Workbench bench = Workbench.thatKeeps();

  private static Sample fortyHours() {
    return Sample.resource().expires(END);
  }

  private void until(Instant instant) {
    bench.settle(Duration.between(bench.clock.instant(), instant));
  }

  private Resource now() {
    return bench.byUid(UID);
  }

  private void quarantined() {
    bench.made(fortyHours());
    until(END.plusSeconds(30));
    assertEquals(Phase.Quarantined, now().phase());
  }

  private Resource steer(Steering steering) {
    Instant at = bench.clock.instant();
    return bench.write(
        new Write.Steer(now().key(), UID, steering, at, Event.Draft.normal(at, "Steered", "")));
  }

  private Resource extend(Instant to) {
    Instant at = bench.clock.instant();
    return bench.write(
        new Write.Extend(now().key(), UID, END, to, at, Event.Draft.normal(at, "Extended", "")));
  }

  private Steering release() {
    Instant at = bench.clock.instant();
    return new Steering.Release(
        new Stay.Release(at, at.plus(LifetimeSettings.RELEASE), "ann", "one more look"));
  }

  private Steering pause(Duration time) {
    Instant at = bench.clock.instant();
    return new Steering.Pause(new Stay.Pause(at, at.plus(time), "ann", "load test"));
  }

  @Test
  void isCutThenCopiedThenDeletedThenForgotten() {
    quarantined();
    assertTrue(bench.keeping.isCut(UID));
    assertEquals(1, bench.cloud.live(UID).size(), "its data are kept");
    assertEquals("Quarantined", bench.condition(UID, Type.Ready).reason());
    String message = bench.condition(UID, Type.Ready).message();
    assertTrue(message.contains("deleted at 20"), message);
    assertTrue(message.contains("automat release"), message);

    Instant deletes = now().stay().deletesAt().orElseThrow();
    assertFalse(deletes.isBefore(DELETION), "a quarter of its lifetime");
    until(deletes.minusMillis(1));
    assertEquals(Want.PRESENT, now().want());
    until(deletes.plus(Duration.ofMinutes(10)));

    assertTrue(now().isTombstone());
    String snapshot = now().work().finale().flatMap(Finale::snapshot).orElseThrow();
    assertTrue(snapshot.endsWith("-final"), snapshot);
    assertEquals(1, bench.keeping.snapshots().size());
    assertTrue(bench.store.current(now().key()).isPresent(), "its name is remembered");

    until(deletes.plus(Duration.ofDays(8)));
    assertEquals(0, bench.keeping.snapshots().size(), "nothing is kept for ever");
    assertEquals(Optional.empty(), bench.store.current(now().key()));
    assertEquals(
        List.of(
            "Accepted",
            "Creating",
            "Available",
            "ExpiryAnnounced",
            "Expired",
            "ExpiryAnnounced",
            "Quarantined",
            "ExpiryAnnounced",
            "QuarantineEnded",
            "TakingFinalSnapshot",
            "FinalSnapshotTaken",
            "Deleting",
            "Deleted",
            "Purged"),
        bench.timeline(UID));
  }

  @Test
  void whatWasOpenedIsCutAgain() {
    quarantined();
    bench.keeping.open(UID);
    bench.look(UID);
    assertTrue(bench.keeping.isCut(UID));
  }

  @Test
  void anExtensionIsNoChangeBySomebodyElse() {
    bench.made(fortyHours());
    extend(END.plus(Duration.ofDays(30)));
    bench.look(UID);
    assertEquals(
        List.of("Accepted", "Creating", "Available", "Extended", "Updating", "InSync"),
        bench.timeline(UID));

    bench.cloud.saboteur().drift(UID, "class", "huge");
    bench.look(UID);
    assertTrue(bench.timeline(UID).contains("DriftCorrected"), bench.timeline(UID)::toString);
  }

  @Test
  void anExtensionEndsAQuarantine() {
    quarantined();
    extend(END.plus(Duration.ofDays(30)));
    until(bench.clock.instant().plus(Duration.ofMinutes(2)));
    assertEquals(Phase.Ready, now().phase());
    assertFalse(bench.keeping.isCut(UID));
    assertEquals(Optional.empty(), now().work().cutSince());
    assertEquals("Available", bench.timeline(UID).getLast());
  }

  @Test
  void aReleaseGivesAccessForAWhileAndIsUsedUp() {
    quarantined();
    Instant deletes = now().stay().deletesAt().orElseThrow();
    steer(release());
    Instant released = bench.clock.instant();
    until(released.plus(Duration.ofMinutes(2)));
    assertFalse(bench.keeping.isCut(UID));
    assertEquals(Phase.Expiring, now().phase());

    until(released.plus(LifetimeSettings.RELEASE).plusSeconds(30));
    assertTrue(bench.keeping.isCut(UID), "cut again");
    assertEquals(deletes.plus(LifetimeSettings.RELEASE), now().stay().deletesAt().orElseThrow());
    WriteOutcome second =
        bench
            .store
            .write(
                List.of(
                    new Write.Steer(
                        now().key(),
                        UID,
                        release(),
                        bench.clock.instant(),
                        Event.Draft.normal(bench.clock.instant(), "Released", ""))))
            .getFirst();
    assertTrue(second instanceof WriteOutcome.Lost, "once in a life");

    until(deletes.plus(LifetimeSettings.RELEASE).plus(Duration.ofMinutes(10)));
    assertTrue(now().isTombstone());
  }

  @Test
  void whatSomebodySaysWhileItIsDecidedWins() {
    bench.made(fortyHours());
    until(END.minusMillis(1));
    bench.clock.advanceTo(END);
    Resource claimed = bench.claim().getFirst();
    steer(pause(Duration.ofHours(1)));
    bench.reconcile(claimed);
    assertEquals(Optional.empty(), now().stay().quarantine());
    assertFalse(bench.keeping.isCut(UID));
  }

  @Test
  void nothingIsCutAsLongAsNobodyHasTakenTheNotice() {
    bench.tools =
        bench.tools.with(new Lifetimes(LifetimeSettings.DEFAULT, (_, _) -> Optional.empty()));
    bench.made(fortyHours());
    until(END.plus(Duration.ofDays(3)));
    assertEquals(Phase.Expiring, now().phase());
    assertEquals("NoticeNotAccepted", bench.condition(UID, Type.Expiring).reason());

    bench.tools = bench.tools.with(new Lifetimes(LifetimeSettings.DEFAULT, NoticeBoard.TIMELINE));
    until(bench.clock.instant().plus(Duration.ofMinutes(10)));
    assertEquals(Phase.Quarantined, now().phase());
  }

  @Test
  void whileItIsPausedDriftIsShownAndNothingIsChanged() {
    bench.made(Sample.resource().expires(END.plus(Duration.ofDays(9))));
    steer(pause(Duration.ofDays(1)));
    bench.cloud.saboteur().drift(UID, "class", "huge");
    until(bench.clock.instant().plus(Duration.ofHours(8)));
    assertEquals("huge", bench.cloud.live(UID).getFirst().settings().get("class"));
    assertEquals("Paused", bench.condition(UID, Type.Drifted).reason());
    assertTrue(bench.condition(UID, Type.Paused).message().contains("load test"));

    until(bench.clock.instant().plus(Duration.ofDays(1)));
    assertEquals("small", bench.cloud.live(UID).getFirst().settings().get("class"));
    assertEquals(Optional.empty(), now().status().condition(Type.Paused));
    assertTrue(bench.timeline(UID).contains("PauseEnded"), bench.timeline(UID).toString());
  }

  @Test
  void aDeletionWithoutACopyKeepsNothing() {
    bench.made(Sample.resource());
    deleteWithoutACopy();
    bench.settle(Duration.ofMinutes(20));
    assertTrue(now().isTombstone());
    assertEquals(0, bench.keeping.snapshots().size());
    assertEquals(Set.of(), bench.keeping.copiedByTheCloud());
  }

  private void deleteWithoutACopy() {
    Resource live = now();
    bench.write(
        new Write.End(
            live.key(),
            UID,
            live.generation(),
            Want.DELETED,
            bench.clock.instant(),
            Optional.empty(),
            Event.Draft.normal(bench.clock.instant(), "DeleteRequested", ""),
            Optional.empty(),
            true));
  }

  /** Whoever delivers them has to know how long there is. */
  @Test
  void noticesSpeakOfTheEndThatComesNotOfTheOneInTheRow() {
    quarantined();
    assertEquals(now().stay().deletesAt(), newestNotice().expires());
    steer(release());
    until(bench.clock.instant().plus(Duration.ofMinutes(2)));
    assertEquals(now().stay().deletesAt(), newestNotice().expires(), "it was moved");
    extend(END.plus(Duration.ofDays(30)));
    until(END.plus(Duration.ofDays(29)));
    assertEquals(now().times().expires(), newestNotice().expires());
  }

  private Notice newestNotice() {
    return bench
        .store
        .outbox()
        .page(Optional.empty(), false, Long.MAX_VALUE, 1)
        .getFirst()
        .notice();
  }

  /** The first call was never answered, so nobody knows whether a copy stands. */
  @Test
  void aDeletionWithoutACopyTakesAwayTheOneThatACallLeftWithoutAnAnswer() {
    bench.made(Sample.resource());
    AtomicInteger calls = new AtomicInteger();
    bench.keeping.around(
        () -> {
          if (calls.incrementAndGet() > 1) {
            throw SimulatedKeeping.noRoom();
          }
        },
        () -> {
          throw SimulatedKeeping.unreachable("no answer");
        });
    bench.delete(UID);
    bench.settle(Duration.ofMinutes(3));
    assertEquals(1, bench.keeping.snapshots().size(), "it was made");
    assertEquals("QuotaExceeded", bench.condition(UID, Type.Synced).reason());

    steer(new Steering.SkipSnapshot());
    bench.settle(Duration.ofMinutes(20));
    assertTrue(now().isTombstone());
    assertEquals(Optional.empty(), now().work().finale());
    assertEquals(Set.of(), bench.keeping.snapshots());
  }

  @Test
  void theDataComeBack() {
    bench.made(Sample.resource());
    bench.delete(UID);
    bench.settle(Duration.ofMinutes(20));
    String snapshot = now().work().finale().flatMap(Finale::snapshot).orElseThrow();
    Resource again =
        Sample.resource()
            .named("orders", SECOND)
            .accepted(bench.clock.instant())
            .build()
            .with(Stay.of(Optional.of(new Stay.Source(UID, snapshot))));
    bench.write(
        new Write.Create(
            again, Optional.of(UID), Event.Draft.normal(bench.clock.instant(), "Undeleted", "")));
    bench.settle(Duration.ofMinutes(20));
    assertEquals(Phase.Ready, bench.byUid(SECOND).phase());
    assertEquals(Optional.of(UID), bench.keeping.dataIn(SECOND));
    assertEquals(Optional.of(SECOND), now().stay().undeletedAs());
    assertEquals("Restoring", bench.timeline(SECOND).get(1));

    bench.settle(Duration.ofDays(8));
    assertEquals(0, bench.keeping.snapshots().size(), "its time is over");
    assertEquals(SECOND, bench.store.current(now().key()).orElseThrow().uid());
  }

  /** Law 9: the last copy goes as carefully as the resource did. */
  @Test
  void keepsTheLastCopyWhileTheClockIsNotTrusted() {
    deleted();
    bench.settle(Duration.ofDays(6));
    bench.timeIsKnown = false;
    bench.settle(Duration.ofDays(2));
    assertEquals(1, bench.keeping.snapshots().size());
    assertTrue(bench.store.current(now().key()).isPresent(), "its name is remembered");

    bench.timeIsKnown = true;
    bench.settle(Duration.ofMinutes(5));
    assertEquals(0, bench.keeping.snapshots().size());
    assertEquals(Optional.empty(), bench.store.current(now().key()));
  }

  @Test
  void keepsTheLastCopyWhileTheBudgetOfThisMinuteIsSpent() {
    deleted();
    ExpiryBudget before = bench.tools.expiry();
    bench.budget(new ExpiryBudget(0, bench.clock, bench.clock));
    bench.settle(Duration.ofDays(8));
    assertEquals(1, bench.keeping.snapshots().size());
    assertTrue(bench.store.current(now().key()).isPresent(), "its name is remembered");

    bench.budget(before);
    bench.settle(Duration.ofMinutes(5));
    assertEquals(0, bench.keeping.snapshots().size());
  }

  private String deleted() {
    bench.made(Sample.resource());
    bench.delete(UID);
    bench.settle(Duration.ofMinutes(20));
    return now().work().finale().flatMap(Finale::snapshot).orElseThrow();
  }

  private void undeleteFrom(String snapshot) {
    Resource again =
        Sample.resource()
            .named("orders", SECOND)
            .accepted(bench.clock.instant())
            .build()
            .with(Stay.of(Optional.of(new Stay.Source(UID, snapshot))));
    bench.write(
        new Write.Create(
            again, Optional.of(UID), Event.Draft.normal(bench.clock.instant(), "Undeleted", "")));
  }

  @Test
  void nothingIsCutThatWasExtendedSinceTheClaim() {
    quarantined();
    bench.keeping.open(UID);
    bench.store.wake(List.of(UID), bench.clock.instant());
    Resource claimed = bench.claim().getFirst();
    extend(END.plus(Duration.ofDays(30)));
    bench.reconcile(claimed);
    assertFalse(bench.keeping.isCut(UID));
    assertTrue(bench.isDue(UID), "it is looked at again at once");
    bench.settle(Duration.ofMinutes(2));
    assertEquals(Phase.Ready, now().phase());
  }

  @Test
  void nothingIsChangedThatWasPausedSinceTheClaim() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().drift(UID, "class", "huge");
    bench.store.wake(List.of(UID), bench.clock.instant());
    Resource claimed = bench.claim().getFirst();
    steer(pause(Duration.ofDays(1)));
    bench.reconcile(claimed);
    assertEquals("huge", bench.cloud.live(UID).getFirst().settings().get("class"));
    bench.turn();
    assertEquals("Paused", bench.condition(UID, Type.Drifted).reason());
  }

  /**
   * A wish that is only taken away changes nothing in the cloud, so that no pause is in its way.
   */
  @Test
  void aWishToRecreateIsTakenAwayInAPause() {
    bench.made(Sample.resource());
    bench.nudge(UID, true);
    steer(pause(Duration.ofDays(1)));
    bench.turn();
    assertFalse(now().recreate());
  }

  @Test
  void whatIsMadeAnewAndEmptyStaysEmptyAtEveryTry() {
    undeleteFrom(deleted());
    bench.settle(Duration.ofMinutes(20));
    assertEquals(Optional.of(UID), bench.keeping.dataIn(SECOND));

    bench.cloud.saboteur().delete(SECOND);
    bench.keeping.lose(SECOND);
    bench.nudge(SECOND, true);
    bench.afterEachIntent(
        () -> {
          throw new StoreUnavailableException("killed");
        });
    Resource claimed = bench.claim().getFirst();
    assertThrows(StoreUnavailableException.class, () -> bench.reconcile(claimed));
    bench.afterEachIntent(() -> {});

    bench.settle(Duration.ofMinutes(20));
    assertEquals(Phase.Ready, bench.byUid(SECOND).phase());
    assertEquals(Optional.of(SECOND), bench.keeping.dataIn(SECOND), "nobody asked for the old");
  }

  @Test
  void dataThatNeverCameBackCanStillBeHad() {
    String snapshot = deleted();
    bench.settle(Duration.ofDays(3));
    undeleteFrom(snapshot);
    bench.delete(SECOND);
    bench.settle(Duration.ofMinutes(20));
    assertTrue(bench.byUid(SECOND).isTombstone());
    assertEquals(
        Optional.of(snapshot), bench.byUid(SECOND).work().finale().flatMap(Finale::snapshot));

    bench.settle(Duration.ofDays(5));
    assertEquals(1, bench.keeping.snapshots().size(), "the first one's time is over, not this");
    bench.settle(Duration.ofDays(4));
    assertEquals(0, bench.keeping.snapshots().size(), "nothing is kept for ever");
  }
}
