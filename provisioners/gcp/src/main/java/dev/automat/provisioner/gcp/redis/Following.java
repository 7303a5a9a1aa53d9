package dev.automat.provisioner.gcp.redis;

import com.google.longrunning.Operation;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Waits for an operation as long as a call of the SPI has, looking ever less often: each look
 * counts against the account's ceiling.
 *
 * @param look as it is by now
 * @param pause waits so long
 * @param nanoTime as {@link System#nanoTime()}
 */
record Following(UnaryOperator<Operation> look, Consumer<Duration> pause, LongSupplier nanoTime) {

  /** The call has a minute, of which the last look may take twenty seconds. */
  static final Duration PATIENCE = Duration.ofSeconds(25);

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** By the clock of this machine. */
  static Following of(Instances instances) {
    return new Following(
        operation -> instances.operation(operation.getName()),
        step -> LockSupport.parkNanos(step.toNanos()),
        System::nanoTime);
  }

  /** The operation as it was seen last: done, unless it takes longer, or the thread is to stop. */
  Operation toTheEnd(Operation begun) {
    long limit = nanoTime.getAsLong() + PATIENCE.toNanos();
    Operation seen = begun;
    Duration step = FIRST;
    while (!seen.getDone()
        && nanoTime.getAsLong() - limit < 0
        && !Thread.currentThread().isInterrupted()) {
      pause.accept(step);
      seen = look.apply(seen);
      step = step.multipliedBy(2);
      step = step.compareTo(LONGEST) < 0 ? step : LONGEST;
    }
    return seen;
  }
}
