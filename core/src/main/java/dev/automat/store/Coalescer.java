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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of what many hand in one by one: what was handed in during the last commit goes as
 * the next one. Nothing waits for company, so that a lone item is not slowed down. Items with the
 * same key never share a batch, are never under way at the same time, and keep their order.
 *
 * <p>Platform threads do the commits: on virtual ones they took a fifth longer. Where the database
 * can, there are several, so that one prepares its batch while another waits for its commit.
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
  private final List<Thread> threads;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition handedIn = lock.newCondition();
  private final Deque<Waiting<I, O>> queue = new ArrayDeque<>();
  private final Set<Object> underWay = new HashSet<>();
  private int idle;
  private boolean closed;

  /**
   * Starts the threads.
   *
   * @param name of the threads
   * @param sideBySide how many commits may be under way at once, at least one
   * @param capacity the most items that may wait
   * @param maxBatch the most items in one commit
   * @param key what must be different within one batch
   * @param commit carries out a batch, and answers with as many outcomes in the same order; if it
   *     throws, the items of that batch fail with what it threw, and the next batch goes on
   */
  public Coalescer(
      String name,
      int sideBySide,
      int capacity,
      int maxBatch,
      Function<I, Object> key,
      Function<List<I>, List<O>> commit) {
    this.capacity = capacity;
    this.maxBatch = maxBatch;
    this.key = key;
    this.commit = commit;
    Thread.Builder.OfPlatform thread = Thread.ofPlatform().name(name + "-", 0).daemon();
    this.threads =
        Stream.generate(() -> thread.unstarted(this::run)).limit(Math.max(1, sideBySide)).toList();
    this.threads.forEach(Thread::start);
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
      handedIn.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Waiting<I, O>> batch = next();
    while (!batch.isEmpty()) {
      commit(batch);
      end(batch);
      batch = next();
    }
  }

  /** Waits for items; none means that it was closed. */
  private List<Waiting<I, O>> next() {
    lock.lock();
    try {
      idle++;
      List<Waiting<I, O>> batch = takeBatch();
      while (batch.isEmpty() && !(closed && queue.isEmpty())) {
        handedIn.awaitUninterruptibly();
        batch = takeBatch();
      }
      idle--;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** A fair share of what waits, as who else is idle goes for the rest. */
  private List<Waiting<I, O>> takeBatch() {
    int share = Math.min(maxBatch, Math.ceilDiv(queue.size(), Math.max(1, idle)));
    List<Waiting<I, O>> batch = new ArrayList<>(share);
    Deque<Waiting<I, O>> later = new ArrayDeque<>();
    while (!queue.isEmpty() && batch.size() < share) {
      Waiting<I, O> waiting = queue.removeFirst();
      // Of one key the first that waits goes first: what comes after it finds the key under way.
      if (underWay.add(waiting.key())) {
        batch.add(waiting);
      } else {
        later.addLast(waiting);
      }
    }
    while (!later.isEmpty()) {
      queue.addFirst(later.removeLast());
    }
    // Only who took something: two that find nothing but keys under way would wake each other for
    // ever.
    if (!batch.isEmpty() && !queue.isEmpty() && idle > 1) {
      handedIn.signal();
    }
    return batch;
  }

  private void end(List<Waiting<I, O>> batch) {
    lock.lock();
    try {
      batch.forEach(waiting -> underWay.remove(waiting.key()));
      if (!queue.isEmpty()) {
        handedIn.signalAll();
      }
    } finally {
      lock.unlock();
    }
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
