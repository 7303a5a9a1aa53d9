package dev.automat.retry;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps calls from what fails, an account or a receiver of notices: opens after a number of
 * failures in a row, then lets one call through at a time, ever later, until one succeeds. Only
 * failures to reach it count, not its refusals.
 */
public final class CircuitBreaker {

  private static final int FAILURES_TO_OPEN = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 10;

  private int failures;
  private int failedTrials;
  private Instant refusesUntil = Instant.MIN;
  private Instant triesUntil = Instant.MIN;

  /** What is said to a call. */
  public sealed interface Passage {

    /** It may be made. */
    record Free() implements Passage {}

    /** It may be made, and shows whether others may: say how it ended. */
    record Trial() implements Passage {}

    /** Not now: another call just tries it. */
    record DuringTrial() implements Passage {}

    /** Not now. */
    record Refused(Instant until) implements Passage {}
  }

  /** Asks whether a call may be made. */
  public synchronized Passage ask(Instant now) {
    if (failures < FAILURES_TO_OPEN) {
      return new Passage.Free();
    }
    if (now.isBefore(refusesUntil)) {
      return new Passage.Refused(refusesUntil);
    }
    if (now.isBefore(triesUntil)) {
      return new Passage.DuringTrial();
    }
    // A trial that never says how it ended keeps the others only so long.
    triesUntil = now.plus(pause());
    return new Passage.Trial();
  }

  public synchronized void succeeded() {
    failures = 0;
    failedTrials = 0;
    refusesUntil = Instant.MIN;
    triesUntil = Instant.MIN;
  }

  /**
   * A call that was no trial failed. Those that were under way when it opened say nothing new: with
   * many in flight they would make the first pause the longest.
   */
  public synchronized void failed(Instant now) {
    failures++;
    if (failures == FAILURES_TO_OPEN) {
      refusesUntil = now.plus(pause());
    }
  }

  public synchronized void trialFailed(Instant now) {
    failedTrials++;
    triesUntil = Instant.MIN;
    refusesUntil = now.plus(pause());
  }

  private Duration pause() {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failedTrials, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
