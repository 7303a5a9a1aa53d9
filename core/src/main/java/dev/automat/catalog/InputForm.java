package dev.automat.catalog;

import dev.automat.resource.Json;
import dev.automat.schema.Schema;
import dev.automat.schema.Schema.Problem;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The inputs that a module has: their schema, compiled, and their shapes. */
final class InputForm {

  private static final String REQUEST = "request";

  private final JsonNode document;
  private final Schema schema;
  private final Map<String, ValueShape> shapes = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException if it is no valid schema
   */
  InputForm(JsonNode document) {
    this.document = document;
    this.schema = Schema.compile(document);
    document
        .path("properties")
        .properties()
        .forEach(each -> shapes.put(each.getKey(), ValueShape.of(each.getValue())));
  }

  JsonNode document() {
    return document;
  }

  Set<String> names() {
    return shapes.keySet();
  }

  JsonNode schemaOf(String input) {
    return document.path("properties").path(input);
  }

  boolean marked(String input, String mark) {
    return schemaOf(input).path("x-automat").path(mark).asBoolean(false);
  }

  boolean required(String input) {
    for (JsonNode name : document.path("required")) {
      if (name.asString().equals(input)) {
        return true;
      }
    }
    return false;
  }

  void declare(BiConsumer<String, CelType> variables) {
    shapes.forEach((name, shape) -> shape.declare("inputs." + name, variables));
  }

  /** What is wrong with values that some layer sets; that others are missing is not. */
  List<Problem> check(JsonNode values) {
    List<Problem> problems =
        new ArrayList<>(
            schema.check(values).stream()
                .filter(problem -> !(isMissing(problem) && depth(problem) == 1))
                .toList());
    if (problems.isEmpty()) {
      values.properties().forEach(each -> value(each.getKey(), each.getValue(), problems));
    }
    return problems;
  }

  static boolean isMissing(Problem problem) {
    return problem.keyword().equals("required");
  }

  private static int depth(Problem problem) {
    return (int) problem.pointer().chars().filter(c -> c == '/').count();
  }

  /** Values in the types that expressions know. They must be valid. */
  Map<String, Object> values(JsonNode valid) {
    Map<String, Object> values = new LinkedHashMap<>();
    valid
        .properties()
        .forEach(
            each ->
                Optional.ofNullable(shapes.get(each.getKey()))
                    .ifPresent(shape -> values.put(each.getKey(), shape.value(each.getValue()))));
    return values;
  }

  /** Layers taken together, before there is a request. */
  MergedInputs merge(List<Layer> layers) {
    ObjectNode json = json(layers);
    SortedMap<String, String> origins = new TreeMap<>();
    layers.forEach(
        layer ->
            layer
                .values()
                .propertyNames()
                .forEach(name -> origins.put("/inputs/" + name, layer.origin())));
    return merged(json, Map.of(), origins);
  }

  /** The values of all layers, the last one winning, in the order of the schema. */
  ObjectNode json(List<Layer> layers) {
    ObjectNode json = Json.object();
    for (String name : shapes.keySet()) {
      layers.forEach(
          layer ->
              Optional.ofNullable(layer.values().get(name))
                  .ifPresent(value -> json.set(name, value)));
    }
    return json;
  }

  /** The defaults with what the request sets. */
  MergedInputs merge(ObjectNode defaults, MergedInputs merged, ObjectNode request) {
    ObjectNode json = defaults.objectNode();
    SortedMap<String, String> origins = new TreeMap<>(merged.origins());
    for (String name : shapes.keySet()) {
      JsonNode own = request.get(name);
      JsonNode value = own == null ? defaults.get(name) : own;
      if (value != null) {
        json.set(name, value);
      }
      if (own != null) {
        origins.put("/inputs/" + name, REQUEST);
      }
    }
    request.properties().stream()
        .filter(each -> !shapes.containsKey(each.getKey()))
        .forEach(each -> json.set(each.getKey(), each.getValue()));
    return merged(json, merged.values(), origins);
  }

  /**
   * @param known values of which those that are not the request's are taken over
   */
  private MergedInputs merged(
      ObjectNode json, Map<String, Object> known, SortedMap<String, String> origins) {
    List<Problem> problems = new ArrayList<>(schema.check(json));
    Set<String> wrong = HashSet.newHashSet(problems.size());
    problems.forEach(problem -> wrong.add(firstOf(problem.pointer())));
    Map<String, Object> values = LinkedHashMap.newLinkedHashMap(json.size());
    Map<String, Object> leaves = HashMap.newHashMap(json.size());
    shapes.forEach(
        (name, shape) -> {
          JsonNode given = json.get(name);
          if (given != null && !wrong.contains(name)) {
            boolean own = REQUEST.equals(origins.get("/inputs/" + name));
            Optional<Object> value =
                own || !known.containsKey(name)
                    ? value(name, given, problems)
                    : Optional.ofNullable(known.get(name));
            value.ifPresent(
                fits -> {
                  values.put(name, fits);
                  shape.bind("inputs." + name, fits, leaves::put);
                });
          }
        });
    return new MergedInputs(values, origins, leaves, List.copyOf(problems));
  }

  private Optional<Object> value(String input, JsonNode valid, List<Problem> problems) {
    try {
      return Optional.ofNullable(shapes.get(input)).map(shape -> shape.value(valid));
    } catch (ArithmeticException e) {
      // Not lost: it is one of the problems that are told.
      problems.add(tooLarge(input));
      return Optional.empty();
    }
  }

  private static String firstOf(String pointer) {
    int end = pointer.indexOf('/', 1);
    return pointer.isEmpty() ? "" : pointer.substring(1, end < 0 ? pointer.length() : end);
  }

  /** JSON has numbers of any size, settings have 64 bits. */
  private static Problem tooLarge(String input) {
    return new Problem(
        "/" + input,
        "maximum",
        "holds a number that does not fit in 64 bits",
        "use a smaller number",
        List.of(),
        Optional.empty());
  }

  /**
   * Something that sets inputs.
   *
   * @param origin as a plan calls it, such as {@code size small}
   */
  record Layer(String origin, JsonNode values) {}
}
