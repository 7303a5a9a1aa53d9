package dev.automat.engine;

import static dev.automat.audit.AuditEntry.Outcome.BEGUN;
import static dev.automat.audit.AuditEntry.Outcome.DONE;
import static dev.automat.engine.Fixtures.UID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.audit.AuditEntry;
import dev.automat.audit.AuditLog;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingSpec.Access;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.BindingStatus.Version;
import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.SealedSecret;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.AccountHold;
import dev.automat.store.BindingWrite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The life of bindings: made, rotated, revoked, through failures and deaths. */
class BindingPassTest {

  private static final Duration OVERLAP = Duration.ofHours(1);
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final BoundCloud cloud = new BoundCloud();
  private final Workbench bench = new Workbench(cloud);

  /** The end of the process, which no one in it survives to handle. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private void ready() {
    bench.made(Sample.resource().of(BoundCloud.TYPE_NAME));
  }

  private void ask(Binding wanted) {
    Event.Draft event = Event.Draft.normal(bench.clock.instant(), "Asked", "");
    assertTrue(
        bench.store.bindings().write(new BindingWrite(wanted, event), bench.clock.instant()));
  }

  private Binding first() {
    return new Binding(
        UID,
        "aaaaaa",
        "checkout",
        1,
        new BindingSpec(Access.READWRITE, Optional.empty(), OVERLAP),
        1,
        OVERLAP,
        false,
        bench.clock.instant(),
        "dev@local",
        BindingStatus.initial(),
        Optional.empty());
  }

  private Binding stored() {
    return bench.store.bindings().live(UID, "checkout").orElseThrow();
  }

  private Binding bound() {
    ready();
    ask(first());
    bench.settle(MOMENT);
    return stored();
  }

  private static Set<Integer> versions(Map<GrantId, ?> grants) {
    return grants.keySet().stream().map(GrantId::version).collect(Collectors.toSet());
  }

  private Set<Integer> standing() {
    return versions(cloud.standing(UID));
  }

  private String kept(int version) {
    SealedSecret sealed = bench.store.bindings().secret(stored(), version).orElseThrow();
    return Workbench.SECRETS.unseal(sealed).password();
  }

  @Test
  void givesAConsumerAUserOfItsOwn() {
    Binding bound = bound();
    assertEquals(Map.of(1, kept(1)), cloud.passwords(UID));
    Grant grant = cloud.standing(UID).get(new GrantId("aaaaaa", 1));
    assertEquals(UID + "_aaaaaa_1", ((Grant.User) grant.holder()).credentials().username());
    assertEquals(Grant.Access.READWRITE, grant.access());
    Version version = bound.status().current().orElseThrow();
    assertEquals(1, version.number());
    assertEquals(Optional.empty(), version.validUntil());
    assertEquals(1, bound.status().observedGeneration());
    assertEquals(
        List.of("Accepted", "Creating", "Available", "Asked", "Bound"), bench.timeline(UID));
  }

  @Test
  void bindsOnlyOnceTheResourceIsThere() {
    bench.accept(Sample.resource().of(BoundCloud.TYPE_NAME));
    ask(first());
    bench.settle(MOMENT);
    assertEquals(List.of("grants", "bind 1"), cloud.calls);
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
  }

  @Test
  void asksNothingForAResourceWithoutBindings() {
    ready();
    bench.look(UID);
    assertEquals(List.of(), cloud.calls);
  }

  @Test
  void keepsOldAndNewValidForTheOverlapAndThenRevokesTheOld() {
    Binding bound = bound();
    String old = kept(1);
    ask(bound.rotated(OVERLAP));
    bench.settle(MOMENT);
    assertEquals(Set.of(1, 2), standing());
    assertNotEquals(old, kept(2));
    Version previous = stored().status().previous().getFirst();
    assertEquals(
        Optional.of(stored().status().current().orElseThrow().since().plus(OVERLAP)),
        previous.validUntil());

    bench.settle(OVERLAP.minus(MOMENT.multipliedBy(3)));
    assertEquals(Set.of(1, 2), standing());
    bench.settle(MOMENT.multipliedBy(5));
    assertEquals(Set.of(2), standing());
    assertEquals(Optional.empty(), bench.store.bindings().secret(stored(), 1));
    assertEquals(List.of(2), stored().status().versions().stream().map(Version::number).toList());
    List<String> timeline = bench.timeline(UID);
    assertEquals(
        List.of("Asked", "BindingRotated", "BindingRevoked"),
        timeline.subList(timeline.size() - 3, timeline.size()));
  }

  @Test
  void aRotationWithoutOverlapEndsAllOlderOnesAtOnce() {
    ask(bound().rotated(OVERLAP));
    bench.settle(MOMENT);
    ask(stored().rotated(Duration.ZERO));
    bench.settle(MOMENT);
    assertEquals(Set.of(3), standing());
  }

  @Test
  void theOldOneStaysAsLongAsTheNewOneCanNotBeMade() {
    Binding bound = bound();
    cloud.around(BindingPassTest::refuse, () -> {});
    ask(bound.rotated(Duration.ZERO));
    bench.settle(OVERLAP);
    assertEquals(Set.of(1), standing());
    assertEquals(1, stored().status().current().orElseThrow().number());
    cloud.around(() -> {}, () -> {});
    bench.settle(OVERLAP);
    assertEquals(Set.of(2), standing());
  }

  @Test
  void aFailingRevokeDoesNotHinderRepairOrMaking() {
    ask(bound().rotated(Duration.ZERO));
    refuse("unbind 1");
    bench.settle(MOMENT);
    assertEquals(Set.of(1, 2), standing());
    assertTrue(stored().status().trouble().isPresent());
    String live = kept(2);
    cloud.standing(UID).remove(new GrantId("aaaaaa", 2));
    bench.look(UID);
    assertEquals(live, cloud.passwords(UID).get(2));
    ask(stored().rotated(Duration.ZERO));
    bench.settle(Duration.ofMinutes(30));
    assertEquals(Set.of(1, 3), standing(), "and the end of others goes on");
    assertTrue(stored().status().trouble().isPresent());
    cloud.around(() -> {}, () -> {});
    bench.settle(Duration.ofMinutes(15));
    assertEquals(Set.of(3), standing());
    assertEquals(Optional.empty(), stored().status().trouble());
  }

  @Test
  void ofWhatIsUnboundTheRestGoesWhereOneCanNot() {
    ask(bound().rotated(OVERLAP));
    bench.settle(MOMENT);
    refuse("unbind 1");
    ask(stored().released());
    bench.settle(Duration.ofMinutes(30));
    assertEquals(Set.of(1), standing());
  }

  private void refuse(String call) {
    cloud.around(
        () -> {
          if (cloud.calls.getLast().equals(call)) {
            refuse();
          }
        },
        () -> {});
  }

  private static void refuse() {
    throw new ProvisionerException(ErrorCode.DENIED, "may not", "grant it");
  }

  @Test
  void aFailureIsToldOnceAndHindersNeitherTheResourceNorOthers() {
    ready();
    AtomicInteger binds = new AtomicInteger();
    cloud.around(
        () -> {
          if (cloud.calls.getLast().startsWith("bind") && binds.incrementAndGet() % 2 == 1) {
            refuse();
          }
        },
        () -> {});
    Binding other = first();
    ask(first());
    ask(
        new Binding(
            UID,
            "bbbbbb",
            "zeta",
            1,
            other.spec(),
            1,
            OVERLAP,
            false,
            other.created(),
            "dev@local",
            BindingStatus.initial(),
            Optional.empty()));
    bench.settle(MOMENT);
    assertEquals(Set.of(new GrantId("bbbbbb", 1)), cloud.standing(UID).keySet());
    assertEquals(Phase.Ready, bench.byUid(UID).phase());
    assertEquals("Refused", stored().status().trouble().orElseThrow().reason());
    binds.set(0);
    bench.settle(Duration.ofMinutes(15));
    binds.set(0);
    assertEquals(1, bench.timeline(UID).stream().filter("BindingFailed"::equals).count());
    assertTrue(stored().status().trouble().orElseThrow().attempts() > 1);
  }

  @Test
  void aChangeIsTriedAtOnceWhateverFailedBefore() {
    ready();
    cloud.around(BindingPassTest::refuse, () -> {});
    ask(first());
    bench.settle(MOMENT);
    cloud.around(() -> {}, () -> {});
    ask(stored().with(new BindingSpec(Access.READ, Optional.empty(), OVERLAP)));
    bench.settle(MOMENT);
    assertEquals(Grant.Access.READ, cloud.standing(UID).get(new GrantId("aaaaaa", 1)).access());
    assertEquals(Optional.empty(), stored().status().trouble());
  }

  /** As it ends those of the resource. */
  @Test
  void aPersonWhoAsksForALookEndsThePausesOfBindings() {
    ready();
    cloud.around(
        () -> {
          if (cloud.calls.getLast().startsWith("bind")) {
            refuse();
          }
        },
        () -> {});
    ask(first());
    bench.settle(MOMENT);
    assertEquals(1, stored().status().trouble().orElseThrow().attempts());
    bench.nudge(UID, false);
    bench.turn();
    assertEquals(2, stored().status().trouble().orElseThrow().attempts());
    bench.look(UID);
    assertEquals(2, stored().status().trouble().orElseThrow().attempts(), "what fails waits again");
    cloud.around(() -> {}, () -> {});
    bench.clock.advance(MOMENT);
    bench.nudge(UID, false);
    bench.turn();
    assertEquals(Set.of(1), standing());
    assertEquals(Optional.empty(), stored().status().trouble());
  }

  @Test
  void aCloudThatIsAtWorkIsWaitedForAndThatIsToldOnlyIfItLasts() {
    ready();
    cloud.around(
        () -> {
          if (cloud.calls.getLast().startsWith("bind")) {
            throw new ProvisionerException(
                ErrorCode.ofOneResource("busy"), "operation " + cloud.calls.size(), "nothing");
          }
        },
        () -> {});
    ask(first());
    bench.settle(MOMENT);
    assertEquals("CloudBusy", stored().status().trouble().orElseThrow().reason());
    assertFalse(bench.timeline(UID).contains("BindingFailed"));
    while (stored().status().trouble().orElseThrow().attempts() <= BindingWork.MOST_PAUSES) {
      assertFalse(bench.timeline(UID).contains("BindingFailed"));
      bench.settle(MOMENT);
    }
    assertTrue(bench.timeline(UID).contains("BindingFailed"));
  }

  @Test
  void aChangedAccessReachesEveryValidVersion() {
    ask(bound().rotated(OVERLAP));
    bench.settle(MOMENT);
    ask(stored().with(new BindingSpec(Access.READ, Optional.empty(), OVERLAP)));
    bench.settle(MOMENT);
    cloud.standing(UID).values().forEach(g -> assertEquals(Grant.Access.READ, g.access()));
    assertEquals(Set.of(1, 2), standing());
  }

  @Test
  void aUserThatSomebodyDroppedIsMadeAgainWithItsSecret() {
    bound();
    String secret = kept(1);
    cloud.standing(UID).clear();
    bench.look(UID);
    assertEquals(Map.of(1, secret), cloud.passwords(UID));
    assertEquals("BindingRepaired", bench.timeline(UID).getLast());
  }

  @Test
  void unbindingTakesAllAwayAndGivesTheNameFree() {
    ask(bound().rotated(OVERLAP));
    bench.settle(MOMENT);
    ask(stored().released());
    bench.settle(MOMENT);
    assertEquals(Set.of(), standing());
    assertEquals(Optional.empty(), bench.store.bindings().live(UID, "checkout"));
    assertEquals("Unbound", bench.timeline(UID).getLast());
  }

  @Test
  void whatComesUpLateIsRevokedAndThenTheRowIsForgotten() {
    Binding bound = bound();
    Grant late = cloud.standing(UID).get(new GrantId("aaaaaa", 1));
    ask(bound.released());
    bench.settle(MOMENT);
    cloud.standing(UID).put(late.id(), late);
    bench.settle(Duration.ofMinutes(15));
    assertEquals(Set.of(), standing());
    assertTrue(bench.byUid(UID).bound());
    bench.settle(BindingDecisions.LATE);
    assertFalse(bench.byUid(UID).bound());
    assertEquals(List.of(), bench.store.bindings().of(UID));
  }

  @Test
  void aUserOfAnIdThatNoRowHasIsLeftAlone() {
    bound();
    Grant known = cloud.standing(UID).get(new GrantId("aaaaaa", 1));
    GrantId unknown = new GrantId("zzzzzz", 1);
    cloud.standing(UID).put(unknown, new Grant(unknown, "other", known.access(), known.holder()));
    bench.look(UID);
    assertTrue(cloud.standing(UID).containsKey(unknown));
  }

  @Test
  void nothingIsWrittenWhileTheAccountIsHeld() {
    ready();
    bench.store.hold(new AccountHold("bound/main", "odd", bench.clock.instant()));
    ask(first());
    bench.settle(Duration.ofMinutes(2));
    assertEquals(Set.of(), standing());
    bench.store.release("bound/main");
    bench.settle(Duration.ofMinutes(5));
    assertEquals(Set.of(1), standing());
  }

  @Test
  void goesWithItsResourceAndNeverComesToTheNextOne() {
    bound();
    bench.delete(UID);
    bench.settle(Duration.ofMinutes(10));
    assertTrue(bench.byUid(UID).isTombstone());
    assertEquals(List.of(), bench.store.bindings().of(UID));
  }

  @Test
  void whatIsMadeAnewAfterALossIsBoundWithTheSameSecret() {
    bound();
    String secret = kept(1);
    cloud.loseThing(UID);
    bench.settle(Duration.ofHours(13));
    bench.nudge(UID, true);
    bench.settle(Duration.ofMinutes(10));
    assertEquals(Map.of(1, secret), cloud.passwords(UID));
  }

  /** Law 2: dies around every effect on the way of bind, rotate and unbind, one after the other. */
  @Test
  void whereverTheProcessDiesNoUserIsLeftOverAndNoneIsMissing() {
    ready();
    ask(first());
    dieAroundEachEffect();
    assertEquals(Map.of(1, kept(1)), cloud.passwords(UID));
    ask(stored().rotated(Duration.ZERO));
    dieAroundEachEffect();
    assertEquals(Map.of(2, kept(2)), cloud.passwords(UID));
    ask(stored().released());
    dieAroundEachEffect();
    assertEquals(Set.of(), standing());
  }

  private void dieAroundEachEffect() {
    for (boolean early : new boolean[] {true, false}) {
      for (int nth = 1; nth <= 3; nth++) {
        AtomicInteger left = new AtomicInteger(nth);
        Runnable die =
            () -> {
              if (left.decrementAndGet() == 0) {
                throw new Death();
              }
            };
        cloud.around(early ? die : () -> {}, early ? () -> {} : die);
        bench.store.wake(List.of(UID), bench.clock.instant());
        try {
          bench.turn();
        } catch (Death expected) {
          bench.clock.advance(Fixtures.LEASE);
        }
        cloud.around(() -> {}, () -> {});
      }
    }
    bench.settle(MOMENT.multipliedBy(10));
  }

  @Test
  void aRepairThatNobodySawTheEndOfIsEndedOnceItStands() {
    bound();
    cloud.standing(UID).clear();
    cloud.around(
        () -> {},
        () -> {
          if (cloud.calls.getLast().equals("bind 1")) {
            throw new Death();
          }
        });
    bench.store.wake(List.of(UID), bench.clock.instant());
    assertThrows(Death.class, bench::turn);
    assertEquals(List.of(BEGUN), outcomes("engine.rebind"));
    cloud.around(() -> {}, () -> {});
    bench.clock.advance(Fixtures.LEASE);
    bench.settle(MOMENT);
    assertEquals(List.of(BEGUN, DONE), outcomes("engine.rebind"));
    assertEquals(Optional.empty(), stored().status().act());

    cloud.standing(UID).clear();
    bench.store.wake(List.of(UID), bench.clock.instant());
    bench.settle(MOMENT);
    assertEquals(List.of(BEGUN, DONE, BEGUN, DONE), outcomes("engine.rebind"));
  }

  private List<AuditEntry.Outcome> outcomes(String operation) {
    return bench.store.audit().page(Optional.empty(), Long.MAX_VALUE, 100).reversed().stream()
        .map(AuditLog.Appended::entry)
        .filter(entry -> entry.operation().equals(operation))
        .map(AuditEntry::outcome)
        .toList();
  }

  @Test
  void aReplicaThatLostItsClaimDoesNoHarm() {
    Binding bound = bound();
    ask(bound.rotated(OVERLAP));
    cloud.around(
        () -> {
          if (cloud.calls.getLast().equals("bind 2")) {
            // Frozen in the call; another replica takes the resource meanwhile.
            cloud.around(() -> {}, () -> {});
            bench.clock.advance(Fixtures.LEASE);
            bench.turn();
          }
        },
        () -> {});
    bench.turn();
    assertEquals(Set.of(1, 2), standing());
    assertEquals(kept(2), cloud.passwords(UID).get(2));
    assertEquals(1, bench.timeline(UID).stream().filter("BindingRotated"::equals).count());
  }

  private long repairs() {
    return bench.timeline(UID).stream().filter("BindingRepaired"::equals).count();
  }

  @Test
  void whatLacksSomethingIsBoundAgainAtTheNextLookWithTheSameSecret() {
    bound();
    String secret = kept(1);
    cloud.lack(new GrantId("aaaaaa", 1));
    cloud.calls.clear();

    bench.look(UID);
    bench.look(UID);

    assertEquals(List.of("grants", "bind 1", "grants"), cloud.calls);
    assertEquals(Map.of(1, secret), cloud.passwords(UID));
    assertEquals(1, repairs());
  }

  /** A store of secrets that shows late what it was given must not keep the engine busy. */
  @Test
  void whatIsSaidToLackSomethingAfterAllIsBoundOnceInALook() {
    bound();
    cloud.answerOfLacks(() -> Set.of(new GrantId("aaaaaa", 1)));
    cloud.calls.clear();
    bench.look(UID);
    assertEquals(List.of("grants", "bind 1"), cloud.calls);
  }

  @Test
  void thatNobodyCanTellWhatIsLackingKeepsNobodyIn() {
    Binding bound = bound();
    ask(bound.rotated(OVERLAP));
    bench.settle(MOMENT);
    cloud.answerOfLacks(
        () -> {
          throw new ProvisionerException(ErrorCode.DENIED, "may not", "grant it");
        });
    bench.settle(OVERLAP.plus(MOMENT));
    assertEquals(Set.of(2), standing(), "its time was over");
    assertEquals("may not: grant it", stored().status().trouble().orElseThrow().message());

    cloud.answerOfLacks(Set::of);
    bench.settle(Duration.ofHours(1));
    assertEquals(Optional.empty(), stored().status().trouble());
  }
}
