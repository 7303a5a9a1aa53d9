package dev.automat.resource;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants in sentences for people; fields of documents keep theirs exact. */
public final class SpokenInstant {

  private SpokenInstant() {}

  /** In whole seconds, as {@code 2026-11-29T20:24:39Z}; what is begun of a second is left away. */
  public static String of(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
