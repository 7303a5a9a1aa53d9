package dev.automat.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {

  private static final int WIDTH = 80;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "True",
        "NULL",
        "~",
        "",
        "0x1F",
        "0o17",
        ".inf",
        "1e3",
        "+5",
        "-0",
        "# no",
        "a: b",
        "- c",
        "two\nlines\n",
        " blank",
        "ünï",
        "😀",
        "{a}",
        "*b",
        "%c"
      })
  void whatIsTextIsReadAsThatText(String text) {
    String yaml = YamlWriter.write(Map.of("key", text, text, "value"), WIDTH);

    assertEquals(
        Json.mapper().valueToTree(Map.of("key", text, text, "value")),
        Documents.parse("f", yaml).root(),
        yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "No",
        "ON",
        "off",
        "y",
        "017",
        "1_000",
        "0b11",
        "12:30",
        "190:20:30.15",
        "2026-12-01",
        "2026-12-01T10:00:00Z",
        "2026-12-01 10:00:00",
        "=",
        "<<"
      })
  void whatOlderReadersTakeForSomethingElseIsQuoted(String text) {
    assertEquals("key: '" + text + "'\n", YamlWriter.write(Map.of("key", text), WIDTH));
  }

  @Test
  void allElseIsWrittenAsItIs() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("text", "14d");
    plain.put("number", 10);
    plain.put("real", 1.5);
    plain.put("truth", true);
    plain.put("list", List.of("a-b", 7L));

    assertEquals(
        "text: 14d\nnumber: 10\nreal: 1.5\ntruth: true\nlist:\n- a-b\n- 7\n",
        YamlWriter.write(plain, WIDTH));
  }

  @Test
  void longLinesAreBrokenOnlyWhereTheyAreTooLong() {
    String words = "word ".repeat(40).strip();

    assertTrue(YamlWriter.write(Map.of("key", words), WIDTH).lines().count() > 1);
    assertEquals("key: " + words + "\n", YamlWriter.write(Map.of("key", words), Integer.MAX_VALUE));
  }
}
