package dev.automat.notify;

import dev.automat.resource.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Notices for tests. */
final class Notices {

  static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");

  private Notices() {}

  /** One of something that was made then, and goes then, counted from when it is written. */
  static Notice expiring(Duration age, Duration left) {
    return notice(Optional.of(NOW.minus(age)), Optional.of(NOW.plus(left)));
  }

  static Notice notice() {
    return notice(Optional.of(NOW), Optional.empty());
  }

  private static Notice notice(Optional<Instant> created, Optional<Instant> expires) {
    return new Notice(
        "abc-2",
        "abc",
        2,
        "payments",
        "Database",
        "orders",
        "dev",
        NOW,
        Event.Level.Warning,
        "MissingExternally",
        "It is gone: <somebody> & all",
        created,
        expires);
  }
}
