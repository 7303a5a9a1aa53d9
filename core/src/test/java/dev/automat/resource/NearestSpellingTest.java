package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestSpellingTest {

  private static final List<String> WORDS = List.of("small", "medium", "storageGiB", "dev");

  @Test
  void findsWhatWasMeant() {
    assertEquals(Optional.of("small"), NearestSpelling.of("smal", WORDS));
    assertEquals(Optional.of("medium"), NearestSpelling.of("mediun", WORDS));
    assertEquals(Optional.of("storageGiB"), NearestSpelling.of("storagegib", WORDS));
    assertEquals(Optional.of("dev"), NearestSpelling.of("dve", WORDS), "two letters swapped");
  }

  @Test
  void findsNothingWhereNothingIsNear() {
    assertEquals(Optional.empty(), NearestSpelling.of("huge", WORDS));
    assertEquals(Optional.empty(), NearestSpelling.of("", WORDS));
    assertEquals(Optional.empty(), NearestSpelling.of("x".repeat(5000), WORDS));
    assertEquals(Optional.empty(), NearestSpelling.of("prod", WORDS));
  }
}
