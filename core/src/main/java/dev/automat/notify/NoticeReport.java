package dev.automat.notify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with a notice.
 *
 * @param number orders them, the newest has the highest
 * @param accepted when the first receiver had it where people read
 * @param deliveries by sink; none before it was handed to the sinks, and where only the timeline is
 *     told
 */
public record NoticeReport(
    long number, Notice notice, State state, Optional<Instant> accepted, List<ToSink> deliveries) {

  /** The sum over the deliveries. */
  public enum State {
    /** Something is still tried. */
    PENDING,
    /** All have it. */
    DELIVERED,
    /** A sink was given up, and the platform's own channel does not have it yet. */
    DEAD,
    /** A sink was given up, and the platform's own channel has it. */
    ESCALATED
  }

  /**
   * One of its deliveries.
   *
   * @param state {@code pending}, {@code delivered} or {@code dead}
   * @param next when it is tried again
   * @param lastError in our own words; empty if nothing failed yet
   * @param archive whether nobody reads there, so that it counts for no acceptance
   */
  public record ToSink(
      String sink,
      String state,
      int attempts,
      Optional<Instant> next,
      Optional<Instant> accepted,
      String lastError,
      boolean archive) {}
}
