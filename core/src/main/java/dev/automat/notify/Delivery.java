package dev.automat.notify;

import java.time.Instant;
import java.util.Optional;

/**
 * A claimed delivery: nobody else attempts it until the lease ends.
 *
 * @param epoch of the claim; what came of it is written only if it still is that one
 * @param attempts how many there were before
 * @param giveUpAt when the sink has had its time; empty for the platform's own channel, which is
 *     tried until it accepts
 */
public record Delivery(
    Notice notice, String sink, long epoch, int attempts, Optional<Instant> giveUpAt) {

  /** Whether this attempt is the last one. */
  boolean isLastAt(Instant now) {
    return giveUpAt.filter(end -> !end.isAfter(now)).isPresent();
  }
}
