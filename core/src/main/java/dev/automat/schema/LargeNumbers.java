package dev.automat.schema;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes numbers beyond 64 bits as the integers that they are. */
final class LargeNumbers {

  private LargeNumbers() {}

  /** A copy; only doubles too large for a fraction differ, and only in form. */
  static JsonNode asIntegers(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(each -> copy.set(each.getKey(), asIntegers(each.getValue())));
        yield copy;
      }
      case ARRAY -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        node.forEach(each -> copy.add(asIntegers(each)));
        yield copy;
      }
      case NUMBER ->
          Math.abs(node.asDouble()) < Long.MAX_VALUE
              ? node
              : JsonNodeFactory.instance.numberNode(node.decimalValue().toBigInteger());
      case STRING, BOOLEAN, NULL, MISSING, BINARY, POJO -> node;
    };
  }
}
