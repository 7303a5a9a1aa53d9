package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifetimeTest {

  @Test
  void readsHoursDaysWeeksAndNone() {
    assertEquals(Optional.of(Duration.ofHours(12)), lifetime("12h").duration());
    assertEquals(Optional.of(Duration.ofDays(14)), lifetime("14d").duration());
    assertEquals(Optional.of(Duration.ofDays(14)), lifetime("2w").duration());
    assertTrue(lifetime("none").endless());
  }

  @Test
  void readsNothingElse() {
    for (String text :
        List.of(
            "", "d", "0d", "14", "14 d", "1m", "-1d", "1d12h", "999999d", "None", "P1D", "1.5d")) {
      assertEquals(Optional.empty(), Lifetime.parse(text), text);
    }
  }

  @Test
  void knowsWhatWasMeant() {
    Map<String, String> meant =
        Map.ofEntries(
            Map.entry("14", "14d"),
            Map.entry("14 d", "14d"),
            Map.entry("014d", "14d"),
            Map.entry("36H", "36h"),
            Map.entry("12 hours", "12h"),
            Map.entry("2 weeks", "2w"),
            Map.entry("1d12h", "36h"),
            Map.entry(" 7days ", "7d"),
            Map.entry("None", "none"),
            Map.entry("nonee", "none"));
    meant.forEach(
        (text, lifetime) -> assertEquals(Optional.of(lifetime), Lifetime.nearest(text), text));
    for (String text : List.of("", "d", "0", "0d", "1m", "P1D", "99999999d", "0d0h", "soon")) {
      assertEquals(Optional.empty(), Lifetime.nearest(text), text);
    }
  }

  @Test
  void nothingIsLongerThanNone() {
    assertTrue(lifetime("15d").longerThan(lifetime("2w")));
    assertFalse(lifetime("14d").longerThan(lifetime("2w")));
    assertTrue(lifetime("none").longerThan(lifetime("99999w")));
    assertFalse(lifetime("99999w").longerThan(lifetime("none")));
    assertFalse(lifetime("none").longerThan(lifetime("none")));
  }

  private static Lifetime lifetime(String text) {
    return Lifetime.parse(text).orElseThrow();
  }
}
