package dev.automat.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of what many hand in one by one: what was handed in during the last commit goes as
 * the next one. Nothing waits for company, so that a lone item is not slowed down. Items with the
 * same key never share a batch and keep their order.
 *
 * <p>One platform thread does the commits: on a virtual one they took a fifth longer.
 *
 * @param <I> what is handed in
 * @param <O> what became of it
 */
public final class Coalescer<I, O> implements AutoCloseable {

  private record Waiting<I, O>(I item, Object key, CompletableFuture<O> outcome) {}

  private final int capacity;
  private final int maxBatch;
  private final Function<I, Object> key;
  private final Function<List<I>, List<O>> commit;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition handedIn = lock.newCondition();
  private Deque<Waiting<I, O>> queue = new ArrayDeque<>();
  private boolean closed;

  /**
   * Starts the thread.
   *
   * @param name of the thread
   * @param capacity the most items that may wait
   * @param maxBatch the most items in one commit
   * @param key what must be different within one batch
   * @param commit carries out a batch, and answers with as many outcomes in the same order; if it
   *     throws, the items of that batch fail with what it threw, and the next batch goes on
   */
  public Coalescer(
      String name,
      int capacity,
      int maxBatch,
      Function<I, Object> key,
      Function<List<I>, List<O>> commit) {
    this.capacity = capacity;
    this.maxBatch = maxBatch;
    this.key = key;
    this.commit = commit;
    this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /**
   * Hands in an item. The future ends after the commit, on the committing thread: what depends on
   * it must be quick, or go on elsewhere. Cancelling the future does not take the item back.
   *
   * @throws StoreBusyException if {@code capacity} items are waiting
   * @throws StoreUnavailableException after {@link #close}
   */
  public CompletableFuture<O> submit(I item) {
    Waiting<I, O> waiting = new Waiting<>(item, key.apply(item), new CompletableFuture<>());
    lock.lock();
    try {
      if (closed) {
        throw new StoreUnavailableException("the store is being closed: try again after the start");
      }
      if (queue.size() >= capacity) {
        throw new StoreBusyException(queue.size());
      }
      queue.addLast(waiting);
      handedIn.signal();
    } finally {
      lock.unlock();
    }
    return waiting.outcome();
  }

  /** How many items wait, for metrics. */
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new items, commits what waits, and returns when that is done. Repeats do nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      handedIn.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Waiting<I, O>> batch = next();
    while (!batch.isEmpty()) {
      commit(batch);
      batch = next();
    }
  }

  /** Waits for items; none means that it was closed. */
  private List<Waiting<I, O>> next() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        handedIn.awaitUninterruptibly();
      }
      return takeBatch();
    } finally {
      lock.unlock();
    }
  }

  private List<Waiting<I, O>> takeBatch() {
    List<Waiting<I, O>> batch = new ArrayList<>();
    Set<Object> keys = new HashSet<>();
    Deque<Waiting<I, O>> later = new ArrayDeque<>();
    while (!queue.isEmpty() && batch.size() < maxBatch) {
      Waiting<I, O> waiting = queue.removeFirst();
      if (keys.add(waiting.key())) {
        batch.add(waiting);
      } else {
        later.addLast(waiting);
      }
    }
    while (!later.isEmpty()) {
      queue.addFirst(later.removeLast());
    }
    return batch;
  }

  private void commit(List<Waiting<I, O>> batch) {
    List<O> outcomes = List.of();
    @Nullable Throwable failure = null;
    try {
      outcomes = commit.apply(batch.stream().map(Waiting::item).toList());
      if (outcomes.size() != batch.size()) {
        failure =
            new IllegalStateException(outcomes.size() + " outcomes for " + batch.size() + " items");
      }
    } catch (RuntimeException | Error e) {
      // Whoever waits for an item is told, whatever it is; the thread must live on for the others.
      failure = e;
    }
    for (int i = 0; i < batch.size(); i++) {
      if (failure == null) {
        batch.get(i).outcome().complete(outcomes.get(i));
      } else {
        batch.get(i).outcome().completeExceptionally(failure);
      }
    }
  }
}
