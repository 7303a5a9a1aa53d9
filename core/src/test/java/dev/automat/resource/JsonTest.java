package dev.automat.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class JsonTest {

  private static String canonical(String json) {
    return new String(Json.canonical(Json.read(json, JsonNode.class)), StandardCharsets.UTF_8);
  }

  /** RFC 8785, section 3.2.2. */
  @Test
  void writesPrimitivesAsTheRfcShows() {
    assertEquals(
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
        canonical(
            """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
              "literals": [null, true, false]
            }
            """));
  }

  /** RFC 8785, section 3.2.3. */
  @Test
  void sortsKeysByTheirUtf16CodeUnits() {
    JsonNode sorted =
        Json.read(
            canonical(
                """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter",
                 "1": "One", "\\ud83d\\ude00": "Emoji", "\\u0080": "Control",
                 "\\u00f6": "Latin Small Letter O With Diaeresis"}
                """),
            JsonNode.class);
    assertEquals(
        List.of("\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"),
        List.copyOf(sorted.propertyNames()));
  }

  /** RFC 8785, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-0.0, 0",
    "5e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "9007199254740992, 9007199254740992",
    "295147905179352830000.0, 295147905179352830000",
    "1e21, 1e+21",
    "9.999999999999997e22, 9.999999999999997e+22",
    "999999999999999700000.0, 999999999999999700000",
    "0.000001, 0.000001",
    "333333333.3333332, 333333333.3333332",
    "1e23, 1e+23"
  })
  void writesNumbersAsEcmascriptDoes(String number, String canonical) {
    assertEquals("[" + canonical + "]", canonical("[" + number + "]"));
  }

  @Test
  void digestsTheMeaningAndNotTheSpelling() {
    String digest = Json.digest(Json.read("{\"b\": [1, 2.0], \"a\": \"\\u00e9\"}", JsonNode.class));
    assertEquals(digest, Json.digest(Json.read("{\"a\":\"é\",\"b\":[1.0,2]}", JsonNode.class)));
    assertNotEquals(digest, Json.digest(Json.read("{\"a\":\"é\",\"b\":[2,1]}", JsonNode.class)));
  }

  @Test
  void digestsWithSha256() {
    // Of "{}" and of nothing, from FIPS 180-4 implementations.
    assertEquals(
        "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        Json.digest(Json.object()));
    assertEquals(
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Json.digest(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"x\":{\"a\":1,\"a\":1}}",
        "{} {}",
        "{}x",
        "{\"a\":}",
        "{'a':1}",
        "[1,]",
        "NaN",
        "{\"a\":01}",
        "// comment\n{}",
        "9223372036854775808",
        ""
      })
  void refusesWhatIsNotStrictlyJson(String text) {
    assertThrows(JacksonException.class, () -> Json.read(text, Object.class));
  }

  @Test
  void namesTheDuplicateAndItsPlace() {
    JacksonException refused =
        assertThrows(
            JacksonException.class, () -> Json.read("{\"a\":1,\n \"a\":2}", JsonNode.class));
    assertTrue(String.valueOf(refused.getMessage()).contains("\"a\""), refused.getMessage());
    assertEquals(2, refused.getLocation().getLineNr());
  }

  @Test
  void mapsToTheTypesOfTheSpi() {
    Map<String, Object> map =
        Json.map(
            Json.read(
                "{\"text\":\"x\",\"on\":true,\"whole\":20,\"part\":0.5,\"list\":[1],\"map\":{\"a\":2}}",
                JsonNode.class));
    assertEquals(
        Map.of(
            "text",
            "x",
            "on",
            true,
            "whole",
            20L,
            "part",
            0.5,
            "list",
            List.of(1L),
            "map",
            Map.of("a", 2L)),
        map);
  }

  private record Dated(Instant at, Optional<String> note, Optional<Instant> end) {}

  @Test
  void leavesOutWhatIsAbsentAndWritesInstantsAsText() {
    Dated dated =
        new Dated(Instant.parse("2026-01-01T00:00:00.000001Z"), Optional.empty(), Optional.empty());
    assertEquals("{\"at\":\"2026-01-01T00:00:00.000001Z\"}", Json.write(dated));
    assertEquals(dated, Json.read(Json.write(dated), Dated.class));
  }
}
