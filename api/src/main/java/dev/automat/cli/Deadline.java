package dev.automat.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When a command has to be over. */
record Deadline(InstantSource clock, Instant end) {

  static Deadline in(Duration time, InstantSource clock) {
    return new Deadline(clock, clock.instant().plus(time));
  }

  /** In so many seconds of the machine's clock. */
  static Deadline in(long seconds) {
    return in(Duration.ofSeconds(seconds), InstantSource.system());
  }

  /** What is left; zero if nothing is. */
  Duration left() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  boolean isOver() {
    return left().isZero();
  }
}
