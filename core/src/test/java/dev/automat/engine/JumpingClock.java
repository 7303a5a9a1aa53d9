package dev.automat.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;

/**
 * A wall clock that jumps, over a machine that counts evenly.
 *
 * <p>Each jump leaves its number in the microseconds, where nothing else does: so each instant in a
 * log says by itself after which jump it was written, and when that was by the machine's count.
 */
final class JumpingClock implements InstantSource {

  private static final int MARK = 1000;
  private static final int MARKS = 1000;

  private final SimulatedClock machine;
  private final List<Instant> jumps = new ArrayList<>();
  private final List<Duration> offsets = new ArrayList<>(List.of(Duration.ZERO));

  /**
   * @param machine stands on whole milliseconds always
   */
  JumpingClock(SimulatedClock machine) {
    this.machine = machine;
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(offsets.getLast());
  }

  /**
   * @param by whole milliseconds
   */
  void jump(Duration by) {
    jumps.add(machine.instant());
    offsets.add(offsets.getLast().plus(by).plusNanos(MARK));
  }

  /** By the machine's count, when the clock jumped. */
  List<Instant> jumps() {
    return List.copyOf(jumps);
  }

  /** By the machine's count, when the instant was written down. */
  Instant evenly(Instant written) {
    return written.minus(offsets.get(written.get(ChronoField.MICRO_OF_SECOND) % MARKS));
  }

  /** By the machine's count, when it is so late, unless the clock jumps again. */
  Instant comes(Instant due) {
    return due.minus(offsets.getLast());
  }
}
