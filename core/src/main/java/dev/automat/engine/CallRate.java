package dev.automat.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * This replica's share of the rate ceiling of one API of one account: a token bucket of one
 * second's calls. Each throttling halves the rate, each success gives back a hundredth of the
 * ceiling.
 */
final class CallRate {

  private static final double FLOOR = 0.1;

  private final double whole;
  private double ceiling;
  private double rate;
  private double tokens;
  private Instant filledAt;

  /**
   * @param callsPerSecond of all replicas together
   * @param replicas how many share them
   */
  CallRate(double callsPerSecond, int replicas, Instant now) {
    this.whole = callsPerSecond;
    this.ceiling = callsPerSecond / replicas;
    this.rate = ceiling;
    this.tokens = Math.max(1, ceiling);
    this.filledAt = now;
  }

  /** From now on, so many share it. How much it was slowed down by throttling stays. */
  synchronized void shareAmong(int replicas) {
    double share = whole / replicas;
    rate = rate / ceiling * share;
    ceiling = share;
    tokens = Math.min(tokens, Math.max(1, rate));
  }

  /** Takes a token, or says when there will be one. */
  synchronized Optional<Instant> takeOrWait(Instant now) {
    fill(now);
    if (tokens >= 1) {
      tokens -= 1;
      return Optional.empty();
    }
    return Optional.of(now.plus(Duration.ofNanos((long) ((1 - tokens) / rate * 1e9) + 1)));
  }

  /** Takes a token, on credit if there is none. */
  synchronized void take(Instant now) {
    fill(now);
    tokens -= 1;
  }

  synchronized void throttled() {
    rate = Math.max(rate / 2, Math.min(FLOOR, ceiling));
    tokens = Math.min(tokens, 0);
  }

  synchronized void succeeded() {
    rate = Math.min(ceiling, rate + ceiling / 100);
  }

  private void fill(Instant now) {
    double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
    tokens = Math.min(Math.max(1, rate), tokens + seconds * rate);
    filledAt = now;
  }
}
