package dev.automat.api.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.automat.api.exchange.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

  private static final String UID = "m4q7zt2hcx5kd3wbn6ra";

  @Test
  void leadsBackToTheUid() {
    assertEquals(UID, Cursor.read(Cursor.write(UID, "filters"), "filters"));
  }

  @Test
  void isBoundToItsFilters() {
    assertThrows(ProblemException.class, () -> Cursor.read(Cursor.write(UID, "filters"), "others"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "!!", "YWJj", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void refusesWhatIsNone(String text) {
    assertThrows(ProblemException.class, () -> Cursor.read(text, "filters"));
  }
}
