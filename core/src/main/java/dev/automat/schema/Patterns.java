package dev.automat.schema;

import dev.automat.schema.Schema.Problem;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What is wrong with a text that has not the form that a schema wants. */
final class Patterns {

  private static final String KEYWORD = "pattern";

  /** How those patterns begin that only keep a text in one line. */
  private static final String ONE_LINE = "^[^\\u0000-\\u001f";

  private final String pattern;
  private final List<String> examples;
  private final Optional<String> title;

  /**
   * @param schema in which the pattern stands; its {@code examples} show the form, its {@code
   *     title} says it in words
   */
  Patterns(JsonNode schema) {
    this.pattern = schema.path(KEYWORD).asString("");
    this.examples = schema.path("examples").valueStream().map(JsonNode::asString).toList();
    this.title = Optional.of(schema.path("title").asString("")).filter(text -> !text.isEmpty());
  }

  Problem problem(String at, JsonNode got) {
    if (pattern.startsWith(ONE_LINE) && pattern.endsWith("]*$")) {
      return problem(
          at, "must not hold line breaks or other control characters", "write it in one line");
    }
    if (examples.isEmpty()) {
      return problem(
          at,
          "must match the pattern " + pattern + ", which " + Words.ofValue(got) + " does not",
          title
              .map(form -> "write " + form)
              .orElse("write what the pattern allows, or ask whoever wrote it for an example"));
    }
    String such = String.join(", ", examples);
    return problem(
        at,
        "must look like " + examples.getFirst() + ", not like " + Words.ofValue(got),
        title
            .map(form -> "write " + form + ", such as " + such)
            .orElse("write it like " + such + "; the pattern is " + pattern));
  }

  private static Problem problem(String at, String message, String fix) {
    return new Problem(at, KEYWORD, message, fix, List.of(), Optional.empty());
  }
}
