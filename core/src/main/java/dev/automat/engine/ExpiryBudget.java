package dev.automat.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Law 9: how many resources expiry may take back, at most N a minute, and none while the clock can
 * not be trusted. A jump of the clock against the machine's own count of time stops expiry for an
 * hour.
 */
final class ExpiryBudget {

  private static final Duration TOLERATED_JUMP = Duration.ofMinutes(1);
  private static final Duration PAUSE_AFTER_JUMP = Duration.ofHours(1);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int perMinute;
  private final InstantSource clock;
  private final InstantSource machineTime;

  private Instant windowStart = Instant.MIN;
  private int taken;
  private Duration offset;
  private Instant distrustedUntil = Instant.MIN;

  /**
   * @param machineTime counts evenly, whatever the wall clock does; where it starts does not matter
   */
  ExpiryBudget(int perMinute, InstantSource clock, InstantSource machineTime) {
    this.perMinute = perMinute;
    this.clock = clock;
    this.machineTime = machineTime;
    this.offset = Duration.between(machineTime.instant(), clock.instant());
  }

  /** Whether one more may be taken back now; if so, it is counted. */
  synchronized boolean take() {
    Instant now = clock.instant();
    if (distrusts(now)) {
      return false;
    }
    if (windowStart.equals(Instant.MIN) || !now.isBefore(windowStart.plus(WINDOW))) {
      windowStart = now;
      taken = 0;
    }
    taken++;
    return taken <= perMinute;
  }

  /** Compares the clocks; call it often. Whether the wall clock is distrusted. */
  synchronized boolean distrusts(Instant now) {
    Instant machine = machineTime.instant();
    Duration offsetNow = Duration.between(machine, now);
    if (offsetNow.minus(offset).abs().compareTo(TOLERATED_JUMP) > 0) {
      distrustedUntil = machine.plus(PAUSE_AFTER_JUMP);
    }
    offset = offsetNow;
    return machine.isBefore(distrustedUntil);
  }
}
