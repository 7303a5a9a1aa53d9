package dev.automat.expression;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The end of an evaluation that all other limits let pass. Far above what those allow, so that a
 * slow machine does not refuse what a fast one admits. Nor may one that stood still for a while, so
 * of the time between two reads of variables no more than a moment is counted: what loops for long
 * reads many. Steps between reads that are dear each end by the clock, much later.
 */
final class EvaluationTime {

  static final Duration WHOLE = Duration.ofSeconds(2);

  /** By the clock, however little of it was counted. */
  static final Duration LONGEST = Duration.ofSeconds(20);

  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(20);

  private final LongSupplier time;
  private final long begun;
  private long last;
  private long spent;

  /**
   * @param time in nanoseconds
   */
  EvaluationTime(LongSupplier time) {
    this.time = time;
    this.begun = time.getAsLong();
    this.last = begun;
  }

  /** Whether it is over; asked at each read. */
  boolean isOver() {
    long now = time.getAsLong();
    spent += Math.min(now - last, MOMENT);
    last = now;
    return spent > WHOLE.toNanos() || now - begun > LONGEST.toNanos();
  }
}
