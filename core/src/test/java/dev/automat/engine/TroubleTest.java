package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Condition;
import dev.automat.resource.Condition.State;
import dev.automat.resource.Condition.Type;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.store.StoreUnavailableException;
import dev.automat.testkit.Evidence.Call;
import dev.automat.testkit.Faults;
import dev.automat.testkit.HostileCloud.Place;
import dev.automat.testkit.Kind;
import dev.automat.testkit.Operation;
import dev.automat.testkit.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What hinders a reconciliation: the record stays, and says why and what next. */
class TroubleTest {

  private static final String EXTERNAL_NAME = "orders-" + UID;

  private final Workbench bench = new Workbench();

  private void trouble(Trouble trouble, boolean on) {
    bench.cloud.saboteur().trouble(trouble, "main", on);
  }

  private long writes() {
    return bench.cloud.evidence().calls().stream().filter(c -> c.operation().writes()).count();
  }

  // The cloud.

  @Test
  void keepsTheResourceWhenTheCloudIsUnreachable() {
    Resource made = bench.made(Sample.resource());
    trouble(Trouble.UNREACHABLE, true);
    bench.look(UID);

    Condition synced = bench.condition(UID, Type.Synced);
    assertEquals(State.Unknown, synced.status());
    assertEquals("Unreachable", synced.reason());
    assertEquals("no route to account main: it is tried again", synced.message());
    assertEquals(State.True, bench.condition(UID, Type.Ready).status(), "nothing says it is not");
    assertEquals(Phase.Degraded, bench.byUid(UID).phase());
    assertEquals(made.status().outputs(), bench.byUid(UID).status().outputs());
    assertEquals(Optional.of(bench.byUid(UID).lease().dueAt()), nextAttempt());

    bench.settle(Duration.ofHours(8));
    assertFalse(bench.byUid(UID).isTombstone());
    trouble(Trouble.UNREACHABLE, false);
    bench.settle(Duration.ofMinutes(10));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(0, bench.byUid(UID).status().attempts());
    assertEquals(Optional.empty(), nextAttempt());
    assertEquals(1, bench.cloud.evidence().count(Operation.CREATE));
  }

  private Optional<Instant> nextAttempt() {
    return bench.byUid(UID).status().nextAttemptAt();
  }

  @Test
  void saysOnceThatTheCloudIsUnreachable() {
    bench.made(Sample.resource());
    trouble(Trouble.UNREACHABLE, true);
    bench.look(UID);
    bench.settle(Duration.ofHours(8));
    assertEquals(List.of("Accepted", "Creating", "Available", "Unreachable"), bench.timeline(UID));
  }

  @Test
  void sparesAnAccountThatDoesNotAnswer() {
    trouble(Trouble.UNREACHABLE, true);
    bench.accept(Sample.resource());
    bench.settle(Duration.ofHours(2));
    long calls = bench.cloud.evidence().requests();
    assertTrue(calls < 5 + 2 * 60 / 4, () -> calls + " calls in two hours");
  }

  @Test
  void leavesAnUnreachableDeletionOpen() {
    bench.made(Sample.resource());
    trouble(Trouble.UNREACHABLE, true);
    bench.delete(UID);
    bench.settle(Duration.ofHours(8));
    assertFalse(bench.byUid(UID).isTombstone());
    assertEquals(Phase.Deleting, bench.byUid(UID).phase());
    trouble(Trouble.UNREACHABLE, false);
    bench.settle(Duration.ofMinutes(10));
    assertTrue(bench.byUid(UID).isTombstone());
  }

  @Test
  void retriesAThrottledCreateMoreSlowlyAndSaysSo() {
    trouble(Trouble.THROTTLED, true);
    bench.accept(Sample.resource());
    bench.turn();
    Condition synced = bench.condition(UID, Type.Synced);
    assertEquals("Throttled", synced.reason());
    assertEquals(State.False, synced.status());
    assertEquals("Rate exceeded (request req-1): it is tried again, more slowly", synced.message());
    assertEquals(Phase.Pending, bench.byUid(UID).phase());
    Instant next = bench.byUid(UID).lease().dueAt();
    assertTrue(
        !next.isBefore(bench.clock.instant().plusSeconds(2)), "the cloud asked for two seconds");

    trouble(Trouble.THROTTLED, false);
    bench.settle(Duration.ofMinutes(1));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
  }

  @Test
  void repeatsACreateWhoseAnswerWasLostWithTheSameTokenAndPassword() {
    ScriptedFailure failure = new ScriptedFailure();
    Workbench scripted = new Workbench(failure.plugin());
    scripted.accept(Sample.resource().of(ScriptedType.TYPE));
    scripted.settle(Duration.ofMinutes(30));
    assertTrue(failure.tokens.size() > 2, failure.tokens::toString);
    assertEquals(1, failure.tokens.stream().distinct().count(), failure.tokens::toString);
    assertEquals("Unreachable", scripted.condition(UID, Type.Synced).reason());
    assertEquals(Phase.Provisioning, scripted.byUid(UID).phase());
  }

  /** Its creates get no answer. */
  private static final class ScriptedFailure extends ScriptedType {
    final List<String> tokens = new ArrayList<>();

    @Override
    public Outcome create(Desired desired) {
      tokens.add(desired.idempotencyToken());
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE, "connection reset", "it is tried again");
    }
  }

  @Test
  void makesOneDatabaseWithOnePasswordHoweverManyAnswersAreLost() {
    bench.cloud.become(Faults.NONE.failing(0, 1, 0));
    bench.accept(Sample.resource());
    bench.settle(Duration.ofMinutes(30));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(1, bench.cloud.evidence().credentialsSeen(UID).size());
    assertEquals(List.of(), bench.cloud.evidence().doubles());
  }

  @Test
  void clearsAwayWhatTheCloudCouldNotMakeAndMakesItAgain() {
    bench.cloud.become(Faults.NONE.working(10));
    bench.accept(Sample.resource());
    bench.turn();
    bench.cloud.saboteur().fail(UID, "insufficient capacity in the zone");
    bench.settle(Duration.ofHours(2));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertTrue(
        bench.timeline(UID).contains("ClearingFailedCreation"), bench.timeline(UID)::toString);
    assertEquals(List.of(), bench.cloud.evidence().doubles());
  }

  @Test
  void neverClearsAwayWhatWasReady() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().fail(UID, "storage is full");
    bench.look(UID);
    bench.settle(Duration.ofHours(2));
    assertEquals(1, bench.cloud.live(UID).size());
    assertEquals(0, bench.cloud.evidence().count(Operation.DELETE));
    assertEquals(Phase.Degraded, bench.byUid(UID).phase());
    String message = bench.condition(UID, Type.Synced).message();
    assertTrue(message.contains("storage is full"), message);
    assertTrue(message.contains(EXTERNAL_NAME), message);
  }

  // Keys.

  @Test
  void saysWhatToDoAboutAKeyThatIsNotThereAndHealsWhenItIsBack() {
    bench.afterEachIntent(
        () -> {
          throw new StoreUnavailableException("died here", new IllegalStateException());
        });
    bench.accept(Sample.resource());
    assertThrows(StoreUnavailableException.class, bench::turn);
    bench.afterEachIntent(() -> {});
    bench.startAgainWith(Workbench.newSecrets());
    bench.accept(Sample.queue().named("other", "bbbbbbbbbbbbbbbbbbbb"));
    bench.settle(Duration.ofMinutes(30));

    Condition synced = bench.condition(UID, Type.Synced);
    assertEquals("KeyUnavailable", synced.reason());
    assertEquals(State.False, synced.status());
    assertTrue(synced.message().contains("put back the keys"), synced.message());
    assertEquals(Phase.Failed, bench.byUid(UID).phase());
    assertTrue(bench.byUid(UID).status().attempts() > 1);
    assertEquals(1, Collections.frequency(bench.timeline(UID), "KeyUnavailable"));
    assertEquals(Phase.Ready, bench.byUid("bbbbbbbbbbbbbbbbbbbb").phase(), "it delays nobody");

    bench.startAgainWith(Workbench.SECRETS);
    bench.settle(Duration.ofMinutes(10));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(0, bench.byUid(UID).status().attempts());
  }

  // Defects.

  @Test
  void anErrorOfAPluginIsADefectOfThatResourceOnly() {
    for (Error error :
        List.of(new NoClassDefFoundError("com/example/Gone"), new StackOverflowError())) {
      ScriptedType broken =
          new ScriptedType() {
            @Override
            public Observation observe(ResourceRef ref) {
              throw error;
            }
          };
      Workbench scripted = new Workbench(broken.plugin());
      scripted.accept(Sample.resource().of(ScriptedType.TYPE));
      scripted.turn();
      Condition synced = scripted.condition(UID, Type.Synced);
      assertEquals("PluginDefect", synced.reason());
      assertTrue(synced.message().contains(error.getClass().getName()), synced.message());
      assertTrue(scripted.byUid(UID).status().nextAttemptAt().isPresent());
    }
  }

  @Test
  void anAnswerThatIsNoneIsADefectToo() {
    ScriptedType broken = new ScriptedType();
    broken.seen = null;
    Workbench scripted = new Workbench(broken.plugin());
    scripted.accept(Sample.resource().of(ScriptedType.TYPE));
    for (int i = 0; i < 20; i++) {
      scripted.turn();
      scripted.clock.advance(Duration.ofMinutes(6));
    }
    assertEquals("PluginDefect", scripted.condition(UID, Type.Synced).reason());
    assertEquals(20, scripted.byUid(UID).status().attempts(), "each gave its place back");
  }

  // Timelines.

  @Test
  void aFailureThatRepeatsIsOneLineWhateverTheRequestWasCalled() {
    ScriptedType refusing =
        new ScriptedType() {
          @Override
          public Outcome create(Desired desired) {
            creates++;
            throw new ProvisionerException(
                ErrorCode.INVALID_SETTINGS,
                "no such class",
                "ask for another",
                Optional.of("req-" + creates),
                Optional.empty(),
                null);
          }
        };
    Workbench scripted = new Workbench(refusing.plugin());
    scripted.accept(Sample.resource().of(ScriptedType.TYPE));
    scripted.settle(Duration.ofHours(3));
    assertTrue(refusing.creates > 5);
    assertEquals(List.of("Accepted", "Creating", "Refused"), scripted.timeline(UID));
    String message = scripted.condition(UID, Type.Synced).message();
    assertTrue(message.contains("(request req-" + refusing.creates + ")"), message);
    assertEquals(refusing.creates, scripted.byUid(UID).status().attempts());
  }

  @Test
  void waitingForTheCloudDoesNotHideWhatFailed() {
    ScriptedType failing =
        new ScriptedType() {
          @Override
          public Outcome create(Desired desired) {
            creates++;
            throw new ProvisionerException(ErrorCode.UNREACHABLE, "HTTP 500", "nothing");
          }
        };
    failing.seen = new Observation.Absent();
    Workbench scripted = new Workbench(failing.plugin());
    scripted.accept(Sample.resource().of(ScriptedType.TYPE));
    scripted.turn();
    assertEquals("Unreachable", scripted.condition(UID, Type.Synced).reason());
    scripted.clock.advanceTo(scripted.byUid(UID).status().nextAttemptAt().orElseThrow());
    scripted.turn();
    assertEquals(1, failing.creates, "the settle time is not over");
    assertEquals("Unreachable", scripted.condition(UID, Type.Synced).reason());
    assertEquals(
        "Waiting until the cloud shows it",
        scripted.byUid(UID).status().progress().orElseThrow().step());
  }

  @Test
  void whatTheCloudHasNoRoomForIsNoAccountThatDoesNotAnswer() {
    ScriptedType full =
        new ScriptedType() {
          @Override
          public Outcome create(Desired desired) {
            throw new ProvisionerException(
                ErrorCode.ofOneResource("no-capacity"), "no room", "nothing");
          }
        };
    full.seen = new Observation.Absent();
    Workbench scripted = new Workbench(full.plugin());
    scripted.accept(Sample.resource().of(ScriptedType.TYPE));
    scripted.settle(Duration.ofHours(3));
    assertEquals("CloudBusy", scripted.condition(UID, Type.Synced).reason());
    assertEquals(List.of("Accepted", "Creating", "CloudBusy"), scripted.timeline(UID));
  }

  // Others' objects.

  @Test
  void neverTouchesWhatIsNotOurs() {
    bench
        .cloud
        .saboteur()
        .plant(
            new Place("main", "here"),
            Kind.DATABASE,
            EXTERNAL_NAME,
            Map.of("automat-uid", "somebodyelse", "automat-installation", "another"));
    bench.accept(Sample.resource());
    bench.settle(Duration.ofHours(1));
    assertEquals(Phase.Failed, bench.byUid(UID).phase());
    Condition ready = bench.condition(UID, Type.Ready);
    assertEquals("Foreign", ready.reason());
    assertTrue(ready.message().contains("belongs to somebodyelse of another"), ready.message());
    assertEquals(0, writes());
    assertEquals(List.of("Accepted", "Foreign"), bench.timeline(UID));

    bench.delete(UID);
    bench.settle(Duration.ofMinutes(10));
    assertTrue(bench.byUid(UID).isTombstone());
    assertEquals(0, writes());
  }

  // Holds.

  @Test
  void onlyObservesInAnAccountThatIsHeld() {
    bench.made(Sample.resource());
    bench.tools.guard().hold("hostile/main", "Somebody is at work", bench.clock.instant());
    bench.cloud.saboteur().drift(UID, "class", "huge");
    bench.look(UID);
    bench.settle(Duration.ofMinutes(30));
    Condition synced = bench.condition(UID, Type.Synced);
    assertEquals("ObserveOnly", synced.reason());
    assertTrue(synced.message().contains("automat accounts release hostile/main"), synced::message);
    assertEquals(1, writes(), "the create only");

    bench.store.release("hostile/main");
    bench.settle(Duration.ofMinutes(2));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(2, writes());
  }

  @Test
  void changesNothingWhileNobodyKnowsTheTime() {
    bench.accept(Sample.resource());
    List<Resource> claimed = bench.claim();
    bench.timeIsKnown = false;
    claimed.forEach(bench::reconcile);
    assertEquals(0, writes());
    assertTrue(bench.isDue(UID), "another replica can go on with it at once");
    bench.timeIsKnown = true;
    bench.settle(Duration.ofMinutes(10));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
  }

  @Test
  void touchesNoCloudIfTheTimeIsLostBetweenIntentAndCall() {
    bench.accept(Sample.resource());
    bench.afterEachIntent(() -> bench.timeIsKnown = false);
    bench.turn();
    assertEquals(0, writes());
  }

  @Test
  void aHoldOnOneAccountDelaysNoOther() {
    bench.tools.guard().hold("hostile/other", "Somebody is at work", bench.clock.instant());
    assertEquals(Phase.Ready, bench.made(Sample.resource()).phase());
  }

  // Plugins.

  @Test
  void saysThatThePluginIsMissing() {
    bench.accept(Sample.resource().of("absent/thing"));
    bench.turn();
    Condition synced = bench.condition(UID, Type.Synced);
    assertEquals("PluginMissing", synced.reason());
    assertTrue(synced.message().contains("the plugin absent is not installed"), synced.message());
    assertEquals(Phase.Failed, bench.byUid(UID).phase());
    assertEquals(List.of("Accepted", "PluginMissing"), bench.timeline(UID));
  }

  @Test
  void showsADefectOfAPluginWithoutItsWords() {
    Workbench scripted =
        new Workbench(
            new ScriptedType() {
              @Override
              public Observation observe(ResourceRef ref) {
                throw new IllegalStateException("password=hunter2");
              }
            }.plugin());
    scripted.accept(Sample.resource().of(ScriptedType.TYPE));
    scripted.turn();
    assertEquals("PluginDefect", scripted.condition(UID, Type.Synced).reason());
    assertFalse(scripted.byUid(UID).status().toString().contains("hunter2"));
    assertFalse(scripted.store.events(UID, 0, 10).toString().contains("hunter2"));
  }

  @Test
  void aDefectInComparingValuesIsADefectLikeAnyOther() {
    ScriptedType defect =
        new ScriptedType() {
          @Override
          public boolean equivalent(String key, Object want, Object got) {
            throw new IllegalStateException("password=hunter2");
          }
        };
    defect.seen = Fixtures.present(Map.of("class", "large"), Map.of());
    Workbench scripted = new Workbench(defect.plugin());
    scripted.accept(Sample.resource().of(ScriptedType.TYPE));
    scripted.turn();
    assertEquals("PluginDefect", scripted.condition(UID, Type.Synced).reason());
    assertFalse(scripted.byUid(UID).status().toString().contains("hunter2"));
  }

  // Claims.

  @Test
  void touchesNothingUnderALostClaim() {
    bench.accept(Sample.resource());
    Resource frozen = bench.claim().getFirst();
    bench.clock.advance(Fixtures.LEASE);
    Resource next = bench.claim().getFirst();
    assertEquals(frozen.lease().epoch() + 1, next.lease().epoch());

    bench.reconcile(frozen);
    assertEquals(0, writes());
    assertEquals(List.of("Accepted"), bench.timeline(UID));
    bench.reconcile(next);
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(1, writes());
  }

  @Test
  void writesNothingOfWhatItFoundUnderALostClaim() {
    bench.made(Sample.resource());
    bench.store.wake(List.of(UID), bench.clock.instant());
    Resource frozen = bench.claim().getFirst();
    bench.clock.advance(Fixtures.LEASE);
    bench.claim();
    trouble(Trouble.UNREACHABLE, true);
    bench.reconcile(frozen);
    assertEquals("InSync", bench.condition(UID, Type.Synced).reason());
  }

  @Test
  void startsNoWriteWithLessLeaseLeftThanItMayLast() {
    bench.accept(Sample.resource());
    Resource claimed = bench.claim().getFirst();
    bench.clock.advance(Fixtures.LEASE.minusSeconds(60).plusMillis(1));
    bench.reconcile(claimed);
    assertEquals(0, writes());
    assertTrue(bench.isDue(UID), "the next claim has a whole lease");
    bench.turn();
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
  }

  @Test
  void startsAWriteWithJustTheLeaseThatItMayLast() {
    bench.accept(Sample.resource());
    Resource claimed = bench.claim().getFirst();
    bench.clock.advance(Fixtures.LEASE.minusSeconds(60));
    bench.reconcile(claimed);
    assertEquals(1, writes());
  }

  @Test
  void startsNoWriteAfterItWasFrozenOverItsIntent() {
    bench.accept(Sample.resource());
    bench.afterEachIntent(() -> bench.clock.advance(Fixtures.LEASE.minusSeconds(59)));
    bench.turn();
    assertEquals(0, writes());
    bench.afterEachIntent(() -> {});
    bench.settle(Duration.ofMinutes(10));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(1, bench.cloud.live(UID).size());
  }

  @Test
  void takesUpWhatAKillLeftBetweenIntentAndCall() {
    bench.accept(Sample.resource());
    bench.afterEachIntent(
        () -> {
          throw new Hazards.Killed();
        });
    assertThrows(Hazards.Killed.class, bench::turn);
    assertEquals(0, writes());
    assertTrue(bench.byUid(UID).work().intent().isPresent());
    assertTrue(bench.store.secret(UID, Pass.CREDENTIALS).isPresent(), "stored with the intent");

    bench.afterEachIntent(() -> {});
    bench.settle(Duration.ofMinutes(10));
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals(1, bench.cloud.evidence().credentialsSeen(UID).size());
  }

  @Test
  void isDueAgainAtOnceIfItWasWokenMeanwhile() {
    bench.accept(Sample.resource());
    Resource claimed = bench.claim().getFirst();
    bench.change(Sample.resource().settings(Map.of("class", "large")));
    bench.reconcile(claimed);
    assertTrue(bench.isDue(UID));
    bench.settle(Duration.ofMinutes(1));
    assertEquals("large", bench.cloud.live(UID).getFirst().settings().get("class"));
    assertEquals(2, bench.byUid(UID).status().observedGeneration());
    assertEquals(List.of(), bench.cloud.evidence().overlaps());
    assertEquals(
        List.of("ok", "ok"),
        bench.cloud.evidence().calls().stream()
            .filter(call -> call.operation().writes())
            .map(Call::result)
            .toList());
  }
}
