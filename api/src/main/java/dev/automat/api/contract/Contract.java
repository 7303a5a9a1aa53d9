package dev.automat.api.contract;

import dev.automat.document.Documents;
import dev.automat.identity.Permission;
import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI 3.1 contract of this server. */
public final class Contract {

  private static final String RESOURCE = "/dev/automat/api/openapi.yaml";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

  private final JsonNode root;
  private final JsonNode definitions;
  private final List<Operation> operations;

  private Contract(JsonNode root) {
    this.root = root;
    // JSON Schema knows $defs where OpenAPI has components; the rest is one dialect in 3.1.
    this.definitions =
        Json.read(
            Json.write(root.at("/components/schemas")).replace("#/components/schemas/", "#/$defs/"),
            JsonNode.class);
    this.operations = readOperations();
  }

  /**
   * Reads the contract in this jar. That its schemas are such, tests have shown.
   *
   * @throws IllegalStateException if it is not usable
   */
  public static Contract load() {
    try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Contract(Documents.parse("openapi.yaml", text).root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Actions ({@code …:verb}) first, so that no name swallows a verb; then the paths with fewer
   * parameters, so that {@code tokens} is no kind.
   */
  public List<Operation> operations() {
    return operations;
  }

  /** A copy of the contract, for the catalogue to be written into. */
  public ObjectNode document() {
    return (ObjectNode) root.deepCopy();
  }

  /** A schema of the components, compiled. */
  public Schema component(String name) {
    return compile(Json.object().put("$ref", "#/components/schemas/" + name));
  }

  /** A schema that stands anywhere in the contract, compiled. */
  public Schema compile(JsonNode schema) {
    String own = Json.write(schema).replace("#/components/schemas/", "#/$defs/");
    ObjectNode whole = Json.read(own, ObjectNode.class);
    if (own.contains("#/$defs/")) {
      whole.set("$defs", definitions);
    }
    return Schema.own(whole);
  }

  /** What a reference within the contract means; other nodes are what they are. */
  public JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asString("");
    if (!reference.startsWith("#/")) {
      return node;
    }
    JsonNode target = root.at(reference.substring(1));
    if (target.isMissingNode()) {
      throw new IllegalStateException("the contract has no " + reference);
    }
    return target;
  }

  private List<Operation> readOperations() {
    List<Operation> found = new ArrayList<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> METHODS.contains(member.getKey()))
                    .map(
                        member ->
                            operation(
                                path.getKey(), path.getValue(), member.getKey(), member.getValue()))
                    .forEach(found::add));
    found.sort(
        Comparator.comparing((Operation operation) -> !operation.path().isAction())
            .thenComparing(operation -> operation.path().parameters().size()));
    return List.copyOf(found);
  }

  private Operation operation(String path, JsonNode shared, String method, JsonNode declared) {
    List<JsonNode> parameters =
        Stream.concat(
                shared.path("parameters").valueStream(), declared.path("parameters").valueStream())
            .map(this::resolve)
            .toList();
    return new Operation(
        declared.path("operationId").asString(),
        method.toUpperCase(Locale.ROOT),
        PathTemplate.of(path),
        permission(declared),
        named(parameters, "query"),
        named(parameters, "header"),
        body(declared.path("requestBody")),
        declared.path("responses"));
  }

  /** Nothing is open because somebody forgot to say what it needs. */
  private static Permission permission(JsonNode declared) {
    String text = declared.path("x-automat-permission").asString("");
    return Permission.of(text)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the operation "
                        + declared.path("operationId").asString()
                        + " has no x-automat-permission that exists: '"
                        + text
                        + "'"));
  }

  private Map<String, Parameter> named(List<JsonNode> parameters, String in) {
    Map<String, Parameter> named = new LinkedHashMap<>();
    parameters.stream()
        .filter(parameter -> parameter.path("in").asString().equals(in))
        .forEach(
            parameter -> {
              String name = parameter.path("name").asString();
              JsonNode schema = parameter.path("schema");
              named.put(
                  in.equals("header") ? name.toLowerCase(Locale.ROOT) : name,
                  new Parameter(
                      name, resolve(schema).path("type").asString("string"), compile(schema)));
            });
    return named;
  }

  private Optional<Operation.Body> body(JsonNode declared) {
    JsonNode json = declared.at("/content/application~1json/schema");
    JsonNode schema =
        json.isMissingNode() ? declared.at("/content/application~1gzip/schema") : json;
    return schema.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Operation.Body(declared.path("required").asBoolean(false), compile(schema)));
  }
}
