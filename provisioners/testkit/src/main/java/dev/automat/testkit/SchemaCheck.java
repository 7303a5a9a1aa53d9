package dev.automat.testkit;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.DialectId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON Schema 2020-12 as a plugin declares it. */
final class SchemaCheck {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final String text;
  private final JsonNode root;

  SchemaCheck(String text) {
    this.text = text;
    this.root = JSON.readTree(text);
  }

  /** What is wrong with the schema itself; empty if nothing is. */
  List<String> faults() {
    if (!root.path("$schema").asString(DialectId.DRAFT_2020_12).equals(DialectId.DRAFT_2020_12)) {
      return List.of("$schema is not " + DialectId.DRAFT_2020_12);
    }
    return REGISTRY
        .getSchema(SchemaLocation.of(DialectId.DRAFT_2020_12))
        .validate(text, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** What is wrong with the value; empty if nothing is. */
  List<String> faultsOf(Map<String, Object> value) {
    return REGISTRY
        .getSchema(text, InputFormat.JSON)
        .validate(JSON.writeValueAsString(value), InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  boolean isClosedObject() {
    JsonNode more = root.path("additionalProperties");
    return root.path("type").asString("").equals("object") && more.isBoolean() && !more.asBoolean();
  }

  Collection<String> properties() {
    return root.path("properties").propertyNames();
  }

  boolean describes(String property) {
    return !root.path("properties").path(property).path("description").asString("").isBlank();
  }

  boolean requires(String property) {
    for (JsonNode name : root.path("required")) {
      if (name.asString("").equals(property)) {
        return true;
      }
    }
    return false;
  }
}
