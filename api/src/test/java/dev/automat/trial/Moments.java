package dev.automat.trial;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * When the server dies.
 *
 * @param tally of the cloud so far
 * @param asked how many requests were answered so far
 * @param over whether nobody asks for anything any more
 */
record Moments(
    Scale scale,
    SplittableRandom random,
    Supplier<Ground.Tally> tally,
    IntSupplier asked,
    BooleanSupplier over) {

  private static final int MOST_CHANGES = 3;

  /** Until a server that starts calls the cloud, on a machine that is busy with something else. */
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private static final long LONGEST_AFTER_A_CHANGE_MILLIS = 60;
  private static final long BETWEEN_LOOKS_NANOS = 2_000_000L;

  /** Two requests of each life are mostly all. */
  private static final int REQUESTS_OF_A_LIFE = 2;

  /**
   * Waits for the moment of that kill.
   *
   * @return whether the server called the cloud meanwhile: who does nothing loses nothing
   */
  boolean await(int kill) {
    long before = calls();
    if (scale.kills() == 0) {
      pause(scale.longestUp().toMillis());
    } else {
      waitUntil(System.nanoTime() + LONGEST_START.toNanos(), () -> calls() > before);
      awaitInShare(kill);
    }
    return calls() > before;
  }

  private long calls() {
    return tally.get().calls();
  }

  private long changes() {
    return tally.get().changes();
  }

  /** Somewhere in this kill's share of the requests, and then soon after the cloud was changed. */
  private void awaitInShare(int kill) {
    int requests = scale.runs() * REQUESTS_OF_A_LIFE;
    int share = Math.max(1, requests / scale.kills());
    int after = kill * share + random.nextInt(share);
    long end = System.nanoTime() + scale.longestUp().toNanos();
    waitUntil(end, () -> over.getAsBoolean() || asked.getAsInt() >= after);
    long changed = changes() + random.nextInt(MOST_CHANGES);
    waitUntil(end, () -> changes() > changed);
    pause(LONGEST_AFTER_A_CHANGE_MILLIS);
  }

  private void waitUntil(long end, BooleanSupplier condition) {
    while (System.nanoTime() < end && !condition.getAsBoolean()) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
  }

  void pause(long longestMillis) {
    LockSupport.parkNanos(Duration.ofMillis(random.nextLong(longestMillis)).toNanos());
  }
}
