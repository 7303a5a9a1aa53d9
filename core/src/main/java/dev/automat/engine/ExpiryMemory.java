package dev.automat.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What expiry knows of other replicas, and of the time before this one started. */
interface ExpiryMemory {

  /** Of nothing. */
  ExpiryMemory NONE =
      new ExpiryMemory() {
        @Override
        public int acts(Instant after, Instant until) {
          return 0;
        }

        @Override
        public Optional<Instant> lastJump(Instant after, Instant until) {
          return Optional.empty();
        }

        @Override
        public void jumped(Instant at, Duration by) {}
      };

  /** How many resources were taken back. */
  int acts(Instant after, Instant until);

  /** When a replica last saw the clock jump. */
  Optional<Instant> lastJump(Instant after, Instant until);

  /**
   * This one saw the clock jump.
   *
   * @param at by the clock, after it
   */
  void jumped(Instant at, Duration by);
}
