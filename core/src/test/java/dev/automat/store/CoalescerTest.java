package dev.automat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CoalescerTest {

  private final Map<String, CompletableFuture<String>> outcomes = new HashMap<>();
  private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore commits = new Semaphore(0);
  private final CountDownLatch firstTaken = new CountDownLatch(1);

  /** Commits when it is let, and answers with the items in capitals; "bad" breaks its batch. */
  private List<String> commit(List<String> batch) {
    batches.add(batch);
    firstTaken.countDown();
    commits.acquireUninterruptibly();
    if (batch.contains("bad")) {
      throw new StoreUnavailableException("broken");
    }
    return batch.stream().map(item -> item.toUpperCase(Locale.ROOT)).toList();
  }

  private Coalescer<String, String> coalescer(int capacity, int maxBatch) {
    return coalescer(1, capacity, maxBatch);
  }

  private Coalescer<String, String> coalescer(int sideBySide, int capacity, int maxBatch) {
    return new Coalescer<>(
        "test", sideBySide, capacity, maxBatch, item -> item.split("-", 2)[0], this::commit);
  }

  /** Hands in an item, and waits until its commit is under way. */
  private void submitFirst(Coalescer<String, String> coalescer, String item) throws Exception {
    submit(coalescer, item);
    assertTrue(firstTaken.await(60, TimeUnit.SECONDS));
  }

  private void submit(Coalescer<String, String> coalescer, String... items) {
    for (String item : items) {
      outcomes.put(item, coalescer.submit(item));
    }
  }

  private String outcome(String item) throws Exception {
    return Objects.requireNonNull(outcomes.get(item), item).get(60, TimeUnit.SECONDS);
  }

  @Test
  void commitsALoneItemAtOnceAndTogetherWhatCameMeanwhile() throws Exception {
    try (Coalescer<String, String> coalescer = coalescer(100, 100)) {
      submitFirst(coalescer, "a");
      submit(coalescer, "b", "c");
      assertEquals(2, coalescer.waiting());
      commits.release(2);
      assertEquals(List.of("A", "B", "C"), List.of(outcome("a"), outcome("b"), outcome("c")));
    }
    assertEquals(List.of(List.of("a"), List.of("b", "c")), batches);
  }

  @Test
  void keepsItemsWithOneKeyApartAndInOrder() throws Exception {
    try (Coalescer<String, String> coalescer = coalescer(100, 100)) {
      submitFirst(coalescer, "first");
      submit(coalescer, "a-1", "a-2", "b-1", "a-3", "b-2", "c-1");
      commits.release(100);
    }
    assertEquals(
        List.of(
            List.of("first"), List.of("a-1", "b-1", "c-1"), List.of("a-2", "b-2"), List.of("a-3")),
        batches);
  }

  @Test
  void takesNoMoreThanABatchMayHold() throws Exception {
    try (Coalescer<String, String> coalescer = coalescer(100, 2)) {
      submitFirst(coalescer, "first");
      submit(coalescer, "a", "b", "c");
      commits.release(100);
    }
    assertEquals(List.of(List.of("first"), List.of("a", "b"), List.of("c")), batches);
  }

  @Test
  void commitsSideBySideWhatHasDifferentKeys() throws Exception {
    try (Coalescer<String, String> coalescer = coalescer(2, 100, 100)) {
      submit(coalescer, "a-1");
      awaitBatches(1);
      submit(coalescer, "a-2", "b-1");
      awaitBatches(2);
      assertEquals(List.of(List.of("a-1"), List.of("b-1")), batches);
      assertEquals(1, coalescer.waiting());
      submit(coalescer, "a-3");
      commits.release(100);
      assertEquals("A-3", outcome("a-3"));
    }
    assertEquals(List.of(List.of("a-1"), List.of("b-1"), List.of("a-2"), List.of("a-3")), batches);
  }

  @Test
  void leavesNothingBehindThatWaitedForItsKeyWhenItCloses() throws Exception {
    Coalescer<String, String> coalescer = coalescer(2, 100, 100);
    submit(coalescer, "a-1");
    awaitBatches(1);
    submit(coalescer, "a-2", "a-3");
    commits.release(100);
    coalescer.close();
    assertEquals(List.of("A-2", "A-3"), List.of(outcome("a-2"), outcome("a-3")));
  }

  /** Waits until so many commits are under way or over. */
  private void awaitBatches(int many) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (batches.size() < many) {
      assertTrue(System.nanoTime() < end, () -> "batches " + batches);
      Thread.onSpinWait();
    }
  }

  @Test
  void refusesWhatIsMoreThanMayWait() throws Exception {
    try (Coalescer<String, String> coalescer = coalescer(2, 100)) {
      submitFirst(coalescer, "first");
      submit(coalescer, "a", "b");
      assertThrows(StoreBusyException.class, () -> submit(coalescer, "c"));
      commits.release(100);
    }
    assertEquals(2, batches.size());
  }

  @Test
  void failsOnlyTheItemsOfABatchThatFailedAndGoesOn() throws Exception {
    try (Coalescer<String, String> coalescer = coalescer(100, 100)) {
      submitFirst(coalescer, "good");
      submit(coalescer, "bad", "besides");
      commits.release(2);
      assertEquals("GOOD", outcome("good"));
      for (String failed : List.of("bad", "besides")) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> outcome(failed));
        assertInstanceOf(StoreUnavailableException.class, failure.getCause());
      }
      commits.release();
      submit(coalescer, "next");
      assertEquals("NEXT", outcome("next"));
    }
  }

  @Test
  void failsTheItemsWhoseOutcomesAreMissing() {
    Function<List<String>, List<String>> forgetful = batch -> List.of();
    try (Coalescer<String, String> coalescer =
        new Coalescer<>("test", 1, 10, 10, item -> item, forgetful)) {
      submit(coalescer, "a");
      ExecutionException failure = assertThrows(ExecutionException.class, () -> outcome("a"));
      assertInstanceOf(IllegalStateException.class, failure.getCause());
    }
  }

  @Test
  void commitsWhatWaitsBeforeItClosesAndNothingAfter() throws Exception {
    Coalescer<String, String> coalescer = coalescer(100, 1);
    submitFirst(coalescer, "first");
    submit(coalescer, "a", "b", "c");
    commits.release(100);
    coalescer.close();
    assertTrue(outcomes.values().stream().allMatch(CompletableFuture::isDone));
    assertThrows(StoreUnavailableException.class, () -> submit(coalescer, "late"));
    coalescer.close();
  }
}
