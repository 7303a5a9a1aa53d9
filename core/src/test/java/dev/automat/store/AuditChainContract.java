package dev.automat.store;

import static dev.automat.store.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.audit.AuditEntry;
import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.audit.AuditVerification;
import dev.automat.audit.CheckpointKey;
import dev.automat.audit.Link;
import dev.automat.audit.SealedLine;
import dev.automat.resource.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The chain over the audit log, on every database. */
interface AuditChainContract {

  Store store();

  Store replica();

  private void append(String actor, int from, int to) {
    IntStream.range(from, to)
        .mapToObj(
            i ->
                new AuditEntry(
                    // Finer than a column holds.
                    NOW.plusNanos(1_234_567_891L + i),
                    actor,
                    "people",
                    "u-1",
                    "r-" + i,
                    "operation",
                    "connection.read",
                    i % 2 == 0 ? Optional.of("payments") : Optional.empty(),
                    "GET /v1/ünïcode",
                    Outcome.DENIED,
                    "not-found"))
        .forEach(store().audit()::append);
  }

  private List<String> findings() {
    AuditVerification verification = new AuditVerification(List.of(), Optional.empty());
    store().auditChain().after(0, 1_000).forEach(verification::take);
    return verification.end();
  }

  @Test
  default void sealsEachEntryOnceInItsOrder() {
    assertEquals(Link.START, store().auditChain().head());
    assertEquals(0, store().auditChain().seal(10));
    append("people:alice", 0, 25);

    assertEquals(10, store().auditChain().seal(10));
    assertEquals(10, store().auditChain().head().position());
    assertEquals(10, store().auditChain().after(0, 100).size(), "the rest is not sealed yet");
    assertEquals(15, store().auditChain().seal(100));
    assertEquals(0, store().auditChain().seal(100));

    List<SealedLine> lines = store().auditChain().after(0, 100);
    assertEquals(
        LongStream.rangeClosed(1, 25).boxed().toList(),
        lines.stream().map(line -> line.link().position()).toList());
    assertEquals(
        IntStream.range(0, 25).mapToObj(i -> "r-" + i).toList(),
        lines.stream().map(line -> line.entry().requestId()).toList());
    assertEquals(lines.getLast().link(), store().auditChain().head());
    assertEquals(lines.subList(20, 22), store().auditChain().after(20, 2));
    assertEquals(List.of(), findings());
  }

  @Test
  default void staysOneChainWhenTwoSealAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      Callable<Integer> writer =
          () -> {
            append("people:alice", 0, 150);
            return 0;
          };
      List<Future<Integer>> ends = new ArrayList<>();
      ends.add(threads.submit(writer));
      for (Store each : List.of(store(), replica())) {
        ends.add(
            threads.submit(
                () -> {
                  int sealed = 0;
                  for (int i = 0; i < 60; i++) {
                    sealed += each.auditChain().seal(7);
                  }
                  return sealed;
                }));
      }
      int sealed = 0;
      for (Future<Integer> end : ends) {
        sealed += end.get();
      }
      sealed += store().auditChain().seal(1_000);
      assertEquals(150, sealed);
    }
    assertEquals(150, store().auditChain().head().position());
    assertEquals(List.of(), findings());
  }

  @Test
  default void keepsTheFirstKey() {
    assertEquals(Optional.empty(), store().auditChain().key());
    SealedSecret first = key("first");
    assertArrayEquals(first.envelope(), store().auditChain().keep(first).envelope());
    assertArrayEquals(first.envelope(), replica().auditChain().keep(key("second")).envelope());
    assertArrayEquals(first.envelope(), store().auditChain().key().orElseThrow().envelope());
  }

  private static SealedSecret key(String text) {
    return new SealedSecret(
        CheckpointKey.KEEPER, CheckpointKey.FIELD, 1, text.getBytes(StandardCharsets.UTF_8));
  }
}
