package dev.automat.admission;

import dev.automat.resource.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A typed view of {@code spec}: what has the wrong type reads as absent. */
record Spec(ObjectNode node) {

  private static final ObjectNode NOTHING = Json.object();

  static Spec of(JsonNode spec) {
    return new Spec(spec instanceof ObjectNode object ? object : NOTHING);
  }

  Optional<String> text(String field) {
    JsonNode value = node.get(field);
    return value != null && value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  Optional<Boolean> truth(String field) {
    JsonNode value = node.get(field);
    return value != null && value.isBoolean() ? Optional.of(value.asBoolean()) : Optional.empty();
  }

  ObjectNode inputs() {
    return node.get("inputs") instanceof ObjectNode inputs ? inputs : NOTHING;
  }
}
