package dev.automat.catalog;

import dev.automat.resource.Json;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The form of {@code spec}: the reserved fields, which all modules share, and inputs. */
public final class SpecForm {

  /** How sensitive the data may be, mildest first. */
  public static final List<String> CLASSIFICATIONS =
      List.of("public", "internal", "confidential", "restricted");

  /** The classification of a request that names none. */
  public static final String DEFAULT_CLASSIFICATION = "internal";

  private static final JsonNode ENVELOPE =
      Json.read(
          """
          {"$schema": "https://json-schema.org/draft/2020-12/schema",
           "type": "object", "additionalProperties": false,
           "properties": {
            "module": {"type": "string", "description": "The golden path; default: the kind's."},
            "moduleVersion": {"type": "string", "description": "Default: the newest that is not deprecated."},
            "environment": {"type": "string", "description": "The stage. Immutable."},
            "size": {"type": "string", "description": "Default: the environment's."},
            "cloud": {"type": "string", "description": "Only placements on this provisioner. Immutable."},
            "region": {"type": "string", "description": "Only placements in this region. Immutable."},
            "owner": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\\\u0000-\\\\u001f\\\\u007f]*$",
             "description": "Who answers for it; default: the team's."},
            "costCenter": {"type": "string", "minLength": 1, "maxLength": 63, "pattern": "^[^\\\\u0000-\\\\u001f\\\\u007f]*$",
             "description": "Who pays for it; default: the team's."},
            "dataClassification": {"type": "string", "enum": ["public", "internal", "confidential", "restricted"],
             "description": "How sensitive the data may be; default: internal."},
            "purpose": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\\\u0000-\\\\u001f\\\\u007f]*$",
             "description": "What it is for."},
            "lifetime": {"type": "string",
             "description": "How long it may live, from creation: a number with h, d or w, or none; default: the environment's."},
            "expiresAt": {"type": "string",
             "description": "The instant of its end (RFC 3339), in place of lifetime."},
            "deletionProtection": {"type": "boolean", "description": "Whether DELETE is refused; default: the environment's."},
            "inputs": {"type": "object", "description": "What the module asks for."}}}
          """,
          JsonNode.class);

  private SpecForm() {}

  /** JSON Schema of the reserved fields, inputs being any map. Not to be changed. */
  public static JsonNode envelope() {
    return ENVELOPE;
  }

  /** The names of the reserved fields. */
  static Collection<String> fields() {
    return ENVELOPE.path("properties").propertyNames();
  }

  /**
   * The schema of one module version's spec.
   *
   * @param isDefault whether requests need not name the module
   */
  static JsonNode of(
      String module,
      boolean isDefault,
      InputForm inputs,
      Collection<Size> sizes,
      Collection<Environment> environments) {
    ObjectNode schema = (ObjectNode) ENVELOPE.deepCopy();
    ObjectNode properties = (ObjectNode) schema.get("properties");
    ArrayNode required = schema.putArray("required");
    ((ObjectNode) properties.get("module")).put("const", module);
    if (!isDefault) {
      required.add("module");
    }
    required.add("environment");
    oneOf(properties, "environment", environments.stream().map(Environment::name).toList());
    if (sizes.isEmpty()) {
      properties.remove("size");
    } else {
      oneOf(properties, "size", sizes.stream().map(Size::name).toList());
    }
    ObjectNode own = (ObjectNode) inputs.document().deepCopy();
    List<String> asked =
        inputs.names().stream()
            .filter(inputs::required)
            .filter(name -> !given(name, inputs, sizes, environments))
            .toList();
    own.remove("required");
    if (!asked.isEmpty()) {
      required.add("inputs");
      ArrayNode names = own.putArray("required");
      asked.forEach(names::add);
    }
    properties.set("inputs", own);
    return schema;
  }

  private static void oneOf(ObjectNode properties, String field, List<String> values) {
    ArrayNode names = ((ObjectNode) properties.get(field)).putArray("enum");
    values.forEach(names::add);
  }

  /** Whether some layer sets it, so that a request may be valid without it. */
  private static boolean given(
      String input,
      InputForm inputs,
      Collection<Size> sizes,
      Collection<Environment> environments) {
    return Optional.ofNullable(inputs.schemaOf(input).get("default")).isPresent()
        || sizes.stream().anyMatch(size -> size.inputs().containsKey(input))
        || environments.stream().anyMatch(each -> each.inputs().containsKey(input));
  }
}
