package dev.automat.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Law 9: how many resources expiry may take back, at most N in any minute, and none while the clock
 * can not be trusted. A jump of the clock against the machine's own count of time stops expiry for
 * an hour. What other replicas do, and what was before a restart, is read from the audit log.
 */
final class ExpiryBudget {

  private static final Duration TOLERATED_JUMP = Duration.ofMinutes(1);
  private static final Duration PAUSE_AFTER_JUMP = Duration.ofHours(1);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int perMinute;
  private final InstantSource clock;
  private final InstantSource machineTime;
  private final ExpiryMemory memory;

  /** When something was taken, by the machine's count. */
  private final Deque<Instant> taken = new ArrayDeque<>();

  private Duration offset;
  private Instant distrustedUntil = Instant.MIN;

  /** One that knows of no other replica, and forgets at a restart. */
  ExpiryBudget(int perMinute, InstantSource clock, InstantSource machineTime) {
    this(perMinute, clock, machineTime, ExpiryMemory.NONE);
  }

  /**
   * @param machineTime counts evenly, whatever the wall clock does; where it starts does not matter
   */
  ExpiryBudget(int perMinute, InstantSource clock, InstantSource machineTime, ExpiryMemory memory) {
    this.perMinute = perMinute;
    this.clock = clock;
    this.machineTime = machineTime;
    this.memory = memory;
    Instant now = clock.instant();
    Instant machine = machineTime.instant();
    this.offset = Duration.between(machine, now);
    memory
        .lastJump(now.minus(PAUSE_AFTER_JUMP), now)
        .ifPresent(
            jump ->
                distrustedUntil =
                    machine.plus(PAUSE_AFTER_JUMP).minus(Duration.between(jump, now)));
  }

  /**
   * Whether one more may be taken back now; if so, it is counted. Two replicas that ask at the same
   * instant may both be told so.
   */
  synchronized boolean take() {
    Instant now = clock.instant();
    if (distrusts(now)) {
      return false;
    }
    Instant machine = machineTime.instant();
    Instant begin = machine.minus(WINDOW);
    while (!taken.isEmpty() && !taken.getFirst().isAfter(begin)) {
      taken.removeFirst();
    }
    if (taken.size() >= perMinute || memory.acts(now.minus(WINDOW), now) >= perMinute) {
      return false;
    }
    taken.addLast(machine);
    return true;
  }

  /** Compares the clocks; call it often. Whether the wall clock is distrusted. */
  synchronized boolean distrusts(Instant now) {
    Instant machine = machineTime.instant();
    Duration offsetNow = Duration.between(machine, now);
    Duration jump = offsetNow.minus(offset);
    offset = offsetNow;
    if (jump.abs().compareTo(TOLERATED_JUMP) > 0) {
      distrustedUntil = machine.plus(PAUSE_AFTER_JUMP);
      memory.jumped(now, jump);
    }
    return machine.isBefore(distrustedUntil);
  }
}
