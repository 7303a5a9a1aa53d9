package dev.automat.provisioner.gcp.account;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The most calls in a minute that the configuration allows to a project. It does not wait: who
 * comes too early is told to come later, as Google itself would tell him, and the engine slows
 * down.
 */
final class Ceiling {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final String key;
  private final int most;
  private final InstantSource clock;
  private Instant begun = Instant.EPOCH;
  private int calls;

  /**
   * @param key where the ceiling stands in the platform configuration
   */
  Ceiling(String key, int most, InstantSource clock) {
    this.key = key;
    this.most = most;
    this.clock = clock;
  }

  /**
   * Counts one call.
   *
   * @throws ProvisionerException of type THROTTLED if the minute's calls are used up
   */
  synchronized void call() {
    Instant now = clock.instant();
    if (now.isBefore(begun) || !now.isBefore(begun.plus(MINUTE))) {
      begun = now;
      calls = 0;
    }
    if (calls >= most) {
      throw new ProvisionerException(
          ErrorCode.THROTTLED,
          "%d calls in a minute are made, which is all that %s allows".formatted(most, key),
          "nothing: it is tried again more slowly; raise " + key + " if the project's quota allows",
          Optional.empty(),
          Optional.of(Duration.between(now, begun.plus(MINUTE))),
          null);
    }
    calls++;
  }
}
