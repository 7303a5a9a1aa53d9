package dev.automat.sql;

import dev.automat.spi.ProvisionerException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The while in which sessions that were told to end may do so. */
final class SessionEnd {

  private static final Duration WHILE = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final long limit = System.nanoTime() + WHILE.toNanos();

  /**
   * Waits a moment, unless the while is over.
   *
   * @return whether it was not over
   * @throws ProvisionerException to be repeated, if the thread is interrupted: a driver may not
   *     hear that between two looks
   */
  boolean awaitNextLook() {
    if (System.nanoTime() - limit >= 0) {
      return false;
    }
    LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw DatabaseFailure.interrupted();
    }
    return true;
  }
}
