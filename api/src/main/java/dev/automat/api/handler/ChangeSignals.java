package dev.automat.api.handler;

import dev.automat.store.ChangeFeed;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Wakes those who wait for news of a resource. One ear on the feed for all of them. */
public final class ChangeSignals implements AutoCloseable {

  /** Other replicas are not heard, so everyone looks by themselves this often. */
  private static final Duration POLL = Duration.ofSeconds(2);

  private final ConcurrentHashMap<String, Set<Signal>> signals = new ConcurrentHashMap<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Runnable unsubscribe;

  public ChangeSignals(ChangeFeed feed) {
    unsubscribe = feed.subscribe(this::heard);
  }

  private void heard(Collection<String> uids) {
    if (signals.isEmpty()) {
      return;
    }
    for (String uid : uids) {
      signals.getOrDefault(uid, Set.of()).forEach(Signal::raise);
    }
  }

  /** Begins to listen. Look at the resource after this, not before. */
  public Signal listen(String uid) {
    return listen(List.of(uid));
  }

  /** As the other, to what happens to any of them. */
  public Signal listen(Collection<String> uids) {
    Signal signal = new Signal(List.copyOf(uids));
    for (String uid : signal.uids) {
      signals.compute(
          uid,
          (_, present) -> {
            Set<Signal> set = present == null ? ConcurrentHashMap.newKeySet() : present;
            set.add(signal);
            return set;
          });
    }
    return signal;
  }

  /** Whether the server is stopping, so that nobody should wait on. */
  public boolean stopping() {
    return stopping.get();
  }

  /** Lets everyone go who waits, and keeps everyone from waiting. */
  @Override
  public void close() {
    stopping.set(true);
    unsubscribe.run();
    signals.values().forEach(set -> set.forEach(Signal::raise));
  }

  /** News of one resource. */
  public final class Signal implements AutoCloseable {

    private final List<String> uids;
    private final Semaphore news = new Semaphore(0);

    private Signal(List<String> uids) {
      this.uids = uids;
    }

    private void raise() {
      if (news.availablePermits() == 0) {
        news.release();
      }
    }

    /** Returns after news, after the time, or when it is time to look anyway. */
    public void await(Duration atMost) throws InterruptedException {
      Duration time = atMost.compareTo(POLL) < 0 ? atMost : POLL;
      if (!stopping() && news.tryAcquire(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    }

    @Override
    public void close() {
      for (String uid : uids) {
        signals.computeIfPresent(
            uid,
            (_, set) -> {
              set.remove(this);
              return set.isEmpty() ? null : set;
            });
      }
    }
  }
}
