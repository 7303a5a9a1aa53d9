package dev.automat.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
final class Waiting {

  private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

  private Waiting() {}

  /**
   * Until it is so.
   *
   * @throws IllegalStateException if it is not within the limit
   */
  static void until(String what, Duration limit, BooleanSupplier so) {
    long end = System.nanoTime() + limit.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("after " + limit + " it is not so that " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
