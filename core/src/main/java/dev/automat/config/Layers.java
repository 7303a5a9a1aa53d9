package dev.automat.config;

import dev.automat.document.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file with the overrides laid over it.
 *
 * @param root the sum
 * @param document the file
 * @param overridden pointer to the place of the override that stands there
 */
record Layers(JsonNode root, Document document, Map<String, String> overridden) {

  static Layers of(Document document, List<GivenSetting> overrides, ConfigurationForm form) {
    if (!(document.root() instanceof ObjectNode object)) {
      return new Layers(document.root(), document, Map.of());
    }
    ObjectNode root = object.deepCopy();
    Map<String, String> overridden = new HashMap<>();
    for (GivenSetting override : overrides) {
      String pointer = "/" + override.key().replace('.', '/');
      if (put(root, pointer, typed(override, form))) {
        overridden.put(pointer, override.place());
      }
    }
    return new Layers(root, document, overridden);
  }

  /** Not where the file holds something else than a mapping: the form will complain of that. */
  private static boolean put(ObjectNode root, String pointer, JsonNode value) {
    ObjectNode at = root;
    String[] segments = pointer.substring(1).split("/", -1);
    for (int i = 0; i < segments.length - 1; i++) {
      JsonNode child = at.path(segments[i]);
      if (child.isMissingNode() || child.isNull()) {
        child = at.putObject(segments[i]);
      }
      if (!(child instanceof ObjectNode object)) {
        return false;
      }
      at = object;
    }
    at.set(segments[segments.length - 1], value);
    return true;
  }

  /** Text that is not of the type stays text, so that the form complains of it. */
  private static JsonNode typed(GivenSetting override, ConfigurationForm form) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    String text = override.value();
    Optional<ConfigurationForm.ScalarType> type = form.typeOf(override.key());
    if (type.isEmpty()) {
      throw new IllegalArgumentException(override.key() + " is not a scalar key");
    }
    return switch (type.get()) {
      case STRING -> nodes.stringNode(text);
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? nodes.booleanNode(text.equals("true"))
              : nodes.stringNode(text);
      case INTEGER ->
          text.matches("-?[0-9]{1,18}")
              ? nodes.numberNode(Long.parseLong(text))
              : nodes.stringNode(text);
      case NUMBER ->
          text.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")
              ? nodes.numberNode(Double.parseDouble(text))
              : nodes.stringNode(text);
    };
  }

  /** Where the value at the pointer, or its nearest parent, was given. */
  String place(String pointer) {
    return Optional.ofNullable(overridden.get(pointer)).orElseGet(() -> document.place(pointer));
  }
}
