package dev.automat.retry;

import dev.automat.spi.ErrorType;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to try again. Law 7: exponential with full jitter; by the type of the error alone. */
public final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration UNTIL_SOMEBODY_ACTS = Duration.ofMinutes(10);

  private Backoff() {}

  /**
   * The pause after a failure.
   *
   * @param failures how many in a row, this one included
   */
  public static Duration after(ErrorType type, int failures, RandomGenerator random) {
    return switch (type) {
      case USER, QUOTA -> jittered(UNTIL_SOMEBODY_ACTS, random);
      case THROTTLED, EXTERNAL, INTERNAL -> exponential(failures, random);
    };
  }

  /**
   * Full jitter over the doubled time, but never less than a tenth of it: an immediate retry helps
   * nobody.
   */
  private static Duration exponential(int failures, RandomGenerator random) {
    Duration ceiling = FIRST.multipliedBy(1L << Math.min(failures - 1, 16));
    long millis = Math.min(ceiling.toMillis(), LONGEST.toMillis());
    return Duration.ofMillis(millis / 10 + random.nextLong(millis - millis / 10 + 1));
  }

  /**
   * The duration, up to a fifth shorter or longer, so that what began together does not stay
   * together.
   */
  public static Duration jittered(Duration around, RandomGenerator random) {
    long fifth = around.toMillis() / 5;
    return Duration.ofMillis(around.toMillis() - fifth + random.nextLong(2 * fifth + 1));
  }
}
