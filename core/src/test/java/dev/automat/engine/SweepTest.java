package dev.automat.engine;

import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Condition.Type;
import dev.automat.resource.Phase;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Scope;
import dev.automat.store.AccountHold;
import dev.automat.store.Leak;
import dev.automat.store.Place;
import dev.automat.store.Store;
import dev.automat.store.StoreUnavailableException;
import dev.automat.testkit.HostileCloud;
import dev.automat.testkit.Kind;
import dev.automat.testkit.Operation;
import dev.automat.testkit.Trouble;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A place is compared by its lists; what looks wrong is woken, what can not be true stops all. */
class SweepTest {

  private static final HostileCloud.Place HERE = new HostileCloud.Place("main", "here");
  private static final Place QUEUES = new Place("hostile/queue", "hostile/main", "here");

  private final Workbench bench = new Workbench();

  private static String uid(int number) {
    return "abcdefghijklmnopqr" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
  }

  private void make(int queues) {
    for (int i = 0; i < queues; i++) {
      bench.accept(Sample.queue().named("q" + i, uid(i)));
    }
    bench.settle(Duration.ofMinutes(5));
  }

  private void lose(int queues) {
    for (int i = 0; i < queues; i++) {
      bench.cloud.saboteur().delete(uid(i));
    }
  }

  private String theHold() {
    List<AccountHold> holds = bench.store.holds();
    assertEquals(1, holds.size());
    assertEquals("hostile/main", holds.getFirst().account());
    return holds.getFirst().reason();
  }

  @Test
  void wakesNobodyWhereAllIsWell() {
    make(60);
    bench.made(Sample.resource());
    long observes = bench.cloud.evidence().count(Operation.OBSERVE);
    assertEquals(0, bench.sweep());
    assertEquals(
        3, bench.cloud.evidence().count(Operation.LIST), "two pages of queues, one of databases");
    assertEquals(observes, bench.cloud.evidence().count(Operation.OBSERVE));
    assertEquals(List.of(), bench.store.holds());
  }

  @Test
  void wakesWhatIsMissingAndTouchesNothingItself() {
    make(20);
    lose(1);
    assertEquals(1, bench.sweep());
    assertTrue(bench.isDue(uid(0)));
    assertFalse(bench.isDue(uid(1)));
    assertEquals(Phase.Ready, bench.byUid(uid(0)).phase());
    assertEquals(20, bench.cloud.evidence().count(Operation.CREATE));
  }

  @Test
  void wakesWhoseTagsDrifted() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().untag(UID, "team");
    assertEquals(1, bench.sweep());
    bench.turn();
    assertEquals("payments", bench.cloud.live(UID).getFirst().tags().get("team"));
    assertEquals(0, bench.sweep());
  }

  @Test
  void seesDriftOfSettingsWhereTheListShowsThem() {
    make(1);
    bench.made(Sample.resource());
    bench.cloud.saboteur().drift(uid(0), "retentionDays", 9L);
    bench.cloud.saboteur().drift(UID, "class", "huge");
    assertEquals(1, bench.sweep(), "the queue; a list of databases shows no settings");
    assertTrue(bench.isDue(uid(0)));
  }

  @Test
  void wakesNobodyAgainOverDriftThatIsShownAlready() {
    bench.made(Sample.queue().reportDriftOf("retentionDays"));
    bench.cloud.saboteur().drift(UID, "retentionDays", 9L);
    assertEquals(1, bench.sweep());
    bench.turn();
    assertEquals("DriftReported", bench.condition(UID, Type.Drifted).reason());
    assertEquals(0, bench.sweep());
  }

  @Test
  void wakesWhatFailed() {
    bench.made(Sample.resource());
    bench.cloud.saboteur().fail(UID, "storage is full");
    assertEquals(1, bench.sweep());
  }

  @Test
  void leavesAloneWhatIsOnItsWay() {
    bench.accept(Sample.resource());
    make(1);
    bench.cloud.saboteur().trouble(Trouble.THROTTLED, "main", true);
    bench.accept(Sample.queue().named("young", uid(1)));
    bench.turn();
    bench.cloud.saboteur().trouble(Trouble.THROTTLED, "main", false);
    bench.delete(uid(0));
    bench.turn();
    assertEquals(0, bench.sweep());
  }

  @Test
  void wakesAMissingOneOnceAndAgainWhenItIsBack() {
    ListedType listed = new ListedType();
    Workbench scripted = listed.madeReady();
    listed.shown = false;
    listed.seen = new Absent();
    assertEquals(1, scripted.sweep());
    scripted.settle(Duration.ofMinutes(2));
    assertEquals("MissingExternally", scripted.condition(UID, Type.Ready).reason());
    assertEquals(0, scripted.sweep());

    listed.shown = true;
    listed.seen = listed.present();
    assertEquals(1, scripted.sweep());
    scripted.turn();
    assertEquals(Phase.Ready, scripted.byUid(UID).phase());
  }

  @Test
  void wakesATombstoneWhoseObjectCameUp() {
    ListedType listed = new ListedType();
    Workbench scripted = listed.madeReady();
    scripted.delete(UID);
    scripted.settle(Duration.ofDays(2));
    assertTrue(scripted.byUid(UID).isTombstone());

    listed.seen = listed.present();
    Place place = new Place(ScriptedType.TYPE, "scripted/main", "here");
    assertEquals(Optional.of(1), new Sweep(scripted.tools, place).run());
    scripted.turn();
    assertEquals("LateArrival", scripted.timeline(UID).getLast());
    assertEquals(List.of(), scripted.store.holds());
  }

  @Test
  void aDefectInComparingValuesWakesItSoThatItIsShown() {
    ListedType listed =
        new ListedType() {
          @Override
          public boolean equivalent(String key, Object want, Object got) {
            throw new IllegalStateException("password=hunter2");
          }
        };
    Workbench scripted = listed.madeReady();
    listed.seen = Fixtures.present(Map.of("class", "huge"), listed.present().tags());
    assertEquals(1, scripted.sweep());
    scripted.turn();
    assertEquals("PluginDefect", scripted.condition(UID, Type.Synced).reason());
  }

  // What can not be true.

  @Test
  void objectsThatTheStoreDoesNotKnowHoldTheAccount() {
    make(1);
    plantOurs("forgotten", "zzzzzzzzzzzzzzzzzzzz");
    assertEquals(0, bench.sweep());
    assertTrue(theHold().contains("restored from a backup"), theHold());
    assertTrue(theHold().contains("zzzzzzzzzzzzzzzzzzzz"), theHold());
  }

  @Test
  void whatWasReleasedWithALeakIsHeldAgainOnlyForAnother() {
    make(1);
    plantOurs("forgotten", "zzzzzzzzzzzzzzzzzzzz");
    bench.sweep();
    bench.store.release("hostile/main");
    bench.clock.advance(Duration.ofMinutes(10));
    bench.sweep();
    assertEquals(List.of(), bench.store.holds(), "somebody has looked at it");
    Leak leak = bench.store.leaks().getFirst();
    assertEquals("forgotten", leak.externalName());
    assertEquals(Duration.ofMinutes(10), Duration.between(leak.firstSeen(), leak.lastSeen()));

    plantOurs("forgotten-too", "yyyyyyyyyyyyyyyyyyyy");
    bench.sweep();
    assertTrue(theHold().contains("yyyyyyyyyyyyyyyyyyyy"), theHold());
    assertEquals(2, bench.store.leaks().size());
  }

  @Test
  void holdsTheAccountAlsoIfTheStoreIsLostBeforeItHasTheLeaks() {
    make(1);
    plantOurs("forgotten", "zzzzzzzzzzzzzzzzzzzz");
    bench.startAgainOver(lostAt("replaceLeaks", true));
    assertThrows(StoreUnavailableException.class, bench::sweep);
    assertTrue(theHold().contains("zzzzzzzzzzzzzzzzzzzz"), theHold());

    bench.store.release("hostile/main");
    bench.startAgainOver(bench.store);
    bench.sweep();
    assertTrue(theHold().contains("zzzzzzzzzzzzzzzzzzzz"), "nobody could see the leak");
  }

  /**
   * The store's answer to the leaks may be lost, too: what is asked again has to hold by itself.
   */
  @Test
  void holdsTheAccountBeforeItTellsTheStoreOfTheLeaks() {
    make(1);
    plantOurs("forgotten", "zzzzzzzzzzzzzzzzzzzz");
    bench.startAgainOver(lostAt("replaceLeaks", false));
    assertThrows(StoreUnavailableException.class, bench::sweep);
    assertEquals("forgotten", bench.store.leaks().getFirst().externalName());
    assertTrue(theHold().contains("zzzzzzzzzzzzzzzzzzzz"), theHold());
  }

  /**
   * The store, but each call of the method ends with its loss, before it is carried out or after.
   */
  private Store lostAt(String methodName, boolean before) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              boolean lost = method.getName().equals(methodName);
              try {
                Object answer = lost && before ? List.of() : method.invoke(bench.store, arguments);
                if (lost) {
                  throw new StoreUnavailableException("lost", new SQLException("lost"));
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  @Test
  void aCopyIsALeakAndNoReasonToHold() {
    make(1);
    plantOurs("copy-of-q0", uid(0));
    assertEquals(0, bench.sweep());
    assertEquals(List.of(), bench.store.holds());
    Leak leak = bench.store.leaks().getFirst();
    assertEquals("carries the uid of q0-" + uid(0) + ", as a copy of it would", leak.reason());
    assertEquals(Optional.of(uid(0)), leak.uid());
  }

  @Test
  void aLeakThatIsGoneIsForgotten() {
    ListedType listed = new ListedType();
    Workbench scripted = listed.madeReady();
    listed.nameShown = "copy-of-orders";
    scripted.sweep();
    assertEquals("copy-of-orders", scripted.store.leaks().getFirst().externalName());

    listed.nameShown = "orders-" + UID;
    scripted.sweep();
    assertEquals(List.of(), scripted.store.leaks());
  }

  @Test
  void leaksAreFoundWhereNothingShouldStandAnyMore() {
    make(1);
    bench.delete(uid(0));
    bench.settle(Duration.ofDays(2));
    assertTrue(bench.byUid(uid(0)).isTombstone());
    plantOurs("forgotten", "zzzzzzzzzzzzzzzzzzzz");
    bench.sweep();
    assertEquals("forgotten", bench.store.leaks().getFirst().externalName());
  }

  private void plantOurs(String name, String uid) {
    bench
        .cloud
        .saboteur()
        .plant(
            HERE,
            Kind.QUEUE,
            name,
            Map.of("automat-uid", uid, "automat-installation", Workbench.INSTALLATION));
  }

  @Test
  void objectsOfOtherInstallationsAreNoneOfItsBusiness() {
    make(1);
    bench
        .cloud
        .saboteur()
        .plant(
            HERE,
            Kind.QUEUE,
            "theirs",
            Map.of("automat-uid", "zzzzzzzzzzzzzzzzzzzz", "automat-installation", "another"));
    assertEquals(0, bench.sweep());
    assertEquals(List.of(), bench.store.holds());
  }

  @Test
  void manyMissingHoldTheAccountAndAreWokenToBeShown() {
    make(40);
    lose(6);
    assertEquals(6, bench.sweep());
    assertTrue(theHold().contains("6 of 40 resources of type hostile/queue"), theHold());
  }

  @Test
  void fewMissingAreNoReasonToHold() {
    make(20);
    lose(5);
    assertEquals(5, bench.sweep());
    assertEquals(List.of(), bench.store.holds());
  }

  @Test
  void aSmallShareMissingIsNoReasonToHold() {
    make(60);
    lose(6);
    assertEquals(6, bench.sweep());
    assertEquals(List.of(), bench.store.holds());
  }

  @Test
  void theOnesThatAPersonSawMissingHoldTheAccountNoSecondTime() {
    for (int i = 0; i < 8; i++) {
      bench.accept(Sample.resource().named("db" + i, uid(i)));
    }
    bench.settle(Duration.ofMinutes(5));
    lose(8);
    bench.sweep();
    assertTrue(theHold().contains("8 of 8"), theHold());
    bench.settle(Duration.ofMinutes(5));
    assertEquals("MissingExternally", bench.condition(uid(0), Type.Ready).reason());

    bench.store.release("hostile/main");
    bench.sweep();
    assertEquals(List.of(), bench.store.holds());
  }

  @Test
  void whatWasMadeWhileTheListWasReadDoesNotCountAsMissing() {
    for (int i = 0; i < 8; i++) {
      bench.accept(Sample.queue().named("q" + i, uid(i)));
    }
    bench.turn();
    assertEquals(Phase.Ready, bench.byUid(uid(0)).phase());
    bench.cloud.saboteur().trouble(Trouble.BLIND, "main", true);
    bench.sweep();
    assertEquals(List.of(), bench.store.holds(), "a list may lag by a settle time");

    bench.clock.advance(Fixtures.SETTLE);
    bench.sweep();
    assertTrue(theHold().contains("8 of 8"), theHold());
  }

  @Test
  void doesNothingWhereThePlaceCanNotBeListed() {
    make(8);
    lose(8);
    bench.cloud.saboteur().trouble(Trouble.UNREACHABLE, "main", true);
    assertEquals(Optional.empty(), new Sweep(bench.tools, QUEUES).run());
    assertFalse(bench.isDue(uid(0)));
    assertEquals(List.of(), bench.store.holds());
  }

  @Test
  void doesNothingWhereThePluginIsMissing() {
    assertEquals(
        Optional.empty(),
        new Sweep(bench.tools, new Place("absent/thing", "absent/main", "here")).run());
  }

  /** Its list shows what its observation shows. */
  private static class ListedType extends ScriptedType {
    boolean shown = true;
    String nameShown = "orders-" + UID;

    Present present() {
      return Fixtures.present(
          Map.of("class", "small"),
          Map.of("automat-uid", UID, "automat-installation", Workbench.INSTALLATION));
    }

    Workbench madeReady() {
      Workbench scripted = new Workbench(plugin());
      seen = present();
      scripted.made(
          Sample.resource()
              .of(ScriptedType.TYPE)
              .settings(Map.of("class", "small"))
              .tags(Map.of()));
      assertEquals(Phase.Ready, scripted.byUid(UID).phase());
      return scripted;
    }

    @Override
    public ListPage list(Scope scope, Optional<String> pageToken) {
      return seen instanceof Present there && shown
          ? new ListPage(
              List.of(new ListPage.Listed(nameShown, Optional.of(UID), there)), Optional.empty())
          : new ListPage(List.of(), Optional.empty());
    }
  }
}
