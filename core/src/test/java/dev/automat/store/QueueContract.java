package dev.automat.store;

import static dev.automat.store.Samples.LEASE;
import static dev.automat.store.Samples.NOW;
import static dev.automat.store.Samples.beginning;
import static dev.automat.store.Samples.event;
import static dev.automat.store.Samples.found;
import static dev.automat.store.Samples.key;
import static dev.automat.store.Samples.resource;
import static dev.automat.store.Samples.rest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Condition;
import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.SealedSecret;
import dev.automat.resource.Status;
import dev.automat.resource.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What claims, intents, completions and wakes promise, on every database. */
interface QueueContract {

  Instant LATER = NOW.plus(Duration.ofHours(1));

  Store store();

  @Test
  default void claimsTheLongestDueFirstAndNothingThatIsNotDue() {
    put("c", NOW.minusSeconds(1));
    put("a", NOW.minusSeconds(3));
    put("b", NOW.minusSeconds(2));
    put("later", NOW.plusSeconds(1));
    List<Resource> first = store().claim(NOW, LEASE, 2, Set.of());
    assertEquals(List.of("a", "b"), uids(first));
    assertEquals(new Lease(1, NOW.plus(LEASE), NOW.plus(LEASE), false), first.get(0).lease());
    assertEquals(store().byUid("a"), Optional.of(first.get(0)));
    assertEquals(List.of("c"), uids(store().claim(NOW, LEASE, 10, Set.of())));
    assertEquals(List.of(), store().claim(NOW, LEASE, 10, Set.of()));
    assertEquals(Optional.of(NOW.plusSeconds(1)), store().nextDue(Set.of()));
  }

  @Test
  default void leavesSaturatedAccountsForLater() {
    store().write(List.of(inAccount("a", "one", NOW.minusSeconds(5)), inAccount("b", "two", NOW)));
    assertEquals(Optional.of(NOW), store().nextDue(Set.of("local/one")));
    assertEquals(List.of("b"), uids(store().claim(NOW, LEASE, 10, Set.of("local/one", "x/y"))));
    assertEquals(List.of("a"), uids(store().claim(NOW, LEASE, 10, Set.of())));
    assertEquals(Optional.empty(), store().nextDue(Set.of("local/one", "local/two")));
  }

  @Test
  default void recordsIntentsWithTheirSecretsAndEvents() {
    put("a", NOW);
    Resource claimed = claim("a");
    Work work =
        new Work(
            Optional.of(new Work.Intent(Work.Step.CREATE, 1, NOW, "a-1")),
            Optional.of("cloud-1"),
            true,
            Optional.of(NOW),
            Optional.of(NOW.plusNanos(1)),
            Optional.of(new Work.Written("sha256:1", NOW)),
            Optional.of(new Work.ExpiryNotice(NOW, LATER)));
    Status status =
        new Status(
            1,
            List.of(
                new Condition(Condition.Type.Ready, Condition.State.False, "Creating", "wait", 1)),
            "orders-a",
            Optional.of(new Status.Progress("create", NOW, 30)),
            3,
            Optional.of(LATER),
            Map.of("host", "h", "port", 5432L, "tags", List.of("x")),
            List.of(new Status.Part("role", "r-1", Optional.of("https://example.org"))));
    SealedSecret secret = new SealedSecret("a", "credentials", 1, new byte[] {0, 1, -1});
    Beginning beginning =
        new Beginning(
            "a",
            claimed.lease().epoch(),
            Phase.Provisioning,
            status,
            work,
            Optional.of(secret),
            false,
            List.of(event("Creating"), event("StillCreating")));
    assertEquals(List.of(true), store().begin(List.of(beginning)));
    Resource read = store().byUid("a").orElseThrow();
    assertEquals(Phase.Provisioning, read.phase());
    assertEquals(status, read.status());
    assertEquals(work, read.work());
    assertEquals(claimed.lease(), read.lease());
    assertEquals(3, read.lastEvent());
    assertEquals(
        List.of("Accepted", "Creating", "StillCreating"),
        store().events("a", 0, 10).stream().map(Event::reason).toList());
    SealedSecret kept = store().secret("a", "credentials").orElseThrow();
    assertArrayEquals(secret.envelope(), kept.envelope());
    assertEquals(1, kept.version());
  }

  @Test
  default void givesTheNewestVersionOfASecret() {
    put("a", NOW);
    Resource claimed = claim("a");
    for (int version : List.of(1, 3, 2)) {
      assertEquals(List.of(true), store().begin(List.of(withSecret(claimed, version))));
    }
    assertEquals(3, store().secret("a", "credentials").orElseThrow().version());
    assertEquals(Optional.empty(), store().secret("a", "other"));
    assertEquals(Optional.empty(), store().secret("b", "credentials"));
  }

  @Test
  default void takesAWishToRecreateAwayOnlyWhenItIsCarriedOut() {
    put("a", NOW);
    store().write(List.of(new Write.Nudge(key("a"), "a", true, NOW, event("Recreate"))));
    Resource claimed = claim("a");
    assertTrue(claimed.recreate());
    store().begin(List.of(beginning(claimed)));
    assertTrue(store().byUid("a").orElseThrow().recreate());
    Beginning plain = beginning(claimed);
    store()
        .begin(
            List.of(
                new Beginning(
                    plain.uid(),
                    plain.epoch(),
                    plain.phase(),
                    plain.status(),
                    plain.work(),
                    plain.secret(),
                    true,
                    plain.events())));
    assertFalse(store().byUid("a").orElseThrow().recreate());
  }

  @Test
  default void recordsTheOtherIntentsWhenOneCanNotBeStored() {
    for (String uid : List.of("a", "b", "c", "d")) {
      put(uid, NOW);
    }
    List<Resource> claimed = store().claim(NOW, LEASE, 10, Set.of());
    Resource second = claimed.get(1);
    assertEquals(List.of(true), store().begin(List.of(withSecret(second, 1))));
    List<Beginning> batch = new ArrayList<>();
    claimed.forEach(resource -> batch.add(withSecret(resource, 1)));
    assertEquals(List.of(true, false, true, true), store().begin(batch));
  }

  @Test
  default void writesWhatWasFoundAndWhenItIsDueNext() {
    put("a", NOW);
    Resource claimed = claim("a");
    assertEquals(
        List.of(true),
        store().complete(List.of(found(claimed, Phase.Ready, LATER, event("Ready"))), NOW));
    Resource read = store().byUid("a").orElseThrow();
    assertEquals(Phase.Ready, read.phase());
    assertEquals(Optional.of(NOW), read.times().ready());
    assertEquals(LATER, read.lease().dueAt());
    assertEquals(2, read.lastEvent());
    assertFalse(read.isTombstone());

    Resource again = store().claim(LATER, LEASE, 1, Set.of()).getFirst();
    assertEquals(2, again.lease().epoch());
    store().complete(List.of(found(again, Phase.Ready, Lease.NEVER)), LATER);
    assertEquals(Optional.of(NOW), store().byUid("a").orElseThrow().times().ready());
    assertEquals(Optional.of(Lease.NEVER), store().nextDue(Set.of()));
    store().complete(List.of(rest(again, Instant.MAX)), LATER);
  }

  @Test
  default void movesOnlyTheQueueWhenNothingWasFound() {
    put("a", NOW);
    Resource claimed = claim("a");
    List<String> heard = new ArrayList<>();
    Runnable stop = store().changes().subscribe(heard::addAll);
    assertEquals(List.of(true), store().complete(List.of(rest(claimed, Instant.MAX)), NOW));
    stop.run();
    assertEquals(List.of(), heard);
    Resource read = store().byUid("a").orElseThrow();
    assertEquals(Lease.NEVER, read.lease().dueAt());
    assertEquals(1, read.lastEvent());
    assertEquals(Phase.Pending, read.phase());
  }

  @Test
  default void letsAFrozenHolderDoNothing() {
    put("a", NOW);
    Resource frozen = claim("a");
    Instant expired = NOW.plus(LEASE);
    Resource holder = store().claim(expired, LEASE, 1, Set.of()).getFirst();
    assertEquals(2, holder.lease().epoch());
    assertEquals(List.of(false), store().begin(List.of(withSecret(frozen, 1))));
    assertEquals(
        List.of(false, false),
        List.of(
            store().complete(List.of(rest(frozen, LATER)), expired).getFirst(),
            store()
                .complete(List.of(found(frozen, Phase.Ready, LATER, event("X"))), expired)
                .getFirst()));
    assertEquals(Optional.of(holder), store().byUid("a"));
    assertEquals(1, store().events("a", 0, 10).size());
    assertEquals(Optional.empty(), store().secret("a", "credentials"));
    assertEquals(List.of(true), store().begin(List.of(beginning(holder))));
  }

  @Test
  default void endsAClaimOnce() {
    put("a", NOW);
    Resource claimed = claim("a");
    assertEquals(List.of(true), store().complete(List.of(rest(claimed, LATER)), NOW));
    assertEquals(List.of(false), store().complete(List.of(rest(claimed, NOW)), NOW));
    assertEquals(List.of(false), store().begin(List.of(beginning(claimed))));
    assertEquals(LATER, store().byUid("a").orElseThrow().lease().dueAt());
  }

  @Test
  default void isDueAtOnceAfterACompletionIfAWriteCameInBetween() {
    put("a", NOW);
    Resource claimed = claim("a");
    store().write(List.of(Samples.change(claimed, "large")));
    Resource waiting = store().byUid("a").orElseThrow();
    assertTrue(waiting.lease().wake());
    assertEquals(NOW.plus(LEASE), waiting.lease().dueAt());
    assertEquals(List.of(), store().claim(NOW.plusSeconds(1), LEASE, 1, Set.of()));

    Instant end = NOW.plusSeconds(5);
    store().complete(List.of(found(claimed, Phase.Ready, LATER)), end);
    Resource woken = store().claim(end, LEASE, 1, Set.of()).getFirst();
    assertEquals(2, woken.generation());
    assertFalse(woken.lease().wake());
    store().complete(List.of(rest(woken, LATER)), end);
    assertEquals(Optional.of(LATER), store().nextDue(Set.of()));
  }

  @Test
  default void losesNoWakeWhoseInstantIsOlderThanTheCompletion() {
    put("a", NOW);
    Resource claimed = claim("a");
    store().complete(List.of(rest(claimed, LATER)), NOW.plusSeconds(5));
    store().wake(List.of("a"), NOW.plusSeconds(1));
    assertEquals(Optional.of(NOW.plusSeconds(1)), store().nextDue(Set.of()));
  }

  @Test
  default void wakesWhatRestsAndRaisesWakeOnWhatIsClaimed() {
    put("rests", NOW);
    put("claimed", NOW);
    store().claim(NOW, LEASE, 2, Set.of()).stream()
        .filter(resource -> resource.uid().equals("rests"))
        .forEach(resource -> store().complete(List.of(rest(resource, LATER)), NOW));
    List<String> heard = new ArrayList<>();
    Runnable stop = store().changes().subscribe(heard::addAll);
    store().wake(List.of("rests", "claimed", "unknown", "rests"), NOW);
    stop.run();
    assertTrue(heard.contains("rests"));
    assertEquals(NOW, store().byUid("rests").orElseThrow().lease().dueAt());
    Lease claimed = store().byUid("claimed").orElseThrow().lease();
    assertTrue(claimed.wake());
    assertEquals(NOW.plus(LEASE), claimed.dueAt());
    store().wake(List.of(), NOW);
  }

  @Test
  default void endsManyClaimsOfBothKindsAtOnce() {
    for (int i = 0; i < 20; i++) {
      put("u" + i, NOW);
    }
    List<Completion> batch = new ArrayList<>();
    for (Resource claimed : store().claim(NOW, LEASE, 20, Set.of())) {
      boolean even = batch.size() % 2 == 0;
      batch.add(even ? rest(claimed, LATER) : found(claimed, Phase.Ready, LATER, event("Ready")));
    }
    Resource stranger = resource("stranger", "stranger");
    batch.add(10, rest(stranger, LATER));
    List<Boolean> held = store().complete(batch, NOW);
    assertFalse(held.get(10));
    assertEquals(20, held.stream().filter(h -> h).count());
    assertEquals(Map.of("Pending", 10L, "Ready", 10L), store().countByPhase());
    assertEquals(Optional.of(LATER), store().nextDue(Set.of()));
  }

  private static Beginning withSecret(Resource claimed, int version) {
    return new Beginning(
        claimed.uid(),
        claimed.lease().epoch(),
        Phase.Provisioning,
        claimed.status(),
        claimed.work(),
        Optional.of(new SealedSecret(claimed.uid(), "credentials", version, new byte[] {1, 2, 3})),
        false,
        List.of(event("Creating")));
  }

  private static Write.Create inAccount(String uid, String account, Instant dueAt) {
    return new Write.Create(
        resource(uid, key(uid), account, dueAt), Optional.empty(), event("Accepted"));
  }

  private void put(String uid, Instant dueAt) {
    store().write(List.of(inAccount(uid, "main", dueAt)));
  }

  private Resource claim(String uid) {
    Resource claimed = store().claim(NOW, LEASE, 1, Set.of()).getFirst();
    assertEquals(uid, claimed.uid());
    return claimed;
  }

  private static List<String> uids(List<Resource> resources) {
    return resources.stream().map(Resource::uid).toList();
  }
}
