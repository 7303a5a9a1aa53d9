package dev.automat.testkit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The kinds of object that {@link HostileCloud} has. */
public enum Kind {
  /** Slow, names are unique, holds data; the cloud rewrites its settings. */
  DATABASE(true, true, "db"),
  /** Fast; names are not unique: only the idempotency token keeps a repeat from making another. */
  QUEUE(false, false, "q"),
  /** A child of a queue; it can not outlive it. */
  DEAD_LETTER_QUEUE(true, false, "dlq");

  /** The most days of backup that the cloud keeps, whatever it is asked for. */
  static final long MOST_BACKUP_DAYS = 7;

  private final boolean uniqueNames;
  private final boolean slow;
  private final String prefix;

  Kind(boolean uniqueNames, boolean slow, String prefix) {
    this.uniqueNames = uniqueNames;
    this.slow = slow;
    this.prefix = prefix;
  }

  boolean uniqueNames() {
    return uniqueNames;
  }

  boolean slow() {
    return slow;
  }

  String id(long serial) {
    return prefix + "-" + Long.toString(serial, 36);
  }

  /**
   * What the cloud makes of settings: it lower-cases the class, adds a minor version, chooses a
   * zone, and silently keeps fewer backups than it was asked for.
   */
  Map<String, Object> normalise(Map<String, Object> settings) {
    if (this != DATABASE) {
      return Map.copyOf(settings);
    }
    Map<String, Object> kept = new HashMap<>(settings);
    kept.computeIfPresent("class", (key, value) -> value.toString().toLowerCase(Locale.ROOT));
    kept.computeIfPresent(
        "engineVersion", (key, value) -> value.toString().contains(".") ? value : value + ".4");
    kept.putIfAbsent("zone", "a");
    kept.computeIfPresent(
        "backupDays",
        (key, value) ->
            value instanceof Long days && days > MOST_BACKUP_DAYS ? MOST_BACKUP_DAYS : value);
    return Map.copyOf(kept);
  }
}
