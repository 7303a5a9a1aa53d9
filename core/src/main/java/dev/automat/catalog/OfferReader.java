package dev.automat.catalog;

import dev.automat.catalog.InputForm.Layer;
import dev.automat.expression.TypeWords;
import dev.automat.resource.Json;
import dev.automat.resource.Lifetime;
import dev.automat.resource.Plan.OnMissing;
import dev.automat.schema.Complaints;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what people can ask for: inputs, sizes, environments and classifications. */
final class OfferReader {

  private final JsonNode root;
  private final InputForm inputs;
  private final Complaints complaints;

  OfferReader(JsonNode root, InputForm inputs, Complaints complaints) {
    this.root = root;
    this.inputs = inputs;
    this.complaints = complaints;
  }

  Module.Offer read() {
    checkInputs();
    Map<String, Size> sizes = sizes();
    Map<String, Environment> environments = environments(sizes);
    Map<String, Layer> classifications = layers("classifications", "classification ");
    return new Module.Offer(
        inputs,
        sizes,
        environments,
        complaints.any()
            ? new Defaults(inputs, new Layer("", Json.object()), Map.of(), Map.of(), Map.of())
            : new Defaults(
                inputs,
                new Layer("module default", defaults()),
                layers("sizes", "size "),
                layers("environments", "environment "),
                classifications));
  }

  private ObjectNode defaults() {
    ObjectNode defaults = Json.object();
    for (String name : inputs.names()) {
      Optional.ofNullable(inputs.schemaOf(name).get("default"))
          .ifPresent(value -> defaults.set(name, value));
    }
    return defaults;
  }

  private void checkInputs() {
    inputs
        .check(defaults())
        .forEach(
            problem -> {
              String[] path = problem.pointer().substring(1).split("/", 2);
              complaints.add(
                  "/inputs/properties/" + path[0] + "/default",
                  "the default " + problem.message() + ": " + problem.fix());
            });
    for (String name : inputs.names()) {
      String pointer = "/inputs/properties/" + name;
      String type = inputs.schemaOf(name).path("type").asString();
      if (inputs.marked(name, "growOnly") && !List.of("integer", "number").contains(type)) {
        complaints.add(pointer + "/x-automat", "only a number can be growOnly");
      }
      if (inputs.schemaOf(name).path("format").asString("").equals("password")) {
        complaints.add(
            pointer + "/format",
            "an input can be no secret, as what is asked for is kept, shown and audited: have the"
                + " provisioner make it");
      }
      refuseNested(inputs.schemaOf(name), pointer);
    }
    for (JsonNode name : root.path("inputs").path("required")) {
      if (!inputs.names().contains(name.asString())) {
        complaints.unknown("/inputs/required", "input", name.asString(), inputs.names());
      }
    }
  }

  /** Inputs are set, and merged, as a whole: what stands deeper would be read by nobody. */
  private void refuseNested(JsonNode schema, String pointer) {
    List<String> places = new ArrayList<>();
    schema.path("properties").propertyNames().forEach(name -> places.add("/properties/" + name));
    places.add("/items");
    places.add("/additionalProperties");
    for (String place : places) {
      JsonNode nested = schema.at(place);
      for (String word : List.of("default", "x-automat")) {
        if (nested.has(word)) {
          complaints.add(
              pointer + place + "/" + word, word + " is only read on an input as a whole: move it");
        }
      }
      if (nested.isObject()) {
        refuseNested(nested, pointer + place);
      }
    }
  }

  private Map<String, Size> sizes() {
    Map<String, Size> sizes = new LinkedHashMap<>();
    root.path("sizes")
        .properties()
        .forEach(
            each ->
                sizes.put(
                    each.getKey(),
                    new Size(
                        each.getKey(),
                        Json.map(orEmpty(each.getValue().path("vars"))),
                        inputsIn(each.getValue(), "/sizes/" + each.getKey()))));
    sizes.values().stream()
        .skip(1)
        .forEach(size -> compare(sizes.values().iterator().next(), size));
    return sizes;
  }

  private void compare(Size first, Size size) {
    String pointer = "/sizes/" + size.name() + "/vars";
    first
        .vars()
        .forEach(
            (name, value) -> {
              Object other = size.vars().get(name);
              if (other == null) {
                complaints.add(
                    pointer,
                    "has no " + name + ", which the size " + first.name() + " has: add it");
              } else if (!typeOf(other).equals(typeOf(value))) {
                complaints.add(
                    pointer + "/" + name,
                    "is "
                        + TypeWords.of(typeOf(other))
                        + ", and in the size "
                        + first.name()
                        + " "
                        + TypeWords.of(typeOf(value))
                        + ": make them the same");
              }
            });
    size.vars().keySet().stream()
        .filter(name -> !first.vars().containsKey(name))
        .forEach(
            name ->
                complaints.unknown(
                    pointer + "/" + name,
                    "var in the size " + first.name() + " named",
                    name,
                    first.vars().keySet()));
  }

  static CelType typeOf(Object value) {
    return switch (value) {
      case Long _ -> SimpleType.INT;
      case Double _ -> SimpleType.DOUBLE;
      case Boolean _ -> SimpleType.BOOL;
      default -> SimpleType.STRING;
    };
  }

  private Map<String, Environment> environments(Map<String, Size> sizes) {
    Map<String, Environment> environments = new LinkedHashMap<>();
    root.path("environments")
        .properties()
        .forEach(
            each ->
                environments.put(
                    each.getKey(), environment(each.getKey(), each.getValue(), sizes)));
    return environments;
  }

  private Environment environment(String name, JsonNode node, Map<String, Size> sizes) {
    String pointer = "/environments/" + name;
    List<String> offered = new ArrayList<>();
    node.path("sizes").forEach(size -> offered.add(size.asString()));
    Optional<String> defaultSize =
        Optional.ofNullable(node.get("defaultSize")).map(JsonNode::asString);
    checkSizes(pointer, offered, defaultSize, sizes);
    int before = complaints.count();
    Lifetime lifetime = lifetime(node, pointer, "default");
    Lifetime max = lifetime(node, pointer, "max");
    if (complaints.count() == before && lifetime.longerThan(max)) {
      complaints.add(
          pointer + "/lifetime/default",
          "the default " + lifetime.text() + " is longer than max " + max.text());
    }
    return new Environment(
        name,
        List.copyOf(offered),
        defaultSize,
        lifetime,
        max,
        node.path("deletionProtection").asBoolean(false),
        node.path("onMissing").asString("report").equals("recreate")
            ? OnMissing.RECREATE
            : OnMissing.REPORT,
        inputsIn(node, pointer));
  }

  private void checkSizes(
      String pointer, List<String> offered, Optional<String> defaultSize, Map<String, Size> sizes) {
    for (int i = 0; i < offered.size(); i++) {
      if (!sizes.containsKey(offered.get(i))) {
        complaints.unknown(pointer + "/sizes/" + i, "size", offered.get(i), sizes.keySet());
      }
    }
    if (!sizes.isEmpty() && (offered.isEmpty() || defaultSize.isEmpty())) {
      complaints.add(pointer, "must name sizes and defaultSize, as the module has sizes");
    }
    defaultSize
        .filter(size -> !offered.contains(size) && sizes.keySet().containsAll(offered))
        .ifPresent(
            size ->
                complaints.unknown(pointer + "/defaultSize", "size on offer here", size, offered));
  }

  private Lifetime lifetime(JsonNode node, String pointer, String field) {
    String text = node.path("lifetime").path(field).asString();
    Optional<Lifetime> lifetime = Lifetime.parse(text);
    if (lifetime.isEmpty()) {
      complaints.add(
          pointer + "/lifetime/" + field, text + " is no lifetime: write " + Lifetime.FORM);
    }
    return lifetime.orElse(Lifetime.NONE);
  }

  private Map<String, Object> inputsIn(JsonNode node, String pointer) {
    JsonNode values = orEmpty(node.path("inputs"));
    var problems = inputs.check(values);
    complaints.addAll(pointer + "/inputs", problems);
    return problems.isEmpty() ? inputs.values(values) : Map.of();
  }

  private Map<String, Layer> layers(String field, String origin) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    root.path(field)
        .properties()
        .forEach(
            each -> {
              if (field.equals("classifications")) {
                inputsIn(each.getValue(), "/classifications/" + each.getKey());
              }
              layers.put(
                  each.getKey(),
                  new Layer(origin + each.getKey(), orEmpty(each.getValue().path("inputs"))));
            });
    return layers;
  }

  private static JsonNode orEmpty(JsonNode node) {
    return node.isObject() ? node : Json.object();
  }
}
