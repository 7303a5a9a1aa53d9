package dev.automat.schema;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.document.Documents;
import dev.automat.schema.Schema.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SchemaTest {

  private static final String INPUTS =
      """
      {type: object, additionalProperties: false, required: [version], properties: {
        version: {type: string, enum: ["17", "18"], x-automat: {immutable: true}},
        storageGiB: {type: integer, minimum: 1, maximum: 500, multipleOf: 5},
        a/b: {type: string, minLength: 2, pattern: "^x"},
        who: {type: string, pattern: "^[a-z]+:.+$", title: "ISSUER:SUBJECT", examples: ["corp:ann@example.com"]},
        line: {type: string, pattern: '^[^\\u0000-\\u001f]*$'},
        list: {type: array, items: {type: object, additionalProperties: false, properties: {port: {type: integer}}}},
        until: {type: string, format: date},
        either: {oneOf: [{type: string}, {type: object, required: [k], properties: {k: {const: 1}}, additionalProperties: false}]},
        some: {type: array, items: {anyOf: [{type: integer}, {type: boolean}]}}}}
      """;

  private static final Schema SCHEMA = Schema.compile(tree(INPUTS));

  /** They are compiled without a look at the meta-schema when a server starts. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog/kind.schema.json",
        "catalog/module.schema.json",
        "config/configuration.yaml",
        "cost/lists.schema.json",
        "cost/prices.schema.json",
        "policy/policy.schema.json",
        "team/team.yaml"
      })
  void everySchemaOfOursIsOne(String file) throws IOException {
    try (InputStream in = Schema.class.getResourceAsStream("/dev/automat/" + file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      assertDoesNotThrow(() -> Schema.compile(tree(text)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `{version: "18", storageGiB: 10}` | ``
          `{version: "19"}`               | `/version must be one of 17, 18, not 19 -> use one of 17, 18`
          `{version: 18}`                 | `/version must be text, not the number 18 -> quote it: "18"; /version must be one of 17, 18, not 18 -> use one of 17, 18`
          `{}`                            | `/version is missing -> add version`
          `{version: "18", storageGib: 1}`| `/storageGib there is no field "storageGib" here -> did you mean "storageGiB"?`
          `{version: "18", storageGiB: 503}` | `/storageGiB must be 500 or less -> change it to be 500 or less; /storageGiB must be a multiple of 5 -> change it to be a multiple of 5`
          `{version: "18", storageGiB: "5"}` | `/storageGiB must be a whole number, not the text "5" -> write a whole number there`
          `{version: "18", who: ann}`     | `/who must look like corp:ann@example.com, not like the text "ann" -> write ISSUER:SUBJECT, such as corp:ann@example.com`
          `{version: "18", a/b: "postgres://automat:SE/C@RET@db.example.com/automat"}` | `/a~1b must match the pattern ^x, which the text "postgres://…@db.example.com/automat" does not -> write what the pattern allows, or ask whoever wrote it for an example`
          `{version: "18", a/b: "postgres://automat:A-SECRET-SO-LONG-THAT-ITS-HOST-IS-BEYOND-WHAT-IS-SHOWN@db"}` | `/a~1b must match the pattern ^x, which the text "postgres://…@db" does not -> write what the pattern allows, or ask whoever wrote it for an example`
          `{version: "18", line: "\\n"}`   | `/line must not hold line breaks or other control characters -> write it in one line`
          `{version: "18", a/b: y}`       | `/a~1b must have at least 2 characters -> change it to have at least 2 characters; /a~1b must match the pattern ^x, which the text "y" does not -> write what the pattern allows, or ask whoever wrote it for an example`
          `{version: "18", list: [{port: 1}, {prot: 1}]}` | `/list/1/prot there is no field "prot" here -> did you mean "port"?`
          `{version: "18", until: soon}`  | `/until must be a valid date, such as 2026-12-31 -> change it to be a valid date, such as 2026-12-31`
          `{version: "18", either: {k: 2}}` | `/either/k must be 1, not 2 -> use 1`
          `{version: "18", either: {k: 1, z: 2}}` | `/either/z there is no field "z" here -> remove it, or use k`
          `{version: "18", either: 3}`    | `/either must be text or a map, not the number 3 -> quote it: "3"`
          `{version: "18", some: [1, x, true, y]}` | `/some/1 must be a whole number or true or false, not the text "x" -> write a whole number or true or false there; /some/3 must be a whole number or true or false, not the text "y" -> write a whole number or true or false there`
          `{version: "18", storageGiB: 1e300}` | `/storageGiB must be 500 or less -> change it to be 500 or less`
          `{version: "18", storageGiB: -1e300}` | `/storageGiB must be 1 or more -> change it to be 1 or more`
          `[]`                            | ` must be a map, not a list -> write a map there`
          """)
  void saysWhatIsWrongInWords(String value, String expected) {
    String said =
        SCHEMA.check(tree(value)).stream()
            .map(problem -> problem.pointer() + " " + problem.message() + " -> " + problem.fix())
            .collect(Collectors.joining("; "));

    assertEquals(expected, said);
  }

  @Test
  void namesWhatExistsAndTheNearest() {
    Problem unknown = SCHEMA.check(tree("{version: \"18\", verison: 1}")).getFirst();

    assertEquals(
        List.of("a/b", "either", "line", "list", "some", "storageGiB", "until", "version", "who"),
        unknown.exists());
    assertEquals(Optional.of("version"), unknown.nearest());
    assertEquals("additionalProperties", unknown.keyword());
  }

  @Test
  void doesNotCallAFailedPropertyUnknown() {
    Schema schema =
        Schema.compile(
            tree(
                """
                {allOf: [{properties: {a: {type: integer}}}], unevaluatedProperties: false}\
                """));

    List<Problem> problems = schema.check(tree("{a: x}"));

    assertEquals(List.of("type"), problems.stream().map(Problem::keyword).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `{$ref: "http://example.org/x.json"}` | `"http://example.org/x.json" is another document`
          `{properties: {a: {$ref: other.json}}}` | `/properties/a/$ref: "other.json" is another document`
          `{$schema: "http://json-schema.org/draft-07/schema#"}` | `/$schema`
          `{type: strin}`                 | `/type: must be one of array, boolean, integer, null, number, object, string, not strin; did you mean "string"?`
          `{properties: {a: {minimum: x}}}` | `/properties/a/minimum: must be a number, not the text "x"`
          `{$ref: "#/$defs/q"}`           | `is no JSON Schema: Reference /$defs/q cannot be resolved`
          `{pattern: "("}`                | `is no JSON Schema`
          """)
  void refusesWhatIsNoSchema(String schema, String reason) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Schema.compile(tree(schema)));

    assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
  }

  @Test
  void readsReferencesWithinTheDocument() {
    Schema schema =
        Schema.compile(tree("{$defs: {p: {type: integer}}, properties: {a: {$ref: '#/$defs/p'}}}"));

    assertEquals("/a", schema.check(tree("{a: x}")).getFirst().pointer());
  }

  private static JsonNode tree(String yaml) {
    return Documents.parse("test", yaml).root();
  }
}
