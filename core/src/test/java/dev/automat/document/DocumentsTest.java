package dev.automat.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTest {

  @Test
  void keepsThePlaceOfEveryValue() {
    Document document =
        Documents.parse(
            "f.yaml",
            """
            kind: Database
            spec:
              inputs: {storageGiB: 10}
              list:
                - a
                - b: 1
            """);

    assertEquals("f.yaml:1:7", document.place("/kind"));
    assertEquals("f.yaml:2:1", document.place("/spec"), "the key, as the value begins below it");
    assertEquals("f.yaml:3:24", document.place("/spec/inputs/storageGiB"));
    assertEquals("f.yaml:6:10", document.place("/spec/list/1/b"));
    assertEquals("f.yaml:6:10", document.place("/spec/list/1/b/unknown/deeper"));
  }

  @Test
  void readsTheCoreSchema() {
    String yaml =
        """
        yes: yes
        int: 0x1F
        octal: 0o17
        plus: +5
        float: 1e3
        text: "18"
        none: ~
        empty:
        bool: True
        explicit: !!str 5
        block: |
          two
          lines
        """;
    String json =
        """
        {"yes":"yes","int":31,"octal":15,"plus":5,"float":1000.0,"text":"18","none":null,"empty":null,
         "bool":true,"explicit":"5","block":"two\\nlines\\n"}\
        """;

    assertEquals(Json.mapper().readTree(json), normal(Documents.parse("f", yaml)));
  }

  @Test
  void readsJsonIndentedWithTabs() {
    Document document = Documents.parse("f", "{\n\t\"a\": [\n\t\t1,\n\t\t\"\\ud83d\\ude00\"]}");

    assertEquals("{\"a\":[1,\"😀\"]}", document.root().toString());
    assertEquals("f:4:3", document.place("/a/1"));
  }

  @Test
  void readsFlowMapsThatAreNotJson() {
    assertEquals("{\"a\":1,\"b\":\"c\"}", Documents.parse("f", "{a: 1, b: c}").root().toString());
  }

  @Test
  void dividesDocumentsAndLeavesOutEmptyOnes() {
    List<Document> documents = Documents.parseAll("f", "---\na: 1\n---\n# nothing\n---\nb: 2\n");

    assertEquals(2, documents.size());
    assertEquals("f:6:4", documents.get(1).place("/b"));
    assertTrue(Documents.parseAll("f", "").isEmpty());
  }

  @Test
  void numbersAreLongOrDouble() {
    Document document = Documents.parse("f", "[9223372036854775807, 1.5]");

    assertTrue(document.root().get(0).isLong());
    assertTrue(document.root().get(1).isDouble());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `a: 1\\na: 2`              | `f:2:1: /a: the key "a" stands twice, first in line 1: remove one`
          `{"a": 1,\\n "a": 2}`      | `f:2:2: /a: the key "a" stands twice, first in line 1: remove one`
          `a: &x 1\\nb: *x`          | `f:1:4: anchors are not read: remove &x and write values out`
          `a: *x`                    | `f:1:4: aliases are not read: write the value out`
          `a: !secret x`             | `f:1:4: the tag !secret is not known, or does not fit the value`
          `a: !!binary eA==`         | `f:1:4: the tag tag:yaml.org,2002:binary is not known, or does not fit the value`
          `a: !!set {x}`             | `f:1:4: the tag tag:yaml.org,2002:set is not known: remove it`
          `1: x`                     | `f:1:1: a key must be text, and 1 is none: quote it`
          `true: x`                  | `f:1:1: a key must be text, and true is none: quote it`
          `? [a]\\n: 1`              | `f:1:3: a key must be text, not a list`
          `a: 99999999999999999999`  | `f:1:4: the number 99999999999999999999 does not fit in 64 bits: quote it as text`
          `{"a": 99999999999999999999}` | `f:1:7: the number 99999999999999999999 does not fit in 64 bits: quote it as text`
          `a: 1e999`                 | `f:1:4: the number 1e999 has no finite value: quote it as text`
          `a: .inf`                  | `f:1:4: the number .inf has no finite value: quote it as text`
          `a: 1\\n---\\nb: 1`        | `f:3:1: a second document begins: only one is possible here`
          `# nothing`                | `f:1:1: is empty: one document is needed`
          `a: 'x`                    | `f:1:6: is not YAML: while scanning a quoted scalar: found unexpected end of stream`
          `a: 1\\n  b: 2`            | `f:2:4: is not YAML: mapping values are not allowed here`
          """)
  void refusesWithPlaceAndNextStep(String text, String complaint) {
    DocumentException refused =
        assertThrows(
            DocumentException.class, () -> Documents.parse("f", text.replace("\\n", "\n")));

    assertEquals(complaint, refused.getMessage());
  }

  @Test
  void refusesWhatIsTooDeepOrTooLongOrUnreadable() {
    for (String open : List.of("[", "{\"a\":", "- ", "{a: ")) {
      DocumentException deep =
          assertThrows(DocumentException.class, () -> Documents.parse("f", open.repeat(100_000)));
      assertTrue(deep.toString().contains("nested deeper than 64 levels"), deep.getMessage());
    }
    DocumentException large =
        assertThrows(
            DocumentException.class, () -> Documents.parse("f", "é".repeat((1 << 19) + 1)));
    assertTrue(large.toString().contains("longer than 1048576 bytes"));
    DocumentException control =
        assertThrows(DocumentException.class, () -> Documents.parse("f", "a: 1\nb: \u0007"));
    assertTrue(control.toString().contains("f:2:1: the character U+0007"), control.getMessage());
  }

  private static Object normal(Document document) {
    return Json.mapper().readTree(document.root().toString());
  }
}
