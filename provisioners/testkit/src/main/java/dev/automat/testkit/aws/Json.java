package dev.automat.testkit.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON that some services speak. */
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** What stands at the top and is no object or list; nothing of what is no JSON object. */
  static Map<String, String> scalars(String body) {
    Map<String, String> scalars = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, JsonNode> field : MAPPER.readTree(body).properties()) {
        if (field.getValue().isValueNode() && !field.getValue().isNull()) {
          scalars.put(field.getKey(), field.getValue().asString());
        }
      }
    } catch (JacksonException notJson) {
      // It is moto's to refuse it: the proxy only looks.
      return Map.of();
    }
    return scalars;
  }

  /** A new object. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A new list. */
  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Any value, as it was written. */
  static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }

  /** The object in an answer of moto. */
  static ObjectNode object(String body) {
    return (ObjectNode) MAPPER.readTree(body);
  }
}
