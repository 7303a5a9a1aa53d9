package dev.automat.api.contract;

import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A parameter of a query.
 *
 * @param type the JSON type of its schema
 */
public record Parameter(String name, String type, Schema schema) {

  /** What is wrong with the text as a value of this parameter; empty if nothing is. */
  public List<Schema.Problem> check(String text) {
    return schema.check(typed(text));
  }

  /** Text that is not of the type stays text, so that the schema complains of it. */
  private JsonNode typed(String text) {
    JsonNodeFactory nodes = Json.mapper().getNodeFactory();
    return switch (type) {
      case "integer" ->
          text.matches("-?[0-9]{1,18}")
              ? nodes.numberNode(Long.parseLong(text))
              : nodes.stringNode(text);
      case "boolean" ->
          text.equals("true") || text.equals("false")
              ? nodes.booleanNode(text.equals("true"))
              : nodes.stringNode(text);
      default -> nodes.stringNode(text);
    };
  }
}
