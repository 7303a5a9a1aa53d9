package dev.automat.schema;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A compiled JSON Schema 2020-12. Safe for many threads. References to other documents are refused,
 * never fetched.
 */
public final class Schema {

  private Schema() {}

  /**
   * @throws IllegalArgumentException if it is not a valid schema; the message names the pointer in
   *     the schema
   */
  public static Schema compile(JsonNode schema) {
    throw new UnsupportedOperationException();
  }

  /**
   * All that is wrong with the value; empty if it is valid. Each error stands at the innermost
   * place it can.
   */
  public List<Problem> check(JsonNode value) {
    throw new UnsupportedOperationException();
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
      Optional<String> nearest) {}
}
