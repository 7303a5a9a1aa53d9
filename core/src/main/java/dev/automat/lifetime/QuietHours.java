package dev.automat.lifetime;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * When nothing is taken back because its time is up: at night, say, when nobody could answer.
 *
 * @param days on which the quiet begins
 * @param from when it begins on such a day
 * @param to when it ends, on the next day if that is not after {@code from}
 */
public record QuietHours(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to) {

  /** The longest that quiet hours may hold on without a break, in days that are looked at. */
  private static final int LONGEST = 8;

  public QuietHours {
    days = Set.copyOf(days);
  }

  /** The first instant from {@code at} on that is not quiet. */
  public Instant clear(Instant at) {
    Instant free = at;
    for (int i = 0; i < LONGEST; i++) {
      Instant end = endOfQuiet(free);
      if (!end.isAfter(free)) {
        return free;
      }
      free = end;
    }
    return free;
  }

  /** When the quiet ends in which the instant lies; the instant itself if it lies in none. */
  private Instant endOfQuiet(Instant at) {
    LocalDate today = at.atZone(zone).toLocalDate();
    for (LocalDate day : new LocalDate[] {today.minusDays(1), today}) {
      ZonedDateTime begin = day.atTime(from).atZone(zone);
      ZonedDateTime end = (to.isAfter(from) ? day : day.plusDays(1)).atTime(to).atZone(zone);
      boolean within = !at.isBefore(begin.toInstant()) && at.isBefore(end.toInstant());
      if (days.contains(day.getDayOfWeek()) && within) {
        return end.toInstant();
      }
    }
    return at;
  }

  /** Whether there is no hour of the week left in which anything could be done. */
  public boolean isAlways() {
    Duration each = Duration.between(from, to);
    Duration length = each.isPositive() ? each : each.plusDays(1);
    return days.size() == DayOfWeek.values().length && length.compareTo(Duration.ofHours(23)) > 0;
  }
}
