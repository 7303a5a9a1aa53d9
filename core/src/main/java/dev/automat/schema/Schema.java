package dev.automat.schema;

import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import dev.automat.resource.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema 2020-12. Safe for many threads. References to other documents are refused, never
 * fetched; formats are asserted.
 */
public final class Schema {

  private static final String DIALECT = SpecificationVersion.DRAFT_2020_12.getDialectId();

  /** Keywords that 2020-12 does not know say nothing of the value; typos are the meta-schema's. */
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          Dialect.builder(Dialects.getDraft202012())
              .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
              .build(),
          registry ->
              registry
                  .schemaCacheEnabled(false)
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final JsonNode document;
  private volatile com.networknt.schema.@Nullable Schema compiled;

  private Schema(JsonNode document) {
    this.document = document;
  }

  /**
   * @param schema is kept, so it must not be changed afterwards
   * @throws IllegalArgumentException if it is not a valid schema; the message names the pointer in
   *     the schema
   */
  public static Schema compile(JsonNode schema) {
    refuseForeignReferences(schema, "");
    List<Problem> wrong = new Problems(MetaSchema.DOCUMENT).of(MetaSchema.check(schema));
    if (!wrong.isEmpty()) {
      Problem first = wrong.getFirst();
      throw new IllegalArgumentException(
          "is no JSON Schema: " + first.pointer() + ": " + first.message() + "; " + first.fix());
    }
    try {
      Schema made = new Schema(schema);
      made.compiled();
      return made;
    } catch (SchemaException e) {
      throw new IllegalArgumentException("is no JSON Schema: " + e.getMessage(), e);
    }
  }

  /**
   * One that is part of the program, whose tests {@link #compile} it. It is not held against the
   * meta-schema, and compiled when a value is checked for the first time: the contract has a
   * hundred, with 0.3 MiB each, and few are ever asked.
   *
   * @param schema is kept, so it must not be changed afterwards
   */
  public static Schema own(JsonNode schema) {
    return new Schema(schema);
  }

  private com.networknt.schema.Schema compiled() {
    com.networknt.schema.Schema made = compiled;
    if (made == null) {
      // Two threads that come first both compile it, to the same.
      made = REGISTRY.getSchema(document);
      made.initializeValidators();
      compiled = made;
    }
    return made;
  }

  /**
   * All that is wrong with the value; empty if it is valid. Each error stands at the innermost
   * place it can.
   */
  public List<Problem> check(JsonNode value) {
    List<com.networknt.schema.Error> errors = validate(value);
    return errors.isEmpty() ? List.of() : new Problems(document).of(errors);
  }

  /**
   * The validator compares a double with an integer's bounds as a long, and throws where it is none
   * (1e300); as an integer of any size the same number is compared rightly.
   */
  private List<com.networknt.schema.Error> validate(JsonNode value) {
    try {
      return compiled().validate(value);
    } catch (JacksonException e) {
      return compiled().validate(LargeNumbers.asIntegers(value));
    }
  }

  /** The schema as it was given. Not to be changed. */
  public JsonNode document() {
    return document;
  }

  private static void refuseForeignReferences(JsonNode node, String pointer) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String at = pointer + "/" + entry.getKey();
      JsonNode target = entry.getValue();
      switch (entry.getKey()) {
        case "$ref", "$dynamicRef" -> refuseUnless(at, target, target.asString("").startsWith("#"));
        case "$schema" -> refuseUnless(at, target, target.asString("").equals(DIALECT));
        case "$id" -> refuseUnless(at, target, !target.isString());
        default -> refuseForeignReferences(target, at);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      refuseForeignReferences(node.get(i), pointer + "/" + i);
    }
  }

  private static void refuseUnless(String pointer, JsonNode target, boolean fine) {
    if (target.isString() && !fine) {
      throw new IllegalArgumentException(
          pointer
              + ": "
              + target
              + " is another document, and those are never fetched: write \"#/…\"");
    }
  }

  /** Loaded only when a schema is compiled. */
  private static final class MetaSchema {
    private static final com.networknt.schema.Schema COMPILED =
        SchemaRegistry.withDefaultDialect(Dialects.getDraft202012())
            .getSchema(SchemaLocation.of(DIALECT));
    static final JsonNode DOCUMENT = COMPILED.getSchemaNode();

    static List<com.networknt.schema.Error> check(JsonNode schema) {
      return COMPILED.validate(schema);
    }
  }

  /**
   * One thing that is wrong.
   *
   * @param pointer RFC 6901 pointer into the value; for an unknown or a missing property, that
   *     property
   * @param keyword the schema keyword, such as {@code enum}, {@code type}, {@code required}, {@code
   *     additionalProperties}
   * @param message what is wrong, in words
   * @param fix what to do
   * @param exists what would be accepted there, if it can be listed
   * @param nearest the entry of {@code exists} spelled most alike, if one is near
   */
  public record Problem(
      String pointer,
      String keyword,
      String message,
      String fix,
      List<String> exists,
      Optional<String> nearest) {

    /**
     * The same as a violation of a document.
     *
     * @param at pointer to the value in the document
     */
    public Violation violation(String at) {
      String rule =
          switch (keyword) {
            case "additionalProperties" -> "unknown-field";
            case "type" -> "wrong-type";
            case "required" -> "missing-field";
            default -> "invalid-field";
          };
      return new Violation(at + pointer, rule, message, fix, exists, nearest);
    }
  }
}
