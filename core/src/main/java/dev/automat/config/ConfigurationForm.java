package dev.automat.config;

import dev.automat.document.Documents;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import dev.automat.team.TeamForm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which keys there are, of which type, and what holds where one is not given. */
final class ConfigurationForm {

  private static final String RESOURCE = "configuration.yaml";

  /** The beginning of all our environment variables. */
  static final String PREFIX = "AUTOMAT_";

  private static final JsonNode FORM = form();
  private static final Schema SCHEMA = Schema.own(FORM);

  private final Map<String, Schema> provisioners = new LinkedHashMap<>();
  private final SortedMap<String, ScalarKey> variables = new TreeMap<>();

  ConfigurationForm(InstalledPlugins plugins) {
    addScalars("", FORM);
    plugins
        .plugins()
        .forEach(
            plugin -> {
              JsonNode own = Json.read(plugin.configurationSchema(), JsonNode.class);
              provisioners.put(plugin.name(), Schema.compile(own));
              addScalars("provisioners." + plugin.name(), own);
            });
  }

  private static JsonNode form() {
    JsonNode form = Documents.parse(RESOURCE, read()).root();
    ((ObjectNode) form.at("/properties/teams")).set("additionalProperties", TeamForm.schema());
    return form;
  }

  private static String read() {
    try (InputStream in = ConfigurationForm.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addScalars(String path, JsonNode node) {
    node.path("properties")
        .properties()
        .forEach(
            property -> {
              String key = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
              JsonNode declared = resolved(property.getValue());
              String type = declared.path("type").asString("");
              switch (type) {
                case "object" -> addScalars(key, declared);
                case "string", "integer", "number", "boolean" ->
                    variables.put(
                        variableOf(key),
                        new ScalarKey(key, ScalarType.valueOf(type.toUpperCase(Locale.ROOT))));
                default -> {
                  // Only in the file: a list has no plain text form, nor what is of many types.
                }
              }
            });
  }

  private JsonNode resolved(JsonNode declared) {
    String reference = declared.path("$ref").asString("");
    return reference.startsWith("#/") ? FORM.at(reference.substring(1)) : declared;
  }

  /** {@code http.maxBodyBytes} → {@code AUTOMAT_HTTP_MAX_BODY_BYTES}. */
  static String variableOf(String key) {
    String words = key.replaceAll("([a-z0-9])([A-Z])", "$1_$2");
    return PREFIX + words.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** Checks all but the plugins' own sections. */
  Schema schema() {
    return SCHEMA;
  }

  /** What checks the section of each installed plugin. */
  Map<String, Schema> provisioners() {
    return provisioners;
  }

  /** Environment variable to the key it stands for. */
  SortedMap<String, ScalarKey> variables() {
    return variables;
  }

  /** The type of a scalar key such as {@code http.port}. */
  Optional<ScalarType> typeOf(String key) {
    return variables.values().stream()
        .filter(scalar -> scalar.key().equals(key))
        .map(ScalarKey::type)
        .findFirst();
  }

  /** What holds for a key that is not given, such as for {@code http.port}. */
  JsonNode defaultOf(String key) {
    return FORM.at("/properties/" + key.replace(".", "/properties/") + "/default");
  }

  /** A key that has one plain value. */
  record ScalarKey(String key, ScalarType type) {}

  /** The types of plain values. */
  enum ScalarType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN
  }
}
