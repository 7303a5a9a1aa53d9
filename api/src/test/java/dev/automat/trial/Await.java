package dev.automat.trial;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waits for a condition, with a limit. */
public final class Await {

  /** Enough for a machine whose cores are busy with something else. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration BETWEEN = Duration.ofMillis(50);

  private Await() {}

  /** The limit is {@link #LIMIT}. */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /**
   * @param what is asked when the time is over, so that it can tell how far it came
   */
  static void until(Supplier<String> what, BooleanSupplier condition) {
    until(LIMIT, what, condition);
  }

  /**
   * @param limit for what takes its time by itself
   */
  static void until(Duration limit, Supplier<String> what, BooleanSupplier condition) {
    until(limit, BETWEEN, what, condition);
  }

  /**
   * @param between looks, which cost something
   */
  static void until(
      Duration limit, Duration between, Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        Assertions.fail("not within " + limit + ": " + what.get());
      }
      LockSupport.parkNanos(between.toNanos());
    }
  }
}
