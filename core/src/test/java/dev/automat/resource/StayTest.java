package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a release does to the end of a quarantine. */
class StayTest {

  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DELETES = SINCE.plus(Duration.ofDays(3));

  @Test
  void aReleaseStopsTheClock() {
    Instant at = SINCE.plus(Duration.ofDays(1));
    assertEquals(Optional.of(DELETES.plus(Duration.ofDays(2))), released(at).deletesAt());
  }

  @Test
  void aReleaseThatWasGivenLateIsNotCutShort() {
    Instant late = DELETES.plus(Duration.ofHours(5));
    assertEquals(Optional.of(late.plus(Duration.ofDays(2))), released(late).deletesAt());
  }

  @Test
  void aReleaseOfAnEarlierQuarantineIsUsedUp() {
    assertEquals(Optional.of(DELETES), released(SINCE.minusSeconds(1)).deletesAt());
  }

  private static Stay released(Instant at) {
    return new Stay(
        Optional.of(new Stay.Quarantine(SINCE, DELETES)),
        Optional.of(new Stay.Release(at, at.plus(Duration.ofDays(2)), "ann", "a look")),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }
}
