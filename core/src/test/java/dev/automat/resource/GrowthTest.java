package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GrowthTest {

  @ParameterizedTest
  @CsvSource({"18, 17.4, 1", "17.4, 18, -1", "8.10, 8.4, 1", "17, 17.0, 0", "8.4.7, 8.4, 1"})
  void comparesVersionsNumberByNumber(String one, String other, int order) {
    assertEquals(OptionalInt.of(order), Growth.compare(one, other));
  }

  @Test
  void comparesNumbersWhateverTheirType() {
    assertEquals(OptionalInt.of(0), Growth.compare(10L, 10.0));
    assertEquals(OptionalInt.of(-1), Growth.compare(10, 10.5));
  }

  @Test
  void knowsNothingOfOtherTexts() {
    assertEquals(OptionalInt.empty(), Growth.compare("gp3", "gp2"));
    assertEquals(OptionalInt.empty(), Growth.compare("18", 17));
  }
}
