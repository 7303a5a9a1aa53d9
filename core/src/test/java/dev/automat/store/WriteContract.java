package dev.automat.store;

import static dev.automat.store.Samples.NOW;
import static dev.automat.store.Samples.change;
import static dev.automat.store.Samples.creation;
import static dev.automat.store.Samples.end;
import static dev.automat.store.Samples.event;
import static dev.automat.store.Samples.key;
import static dev.automat.store.Samples.resource;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Times;
import dev.automat.resource.Want;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link Store#write} promises, on every database. */
interface WriteContract {

  Store store();

  @Test
  default void givesBackExactlyWhatWasCreated() {
    Resource made = resource("u1", "orders");
    Resource accepted = accepted(creation("u1", "orders"));
    assertEquals(made, accepted);
    Resource read = store().current(key("orders")).orElseThrow();
    assertEquals(made, read);
    assertEquals(made.spec().toString(), read.spec().toString());
    assertEquals(made.plan().digest(), read.plan().sealed().digest());
    assertEquals(Optional.of(read), store().byUid("u1"));
    assertEquals(
        List.of(new Event("u1", 1, NOW, Event.Level.Normal, "Accepted", "because of the test")),
        store().events("u1", 0, 10));
  }

  @Test
  default void losesACreateWhoseKeyIsHeldAndSaysByWhom() {
    Resource holder = accepted(creation("u1", "orders"));
    WriteOutcome outcome = only(creation("u2", "orders"));
    assertEquals(new WriteOutcome.Lost(Optional.of(holder)), outcome);
    assertEquals(Optional.empty(), store().byUid("u2"));
    assertEquals(List.of(), store().events("u2", 0, 10));
  }

  @Test
  default void changesWhatItWasBasedOn() {
    Resource old = accepted(creation("u1", "orders"));
    Write.Change change = change(old, "medium");
    Resource changed = accepted(change);
    assertEquals(2, changed.generation());
    assertEquals(change.labels(), changed.labels());
    assertEquals(change.spec(), changed.spec());
    assertEquals(change.plan(), changed.plan());
    assertEquals(change.origin(), changed.origin());
    assertEquals("dev@local", changed.createdBy());
    assertEquals(2, changed.lastEvent());
    assertEquals(old.status(), changed.status());
    assertEquals(Optional.of(changed), store().current(key("orders")));
    assertEquals(
        List.of("Accepted", "Changed"),
        store().events("u1", 0, 10).stream().map(Event::reason).toList());
  }

  @Test
  default void losesAChangeOfAnotherGenerationUidOrFate() {
    Resource old = accepted(creation("u1", "orders"));
    Resource changed = accepted(change(old, "medium"));
    assertEquals(new WriteOutcome.Lost(Optional.of(changed)), only(change(old, "large")));
    assertEquals(
        new WriteOutcome.Lost(Optional.of(changed)),
        only(change(resource("other", "orders"), "large")));
    Resource ended = accepted(end(changed));
    assertEquals(new WriteOutcome.Lost(Optional.of(ended)), only(change(changed, "large")));
    assertEquals(3, store().events("u1", 0, 10).size());
    assertEquals(
        new WriteOutcome.Lost(Optional.empty()), only(change(resource("none", "none"), "small")));
  }

  @Test
  default void endsWhatIsPresentOnce() {
    Resource old = accepted(creation("u1", "orders"));
    Resource ended = accepted(end(old));
    assertEquals(Want.DELETED, ended.want());
    assertEquals(1, ended.generation());
    assertEquals(Optional.of(NOW), ended.times().deleteRequested());
    assertEquals(new WriteOutcome.Lost(Optional.of(ended)), only(end(old)));
  }

  @Test
  default void endsByExpiryOnlyAtTheExpiryThatWasSeen() {
    Resource old = accepted(creation("u1", "orders"));
    Write.End moved = expiry(old, old.times().expires().map(at -> at.minusSeconds(1)));
    assertEquals(new WriteOutcome.Lost(Optional.of(old)), only(moved));
    Resource ended = accepted(expiry(old, old.times().expires()));
    assertEquals(Want.EXPIRED, ended.want());
  }

  @Test
  default void extendsFromTheExpiryThatWasSeen() {
    Resource old = accepted(creation("u1", "orders"));
    java.time.Instant ends = old.times().expires().orElseThrow();
    java.time.Instant later = ends.plusSeconds(60);
    assertEquals(
        new WriteOutcome.Lost(Optional.of(old)),
        only(new Write.Extend(old.key(), "u1", later, later, NOW, event("Extended"))));
    Write.Extend extend = new Write.Extend(old.key(), "u1", ends, later, NOW, event("Extended"));
    Resource extended = accepted(extend);
    assertEquals(Optional.of(later), extended.times().expires());
    assertEquals(1, extended.generation());
    assertInstanceOf(WriteOutcome.Lost.class, only(extend), "it was moved since");
    accepted(end(extended));
    assertInstanceOf(
        WriteOutcome.Lost.class,
        only(
            new Write.Extend(old.key(), "u1", later, later.plusSeconds(1), NOW, event("Extended"))),
        "its end was decided");
  }

  private static Write.End expiry(Resource resource, Optional<java.time.Instant> seen) {
    return new Write.End(
        resource.key(),
        resource.uid(),
        resource.generation(),
        Want.EXPIRED,
        NOW,
        seen,
        event("Expired"));
  }

  @Test
  default void nudgesWhateverTheGeneration() {
    Resource old = accepted(creation("u1", "orders"));
    accepted(change(old, "medium"));
    Write.Nudge nudge = new Write.Nudge(old.key(), "u1", true, NOW, event("Recreate"));
    Resource nudged = accepted(nudge);
    assertTrue(nudged.recreate());
    assertEquals(2, nudged.generation());
    Write.Nudge plain = new Write.Nudge(old.key(), "u1", false, NOW, event("Reconcile"));
    assertTrue(accepted(plain).recreate());
    Write.Nudge unknown = new Write.Nudge(old.key(), "u2", false, NOW, event("Reconcile"));
    assertInstanceOf(WriteOutcome.Lost.class, only(unknown));
  }

  @Test
  default void makesANewIncarnationOverATombstoneOnly() {
    Resource living = accepted(creation("u1", "orders"));
    Write.Create over =
        new Write.Create(resource("u2", "orders"), Optional.of("u1"), event("Accepted"));
    assertEquals(new WriteOutcome.Lost(Optional.of(living)), only(over));

    bury("u1");
    Resource tombstone = store().current(key("orders")).orElseThrow();
    assertTrue(tombstone.isTombstone());
    assertEquals(new WriteOutcome.Lost(Optional.of(tombstone)), only(creation("u3", "orders")));
    assertInstanceOf(WriteOutcome.Lost.class, only(change(tombstone, "large")));
    assertInstanceOf(WriteOutcome.Lost.class, only(end(tombstone)));

    Resource next = accepted(over);
    assertEquals(1, next.lastEvent());
    assertEquals("u2", store().current(key("orders")).orElseThrow().uid());
    assertTrue(store().byUid("u1").orElseThrow().isTombstone());
    assertInstanceOf(WriteOutcome.Lost.class, only(over));
    assertEquals(Set.of("u1", "u2"), store().known(List.of("u1", "u2", "u3")).keySet());
  }

  @Test
  default void decidesEachWriteOfABatchByItself() {
    Resource a = accepted(creation("a", "a"));
    Resource b = accepted(creation("b", "b"));
    Resource c = accepted(creation("c", "c"));
    Resource d = accepted(creation("d", "d"));
    accepted(change(c, "medium"));
    List<WriteOutcome> outcomes =
        store()
            .write(
                List.of(
                    creation("a2", "a"),
                    end(d),
                    change(c, "large"),
                    creation("new", "new"),
                    change(b, "large")));
    assertEquals(new WriteOutcome.Lost(Optional.of(a)), outcomes.get(0));
    assertEquals("d", uid(outcomes.get(1)));
    assertInstanceOf(WriteOutcome.Lost.class, outcomes.get(2));
    assertEquals("new", uid(outcomes.get(3)));
    assertEquals("b", uid(outcomes.get(4)));
    assertEquals(
        Optional.of("small"),
        store().byUid("a").map(resource -> resource.spec().path("size").asString()));
  }

  @Test
  default void storesTheOthersWhenOneCanNotBeStored() {
    accepted(creation("used", "used"));
    bury("used");
    String tooLong = "x".repeat(100);
    List<Write> batch = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      batch.add(creation("u" + i, "n" + i));
    }
    batch.add(4, creation("long", tooLong));
    // A tombstone must keep its key if its successor can not be stored.
    batch.add(
        7, new Write.Create(resource("used", "used"), Optional.of("used"), event("Accepted")));
    List<WriteOutcome> outcomes = store().write(batch);
    for (int i = 0; i < batch.size(); i++) {
      if (i == 4 || i == 7) {
        assertInstanceOf(WriteOutcome.Failed.class, outcomes.get(i));
      } else {
        assertInstanceOf(WriteOutcome.Accepted.class, outcomes.get(i));
      }
    }
    assertEquals(Optional.empty(), store().byUid("long"));
    assertEquals("used", store().current(key("used")).orElseThrow().uid());
    assertEquals(9, store().list(ResourceFilter.all(), Optional.empty(), 100).size());
  }

  @Test
  default void refusesTwoWritesForOneKeyInABatch() {
    assertThrows(
        IllegalArgumentException.class,
        () -> store().write(List.of(creation("u1", "orders"), creation("u2", "orders"))));
    assertEquals(List.of(), store().write(List.of()));
  }

  @Test
  default void keepsHostileTextsInEvents() {
    Event.Draft hostile =
        Event.Draft.warning(NOW, "Odd", "nul \0 quote ' \" {1,2} \\ \ud83d\ude00");
    Resource old = accepted(creation("u1", "orders"));
    accepted(new Write.Nudge(old.key(), "u1", false, NOW, hostile));
    Event read = store().events("u1", 1, 10).getFirst();
    assertEquals("nul \uFFFD quote ' \" {1,2} \\ \ud83d\ude00", read.message());
    assertEquals(Event.Level.Warning, read.level());
  }

  @Test
  default void keepsOptionalTimesAndOddKeys() {
    ResourceKey odd = new ResourceKey("a", "K", "a-1");
    Resource plain = resource("u1", odd, "main", NOW);
    Times times =
        new Times(NOW, NOW, Optional.of(NOW), Optional.empty(), Optional.empty(), Optional.empty());
    Resource ready =
        new Resource(
            plain.uid(),
            odd,
            7,
            java.util.Map.of(),
            plain.spec(),
            plain.plan(),
            new dev.automat.resource.Origin("", "", Optional.empty()),
            "",
            times,
            Want.PRESENT,
            Phase.Ready,
            plain.status(),
            plain.work(),
            plain.lease(),
            true,
            Optional.empty(),
            1);
    accepted(new Write.Create(ready, Optional.empty(), event("Accepted")));
    assertEquals(Optional.of(ready), store().byUid("u1"));
    assertFalse(store().byUid("u1").orElseThrow().isTombstone());
  }

  @Test
  default void tellsThisProcessOfWhatItCommitted() {
    List<String> heard = new ArrayList<>();
    Runnable stop = store().changes().subscribe(heard::addAll);
    accepted(creation("u1", "orders"));
    only(creation("u2", "orders"));
    assertEquals(List.of("u1"), heard);
    stop.run();
    accepted(creation("u3", "others"));
    assertEquals(List.of("u1"), heard);
  }

  /** Brings a resource to its end, as the engine would. */
  private void bury(String uid) {
    store().wake(List.of(uid), NOW);
    Resource claimed =
        store().claim(NOW, Duration.ofMinutes(1), 1000, Set.of()).stream()
            .filter(resource -> resource.uid().equals(uid))
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(true),
        store().complete(List.of(Samples.found(claimed, Phase.Deleted, Lease.NEVER)), NOW));
  }

  private WriteOutcome only(Write write) {
    return store().write(List.of(write)).getFirst();
  }

  private Resource accepted(Write write) {
    return assertInstanceOf(WriteOutcome.Accepted.class, only(write)).resource();
  }

  private static String uid(WriteOutcome outcome) {
    return assertInstanceOf(WriteOutcome.Accepted.class, outcome).resource().uid();
  }
}
