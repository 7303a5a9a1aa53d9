package dev.automat.store;

import static dev.automat.store.Samples.LEASE;
import static dev.automat.store.Samples.NOW;
import static dev.automat.store.Samples.event;
import static dev.automat.store.Samples.found;
import static dev.automat.store.Samples.resource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the questions, the sweep and the house promise, on every database. */
interface QuestionContract {

  Store store();

  @Test
  default void knowsNothingOfWhatNeverWas() {
    assertEquals(Optional.empty(), store().current(Samples.key("none")));
    assertEquals(Optional.empty(), store().byUid("none"));
    assertEquals(List.of(), store().events("none", 0, 10));
    assertEquals(List.of(), store().list(ResourceFilter.all(), Optional.empty(), 10));
    assertEquals(Optional.empty(), store().nextDue(Set.of()));
    assertEquals(Map.of(), store().known(List.of()));
    assertEquals(Map.of(), store().countByPhase());
  }

  @Test
  default void listsPageByPageInTheOrderOfUids() {
    List<Write> writes = new ArrayList<>();
    IntStream.range(0, 25).forEach(i -> writes.add(create("u%02d".formatted(i), "shop", "K")));
    store().write(writes);
    List<String> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    List<Resource> page;
    do {
      page = store().list(ResourceFilter.all(), after, 10);
      page.forEach(resource -> seen.add(resource.uid()));
      after = page.isEmpty() ? after : Optional.of(page.getLast().uid());
    } while (page.size() == 10);
    assertEquals(IntStream.range(0, 25).mapToObj("u%02d"::formatted).toList(), seen);
  }

  @Test
  default void listsWhatFitsAllThatIsNamed() {
    store()
        .write(
            List.of(
                create("a", "shop", "Queue"),
                create("b", "shop", "Database"),
                create("c", "mail", "Queue")));
    bury("b");
    assertEquals(List.of("a", "c"), listed(ResourceFilter.all()));
    assertEquals(List.of("a"), listed(filter("shop", null, null, null, false)));
    assertEquals(List.of("a", "b"), listed(filter("shop", null, null, null, true)));
    assertEquals(List.of("a", "c"), listed(filter(null, "Queue", "dev", null, true)));
    assertEquals(List.of("c"), listed(filter("mail", "Queue", "dev", Phase.Pending, false)));
    assertEquals(List.of(), listed(filter(null, null, "prod", null, true)));
    assertEquals(List.of("b"), listed(filter(null, null, null, Phase.Deleted, true)));
    assertEquals(List.of("a", "b", "c"), listed(inTeams(Set.of("shop", "mail", "void"))));
    assertEquals(List.of(), listed(inTeams(Set.of())));
    assertEquals(List.of(), listed(filter("' OR 1=1 --", null, null, null, true)));
    assertEquals(Map.of("Pending", 2L, "Deleted", 1L), store().countByPhase());
  }

  @Test
  default void listsWhatAManagerKeepsPageByPage() {
    store()
        .write(
            List.of(
                create("a", "shop", "Queue"),
                create("b", "shop", "Queue"),
                create("c", "mail", "Queue")));
    ResourceFilter kept = ResourceFilter.all().managedBy("git:example/infra");
    assertEquals(List.of("a", "b"), uids(store().list(kept, Optional.empty(), 2)));
    assertEquals(List.of("c"), uids(store().list(kept, Optional.of("b"), 2)));
    assertEquals(List.of(), listed(ResourceFilter.all().managedBy("git:example")));
  }

  private static ResourceFilter inTeams(Set<String> teams) {
    return new ResourceFilter(
        Optional.of(teams), Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  private static ResourceFilter filter(
      @org.jspecify.annotations.Nullable String team,
      @org.jspecify.annotations.Nullable String kind,
      @org.jspecify.annotations.Nullable String environment,
      @org.jspecify.annotations.Nullable Phase phase,
      boolean tombstones) {
    return new ResourceFilter(
        Optional.ofNullable(team).map(Set::of),
        Optional.ofNullable(kind),
        Optional.ofNullable(environment),
        Optional.ofNullable(phase),
        tombstones);
  }

  @Test
  default void showsATimelineFromAnySequenceOn() {
    store().write(List.of(create("a", "shop", "Queue")));
    Resource claimed = store().claim(NOW, LEASE, 1, Set.of()).getFirst();
    Event.Draft[] drafts =
        IntStream.rangeClosed(2, 7).mapToObj(i -> event("E" + i)).toArray(Event.Draft[]::new);
    store().begin(List.of(Samples.beginning(claimed, drafts)));
    List<Event> some = store().events("a", 3, 2);
    assertEquals(List.of(4L, 5L), some.stream().map(Event::sequence).toList());
    assertEquals(List.of("E4", "E5"), some.stream().map(Event::reason).toList());
    assertEquals(List.of(), store().events("a", 7, 10));
  }

  @Test
  default void showsWhatShouldStandInAScopeInTheOrderOfExternalNames() {
    // A locale's order would put the hyphen elsewhere.
    List<String> names = List.of("a", "a-b", "a1", "ab", "b");
    store().write(names.stream().map(n -> create("u" + n, "shop", "Queue", n)).toList());
    bury("uab");
    List<Resource> first = store().inScope("local/postgres", "local/main", "local", "", 2);
    assertEquals(List.of("ua-b", "ua"), uids(first));
    String last = first.getLast().status().externalName();
    assertEquals(
        List.of("ua1", "ub"),
        uids(store().inScope("local/postgres", "local/main", "local", last, 10)));
    assertEquals(List.of(), store().inScope("local/postgres", "local/main", "elsewhere", "", 10));
    assertEquals(List.of(), store().inScope("local/postgres", "local/other", "local", "", 10));
    assertEquals(List.of(), store().inScope("local/sqs", "local/main", "local", "", 10));
  }

  @Test
  default void keepsTheFirstValueOfASetting() {
    assertEquals("first", store().setting("installation", "first"));
    assertEquals("first", store().setting("installation", "second"));
    assertEquals("other", store().setting("other", "other"));
  }

  @Test
  default void holdsAnAccountUntilItIsReleased() {
    AccountHold hold = new AccountHold("local/main", "many missing", NOW);
    store().hold(hold);
    store().hold(new AccountHold("local/main", "again", NOW.plusSeconds(1)));
    assertEquals(List.of(hold), store().holds());
    assertTrue(store().release("local/main"));
    assertFalse(store().release("local/main"));
    assertEquals(List.of(), store().holds());
  }

  @Test
  default void replacesTheLeaksOfAPlaceAndTellsTheNewOnes() {
    Place queues = new Place("local/sqs", "local/main", "local");
    Place databases = new Place("local/postgres", "local/main", "local");
    Leak first = leak(queues, "first", Optional.of("uid1"), NOW);
    Leak other = leak(databases, "first", Optional.empty(), NOW);
    assertEquals(List.of(first), store().replaceLeaks(queues, List.of(first)));
    assertEquals(List.of(other), store().replaceLeaks(databases, List.of(other)));

    Instant later = NOW.plusSeconds(600);
    Leak again = leak(queues, "first", Optional.of("uid1"), later);
    Leak second = leak(queues, "second", Optional.of("uid2"), later);
    assertEquals(List.of(second), store().replaceLeaks(queues, List.of(again, second)));
    Leak kept = new Leak(queues, "first", first.uid(), first.cloudId(), first.reason(), NOW, later);
    assertEquals(Set.of(kept, second, other), Set.copyOf(store().leaks()));

    assertEquals(List.of(), store().replaceLeaks(queues, List.of()));
    assertEquals(List.of(other), store().leaks());
  }

  private static Leak leak(Place place, String name, Optional<String> uid, Instant seen) {
    return new Leak(place, name, uid, Optional.of("id-" + name), "no record", seen, seen);
  }

  @Test
  default void tellsTheTimeOfTheDatabase() {
    // The database of these tests is on this machine, and so has its clock.
    Instant asked = Instant.now();
    Instant answer = store().databaseTime();
    Instant heard = Instant.now();
    Duration grain = Duration.ofSeconds(1);
    assertTrue(answer.isAfter(asked.minus(grain)), () -> answer + ", asked at " + asked);
    assertTrue(answer.isBefore(heard.plus(grain)), () -> answer + ", heard at " + heard);
  }

  @Test
  default void countsTheReplicasThatWereHeardOfLately() {
    Duration silence = Duration.ofMinutes(1);
    assertEquals(1, store().beat("one", List.of("7"), silence));
    assertEquals(2, store().beat("two", List.of("7"), silence));
    assertEquals(2, store().beat("one", List.of("7"), silence), "a repeat counts once");
    store().retire("two");
    store().retire("never-was");
    assertEquals(1, store().beat("one", List.of("7"), silence));
  }

  @Test
  default void aReplicaThatFallsSilentIsNotCountedAndInTheEndRemoved() {
    Duration silence = Duration.ofMillis(50);
    assertEquals(1, store().beat("dead", List.of("7"), Duration.ofMinutes(1)));
    awaitCount(1, silence);
    assertEquals(
        2,
        store().beat("dead", List.of("7"), Duration.ofMinutes(1)),
        "one that woke is counted again");
    // Long enough that its row went: then not even a long memory finds it.
    awaitCount(1, Duration.ofMillis(5));
    awaitRemoval(Duration.ofMillis(5));
  }

  private void awaitCount(int expected, Duration silence) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (store().beat("alive", List.of("7"), silence) != expected) {
      assertTrue(System.nanoTime() < end, "the silent one is still counted");
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void awaitRemoval(Duration silence) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    do {
      assertTrue(System.nanoTime() < end, "the silent one still has a row");
      LockSupport.parkNanos(1_000_000);
      store().beat("alive", List.of("7"), silence);
    } while (store().beat("alive", List.of("7"), Duration.ofMinutes(1)) != 1);
  }

  private void bury(String uid) {
    store().wake(List.of(uid), NOW.minusSeconds(60));
    Resource claimed = store().claim(NOW.minusSeconds(60), LEASE, 1, Set.of()).getFirst();
    assertEquals(uid, claimed.uid());
    store().complete(List.of(found(claimed, Phase.Deleted, Lease.NEVER)), NOW);
  }

  private List<String> listed(ResourceFilter filter) {
    return uids(store().list(filter, Optional.empty(), 100));
  }

  private static List<String> uids(List<Resource> resources) {
    return resources.stream().map(Resource::uid).toList();
  }

  private static Write create(String uid, String team, String kind) {
    return create(uid, team, kind, uid);
  }

  private static Write create(String uid, String team, String kind, String name) {
    return new Write.Create(
        resource(uid, new ResourceKey(team, kind, name), "main", NOW),
        Optional.empty(),
        event("Accepted"));
  }
}
