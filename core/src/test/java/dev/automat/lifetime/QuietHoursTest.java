package dev.automat.lifetime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When nothing is taken back. */
class QuietHoursTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** From Friday evening on every night until Monday morning. */
  private static final QuietHours WEEKEND =
      new QuietHours(
          BERLIN,
          EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
          LocalTime.of(18, 0),
          LocalTime.of(17, 59));

  /** In winter Berlin is one hour ahead of UTC. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-27T16:59:00Z, 2026-11-27T16:59:00Z, before it begins on Friday",
    "2026-11-27T17:00:00Z, 2026-11-28T16:59:00Z, as it begins",
    "2026-11-28T08:00:00Z, 2026-11-28T16:59:00Z, within the night that began the day before",
    "2026-11-30T16:59:00Z, 2026-11-30T16:59:00Z, over on Monday",
    "2026-11-25T23:00:00Z, 2026-11-25T23:00:00Z, a night of which nobody spoke"
  })
  void waitsUntilItIsOver(Instant at, Instant clear, String reason) {
    assertEquals(clear, WEEKEND.clear(at), reason);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-28T22:30:00Z, 2026-03-29T05:00:00Z, the night in which summer begins is an hour"
        + " shorter",
    "2026-10-24T22:30:00Z, 2026-10-25T06:00:00Z, the night in which it ends is an hour longer"
  })
  void goesByTheClockOnTheWall(Instant at, Instant clear, String reason) {
    QuietHours nights =
        new QuietHours(BERLIN, Set.of(DayOfWeek.values()), LocalTime.of(22, 0), LocalTime.of(7, 0));
    assertEquals(clear, nights.clear(at), reason);
  }

  @ParameterizedTest
  @CsvSource({"00:00, 00:00, true", "08:00, 07:30, true", "22:00, 07:00, false"})
  void knowsWhetherItLeavesAnyTime(LocalTime from, LocalTime to, boolean always) {
    assertEquals(always, new QuietHours(BERLIN, Set.of(DayOfWeek.values()), from, to).isAlways());
  }
}
