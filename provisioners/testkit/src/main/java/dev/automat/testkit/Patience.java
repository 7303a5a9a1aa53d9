package dev.automat.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The time that something is given, as its thread counts it that asks again and again. Between two
 * questions no more than a moment is counted: when the machine stood still, or gave its time to
 * others, the plugin had none, either. What the plugin itself takes to answer is counted whole.
 */
final class Patience {

  private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(10);

  private final long whole;
  private final LongSupplier time;
  private long asked;
  private long spent;

  Patience(Duration whole) {
    this(whole, System::nanoTime);
  }

  /**
   * @param time in nanoseconds
   */
  Patience(Duration whole, LongSupplier time) {
    this.whole = whole.toNanos();
    this.time = time;
    this.asked = time.getAsLong();
  }

  /** Whether there is some left. */
  boolean lasts() {
    count(MOMENT);
    return spent < whole;
  }

  /** Asks, and counts how long the answer takes, however long that is. */
  <T> T asking(Supplier<T> question) {
    count(MOMENT);
    try {
      return question.get();
    } finally {
      count(Long.MAX_VALUE);
    }
  }

  private void count(long most) {
    long now = time.getAsLong();
    spent += Math.min(now - asked, most);
    asked = now;
  }
}
