package dev.automat.lifetime;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the platform has decided of the ends of lifetimes.
 *
 * @param quarantine how long the data of what nobody can reach any more are kept, but never longer
 *     than a quarter of its lifetime; zero: it is deleted at once
 * @param undelete how long what was deleted can be had back, and its name is remembered
 * @param quietHours when nothing is taken back
 */
public record LifetimeSettings(
    Duration quarantine, Duration undelete, Optional<QuietHours> quietHours) {

  /** What holds if nothing is configured. */
  public static final LifetimeSettings DEFAULT =
      new LifetimeSettings(Duration.ofDays(3), Duration.ofDays(7), Optional.empty());

  /** How long the one release of a quarantine holds. */
  public static final Duration RELEASE = Duration.ofDays(2);

  /** The longest that changes may be paused, from when that is asked for. */
  public static final Duration LONGEST_PAUSE = Duration.ofDays(14);

  /** The first instant from that one on at which something may be taken back. */
  public Instant clear(Instant at) {
    return quietHours.map(quiet -> quiet.clear(at)).orElse(at);
  }
}
