package dev.automat.store;

import static dev.automat.store.Samples.LEASE;
import static dev.automat.store.Samples.NOW;
import static dev.automat.store.Samples.creation;
import static dev.automat.store.Samples.event;
import static dev.automat.store.Samples.found;
import static dev.automat.store.Samples.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Event;
import dev.automat.resource.Phase;
import dev.automat.resource.Resource;
import dev.automat.resource.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What holds when many use a store, or two stores over one database, at once. */
interface ConcurrencyContract {

  int WRITERS = 64;

  Store store();

  /** Another replica over the same database; the same store where there can be but one. */
  Store replica();

  @Test
  default void givesAKeyToOneOfManyWriters() throws Exception {
    try (CoalescingWriter one = new CoalescingWriter(store(), 1000);
        CoalescingWriter two = new CoalescingWriter(replica(), 1000)) {
      for (int round = 0; round < 5; round++) {
        int r = round;
        List<WriteOutcome> outcomes =
            together(
                WRITERS,
                i -> (i % 2 == 0 ? one : two).submit(creation("u" + r + "-" + i, "n" + r)).get());
        List<Resource> accepted = accepted(outcomes);
        assertEquals(1, accepted.size());
        assertEquals(accepted.getFirst(), store().current(key("n" + r)).orElseThrow());
      }
    }
    assertEquals(5, store().list(ResourceFilter.all(), Optional.empty(), 1000).size());
  }

  @Test
  default void acceptsOneChangeOfAGeneration() throws Exception {
    Resource resource = accepted(store().write(List.of(creation("u1", "orders")))).getFirst();
    for (int round = 1; round <= 5; round++) {
      Resource base = resource;
      List<WriteOutcome> outcomes =
          together(
              16,
              i ->
                  (i % 2 == 0 ? store() : replica())
                      .write(List.of(Samples.change(base, "size-" + i)))
                      .getFirst());
      List<Resource> accepted = accepted(outcomes);
      assertEquals(1, accepted.size());
      resource = accepted.getFirst();
      assertEquals(round + 1, resource.generation());
    }
    assertEquals(Optional.of(resource), store().byUid("u1"));
  }

  @Test
  default void countsTheEventsOfAResourceWithoutGapWhoeverWrites() throws Exception {
    store().write(List.of(creation("u1", "orders"), creation("u2", "others")));
    Resource claimed =
        store().claim(NOW, LEASE, 2, Set.of()).stream()
            .filter(resource -> resource.uid().equals("u1"))
            .findFirst()
            .orElseThrow();
    together(
        32,
        i -> {
          Store store = i % 2 == 0 ? store() : replica();
          return i % 3 == 0
              ? store.begin(List.of(Samples.beginning(claimed, event("B1-" + i), event("B2-" + i))))
              : store.write(List.of(nudge("u1", "orders", i), nudge("u2", "others", i)));
        });
    List<Event> events = store().events("u1", 0, 1000);
    assertEquals(1 + 11 * 2 + 21, events.size());
    assertEquals(
        LongStream.rangeClosed(1, events.size()).boxed().toList(),
        events.stream().map(Event::sequence).toList());
    assertEquals(events.size(), store().byUid("u1").orElseThrow().lastEvent());
  }

  private static Write nudge(String uid, String name, int i) {
    return new Write.Nudge(key(name), uid, false, NOW, event("Nudge-" + i));
  }

  @Test
  default void claimsNothingTwice() throws Exception {
    store()
        .write(IntStream.range(0, 400).<Write>mapToObj(i -> creation("u" + i, "n" + i)).toList());
    Set<String> claimed = ConcurrentHashMap.newKeySet();
    List<Integer> counts =
        together(
            8,
            i -> {
              Store store = i % 2 == 0 ? store() : replica();
              int count = 0;
              List<Resource> batch = store.claim(NOW, LEASE, 7, Set.of());
              while (!batch.isEmpty()) {
                for (Resource resource : batch) {
                  assertTrue(claimed.add(resource.uid()), resource.uid());
                  count++;
                }
                batch = store.claim(NOW, LEASE, 7, Set.of());
              }
              return count;
            });
    assertEquals(400, counts.stream().mapToInt(Integer::intValue).sum());
  }

  @Test
  default void losesNoWakeBetweenWritersAndTheEngine() throws Exception {
    store().write(IntStream.range(0, 10).<Write>mapToObj(i -> creation("u" + i, "n" + i)).toList());
    Instant rest = NOW.plus(Duration.ofDays(1));
    together(
        4,
        i -> {
          Store store = i % 2 == 0 ? store() : replica();
          for (int round = 0; round < 50; round++) {
            if (i < 2) {
              store.write(List.of(nudge("u" + (round % 10), "n" + (round % 10), round)));
            } else {
              store.complete(seen(store.claim(NOW, LEASE, 3, Set.of()), rest), NOW);
            }
          }
          return true;
        });
    List<Resource> due = store().claim(NOW, LEASE, 100, Set.of());
    while (!due.isEmpty()) {
      store().complete(seen(due, rest), NOW);
      due = store().claim(NOW, LEASE, 100, Set.of());
    }
    for (Resource resource : store().list(ResourceFilter.all(), Optional.empty(), 100)) {
      assertEquals(
          resource.lastEvent(), Long.parseLong(resource.work().cloudId().orElse("0")), "seen");
    }
  }

  /** Ends claims, and notes in the row up to which event it was seen. */
  private static List<Completion> seen(List<Resource> claimed, Instant rest) {
    List<Completion> completions = new ArrayList<>();
    for (Resource resource : claimed) {
      Completion plain = found(resource, Phase.Pending, rest);
      Completion.Found found = plain.found().orElseThrow();
      Work none = Work.none();
      Work work =
          new Work(
              none.intent(),
              Optional.of(Long.toString(resource.lastEvent())),
              false,
              none.createIntentAt(),
              none.absentSince(),
              none.written(),
              none.expiryNotice());
      completions.add(
          new Completion(
              plain.uid(),
              plain.epoch(),
              rest,
              Optional.of(
                  new Completion.Found(
                      found.phase(),
                      found.status(),
                      work,
                      found.ready(),
                      found.deleted(),
                      List.of()))));
    }
    return completions;
  }

  private static List<Resource> accepted(List<WriteOutcome> outcomes) {
    List<Resource> accepted = new ArrayList<>();
    for (WriteOutcome outcome : outcomes) {
      if (outcome instanceof WriteOutcome.Accepted(Resource resource, var _)) {
        accepted.add(resource);
      }
    }
    return accepted;
  }

  /** Does the same thing on many threads at once, and waits for all. */
  private static <T> List<T> together(int threads, Numbered<T> work) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        calls.add(() -> work.call(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(calls, 180, TimeUnit.SECONDS)) {
        results.add(future.get());
      }
      return results;
    }
  }

  /** Work that knows which of many it is. */
  interface Numbered<T> {
    T call(int number) throws Exception;
  }
}
