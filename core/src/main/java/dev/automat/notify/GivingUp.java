package dev.automat.notify;

import java.time.Duration;
import java.time.Instant;

/**
 * When a sink has had its time. What expires must be told early enough that the platform's channel,
 * which is asked next, still leaves somebody the time to act: two hours, or a quarter of a short
 * lifetime.
 */
final class GivingUp {

  private static final Duration MOST_NOTICE = Duration.ofHours(2);
  private static final int QUARTER = 4;

  private GivingUp() {}

  /**
   * @param after how long a sink is tried at most
   */
  static Instant at(Notice notice, Duration after) {
    Instant usual = notice.at().plus(after);
    return notice
        .expires()
        .filter(end -> notice.at().isBefore(end))
        .map(end -> earlier(usual, beforeTheEnd(notice, end)))
        .orElse(usual);
  }

  private static Instant beforeTheEnd(Notice notice, Instant end) {
    Duration quarter =
        Duration.between(notice.created().orElse(notice.at()), end).dividedBy(QUARTER);
    Instant latest = end.minus(quarter.compareTo(MOST_NOTICE) < 0 ? quarter : MOST_NOTICE);
    // One that is late already shares what is left.
    return notice.at().isBefore(latest)
        ? latest
        : notice.at().plus(Duration.between(notice.at(), end).dividedBy(2));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
