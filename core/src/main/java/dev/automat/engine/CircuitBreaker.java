package dev.automat.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps calls from an account that fails: opens after a number of failures in a row, then lets one
 * call through at a time, ever later, until one succeeds. Only failures to reach the cloud count,
 * not its refusals.
 */
final class CircuitBreaker {

  private static final int FAILURES_TO_OPEN = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private int failures;
  private Instant closedUntil = Instant.MIN;

  /**
   * When the next call may be tried; empty: now, and if the breaker is open this call is the trial.
   */
  synchronized Optional<Instant> refusedUntil(Instant now) {
    if (failures < FAILURES_TO_OPEN) {
      return Optional.empty();
    }
    if (now.isBefore(closedUntil)) {
      return Optional.of(closedUntil);
    }
    closedUntil = now.plus(pause());
    return Optional.empty();
  }

  synchronized void succeeded() {
    failures = 0;
    closedUntil = Instant.MIN;
  }

  synchronized void failed(Instant now) {
    failures = Math.min(failures + 1, FAILURES_TO_OPEN + 16);
    closedUntil = now.plus(pause());
  }

  private Duration pause() {
    int doublings = Math.max(0, Math.min(failures - FAILURES_TO_OPEN, 10));
    Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
