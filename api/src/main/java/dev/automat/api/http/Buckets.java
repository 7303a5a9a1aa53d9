package dev.automat.api.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Token buckets, one for each key. Those of the keys that were used last are kept; one that is
 * forgotten begins full again.
 */
public final class Buckets {

  /** Each is some hundred bytes. */
  public static final int MOST = 10_000;

  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double capacity;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST;
        }
      };

  private static final class Bucket {
    private double tokens;
    private long at;

    Bucket(double tokens, long at) {
      this.tokens = tokens;
      this.at = at;
    }
  }

  /**
   * @param perSecond how many tokens come in a second; with 0 there is no limit
   * @param capacity how many there are at most, and at first
   * @param nanos a clock that only goes forward
   */
  public Buckets(double perSecond, double capacity, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.capacity = Math.max(1, capacity);
    this.nanos = nanos;
  }

  /** Takes a token. If there is none, how long until there is one. */
  public Optional<Duration> take(String key) {
    return look(key, 1);
  }

  /** Takes nothing. How long until there is a token; empty if there is one. */
  Optional<Duration> wait(String key) {
    return look(key, 0);
  }

  private synchronized Optional<Duration> look(String key, int taken) {
    if (perSecond == 0) {
      return Optional.empty();
    }
    long now = nanos.getAsLong();
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      if (taken > 0) {
        buckets.put(key, new Bucket(capacity - taken, now));
      }
      return Optional.empty();
    }
    bucket.tokens = Math.min(capacity, bucket.tokens + (now - bucket.at) / NANOS * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) {
      return Optional.of(Duration.ofNanos((long) ((1 - bucket.tokens) / perSecond * NANOS)));
    }
    bucket.tokens -= taken;
    return Optional.empty();
  }

  synchronized int size() {
    return buckets.size();
  }
}
