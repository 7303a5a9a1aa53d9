package dev.automat.engine;

import dev.automat.store.StoreClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Law 9: how many resources expiry may take back, at most N in any minute, and none while the clock
 * can not be trusted. A jump of the clock against the machine's own count of time stops expiry for
 * an hour, and no wait for a cloud to settle reaches over it. What other replicas do, and what was
 * before a restart, is read from the audit log: never while others wait to compare the clocks.
 */
final class ExpiryBudget {

  /**
   * The clock as it was compared last.
   *
   * @param now by the wall clock
   * @param evenSince since when that is known to count evenly, by itself: what it says of how long
   *     something is ago that was before is not to be believed. The start at first
   * @param distrusted whether nothing is to be taken back
   */
  record Reading(Instant now, Instant evenSince, boolean distrusted) {}

  private static final Duration TOLERATED_JUMP = Duration.ofMinutes(1);
  private static final Duration PAUSE_AFTER_JUMP = Duration.ofHours(1);
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** By so much clocks are corrected in passing; it is little beside any cloud's settle time. */
  private static final Duration CORRECTION = StoreClock.MOST_SKEW;

  private final int perMinute;
  private final InstantSource clock;
  private final InstantSource machineTime;
  private final ExpiryMemory memory;

  /** When something was taken, by the machine's count. */
  private final Deque<Instant> taken = new ArrayDeque<>();

  private Duration offset;
  private Instant distrustedUntil = Instant.MIN;
  private Instant evenSince;

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
    // Nobody saw what the clock did before: it may have jumped while no process ran.
    this.evenSince = now;
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
  boolean take() {
    Reading reading = read();
    if (reading.distrusted()) {
      return false;
    }
    Optional<Instant> place = reserve();
    if (place.isEmpty()) {
      return false;
    }
    boolean free = false;
    try {
      free = memory.acts(reading.now().minus(WINDOW), reading.now()) < perMinute;
    } finally {
      if (!free) {
        giveBack(place.get());
      }
    }
    return free;
  }

  /** Before the others are asked about, which may last: two who ask here do not get one place. */
  private synchronized Optional<Instant> reserve() {
    Instant machine = machineTime.instant();
    Instant begin = machine.minus(WINDOW);
    while (!taken.isEmpty() && !taken.getFirst().isAfter(begin)) {
      taken.removeFirst();
    }
    if (taken.size() >= perMinute) {
      return Optional.empty();
    }
    taken.addLast(machine);
    return Optional.of(machine);
  }

  private synchronized void giveBack(Instant place) {
    taken.removeFirstOccurrence(place);
  }

  /** Compares the clocks; call it often. A jump is written down. */
  Reading read() {
    Duration jump;
    Reading reading;
    synchronized (this) {
      // One right after the other, so that no wait for a lock is taken for a jump.
      Instant now = clock.instant();
      Instant machine = machineTime.instant();
      jump = jumped(now, machine);
      reading = new Reading(now, evenSince, machine.isBefore(distrustedUntil));
    }
    if (isJump(jump)) {
      memory.jumped(reading.now(), jump);
    }
    return reading;
  }

  /** Since the last comparison. */
  private Duration jumped(Instant now, Instant machine) {
    Duration offsetNow = Duration.between(machine, now);
    Duration jump = offsetNow.minus(offset);
    offset = offsetNow;
    if (jump.abs().compareTo(CORRECTION) > 0) {
      evenSince = now;
    }
    if (isJump(jump)) {
      distrustedUntil = machine.plus(PAUSE_AFTER_JUMP);
    }
    return jump;
  }

  private static boolean isJump(Duration jump) {
    return jump.abs().compareTo(TOLERATED_JUMP) > 0;
  }
}
