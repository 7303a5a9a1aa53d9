package dev.automat.catalog;

import dev.automat.catalog.Module.Offer;
import dev.automat.catalog.ModuleStatus.Stage;
import dev.automat.document.Document;
import dev.automat.document.DocumentException;
import dev.automat.expression.Expressions;
import dev.automat.resource.Json;
import dev.automat.schema.Complaints;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a module of its document, or says all that is wrong with it. */
final class ModuleReader {

  /** The variables that every module has, all of them text. */
  private static final List<String> FACTS =
      List.of("environment", "team", "name", "cloud", "region", "classification");

  private final MappingReader mappings;

  ModuleReader(MappingReader mappings) {
    this.mappings = mappings;
  }

  /**
   * @throws DocumentException with every complaint, if there is any
   */
  Module read(Document document, Kind kind) {
    JsonNode root = document.root();
    Complaints complaints = new Complaints(document);
    complaints.addAll("", Forms.MODULE.check(root));
    complaints.throwIfAny();
    if (!root.path("kind").asString().equals(kind.name())) {
      complaints.add("/kind", "stands in the directory of " + kind.name() + ": write that");
    }
    InputForm inputs = inputs(root, complaints);
    Offer offer = new OfferReader(root, inputs, complaints).read();
    Set<String> maybeAbsent = complaints.any() ? Set.of() : maybeAbsent(inputs, offer);
    SettingsReader settings =
        new SettingsReader(new Expressions(variables(inputs, offer.sizes())), complaints);
    List<Guardrail> guardrails = guardrails(root.path("guardrails"), inputs, settings, complaints);
    Map<String, Mapping> provisioners =
        mappings.read(root.path("provisioners"), inputs, maybeAbsent, settings, complaints);
    checkVars(offer.sizes(), guardrails, provisioners, complaints);
    List<ModuleTest> tests = tests(root.path("tests"), provisioners.keySet(), complaints);
    complaints.throwIfAny();
    return new Module(header(root, kind), offer, guardrails, provisioners, tests);
  }

  private static InputForm inputs(JsonNode root, Complaints complaints) {
    try {
      return new InputForm(root.path("inputs"));
    } catch (IllegalArgumentException e) {
      complaints.add("/inputs", String.valueOf(e.getMessage()));
      complaints.throwIfAny();
      throw e;
    }
  }

  private static Module.Header header(JsonNode root, Kind kind) {
    String name = root.path("module").asString();
    return new Module.Header(
        name,
        root.path("version").asString(),
        kind.name(),
        kind.defaultModule().equals(Optional.of(name)),
        status(root.path("status")),
        Optional.ofNullable(root.get("description")).map(JsonNode::asString),
        Json.digest(root),
        Json.digest(content(root)));
  }

  private static JsonNode content(JsonNode root) {
    ObjectNode content = (ObjectNode) root.deepCopy();
    content.remove(List.of("status", "description", "tests"));
    return content;
  }

  private static ModuleStatus status(JsonNode status) {
    if (status.isString()) {
      return new ModuleStatus(
          Stage.valueOf(status.asString().toUpperCase(java.util.Locale.ROOT)),
          Optional.empty(),
          Optional.empty());
    }
    JsonNode deprecated = status.path("deprecated");
    return new ModuleStatus(
        Stage.DEPRECATED,
        Optional.ofNullable(deprecated.get("until")).map(JsonNode::asString),
        Optional.ofNullable(deprecated.get("moveTo")).map(JsonNode::asString));
  }

  private static Map<String, CelType> variables(InputForm inputs, Map<String, Size> sizes) {
    Map<String, CelType> variables = new LinkedHashMap<>();
    inputs.declare(variables::put);
    sizes.values().stream()
        .flatMap(size -> size.vars().entrySet().stream())
        .forEach(
            each -> variables.put("size." + each.getKey(), OfferReader.typeOf(each.getValue())));
    for (String fact : FACTS) {
      variables.put(fact, SimpleType.STRING);
    }
    return variables;
  }

  /** Inputs that are neither required, nor have a default in the schema or in every size. */
  private static Set<String> maybeAbsent(InputForm inputs, Offer offer) {
    return inputs.names().stream()
        .filter(name -> !inputs.required(name) && !inputs.schemaOf(name).has("default"))
        .filter(name -> !everywhere(offer.sizes().values().stream().map(Size::inputs), name))
        .filter(
            name ->
                !everywhere(offer.environments().values().stream().map(Environment::inputs), name))
        .collect(Collectors.toSet());
  }

  private static boolean everywhere(Stream<Map<String, Object>> layers, String name) {
    List<Map<String, Object>> all = layers.toList();
    return !all.isEmpty() && all.stream().allMatch(layer -> layer.containsKey(name));
  }

  private static List<Guardrail> guardrails(
      JsonNode list, InputForm inputs, SettingsReader texts, Complaints complaints) {
    List<Guardrail> guardrails = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode node = list.get(i);
      String pointer = "/guardrails/" + i;
      String rule = node.path("rule").asString();
      if (!names.add(rule)) {
        complaints.add(pointer + "/rule", "the rule " + rule + " stands twice: rename one");
      }
      checkPlace(node.path("at").asString(), pointer + "/at", inputs, complaints);
      guardrails.add(
          new Guardrail(
              rule,
              node.path("at").asString(),
              texts.condition(node.path("check").asString(), pointer + "/check"),
              texts.text(node.path("message").asString(), pointer + "/message"),
              texts.text(node.path("fix").asString(), pointer + "/fix")));
    }
    return guardrails;
  }

  private static void checkPlace(
      String at, String pointer, InputForm inputs, Complaints complaints) {
    String[] path = at.split("/", -1);
    if (path.length > 2 && !SpecForm.fields().contains(path[2])) {
      complaints.unknown(pointer, "field of spec", path[2], SpecForm.fields());
    } else if (path.length > 3 && path[2].equals("inputs") && !inputs.names().contains(path[3])) {
      complaints.unknown(pointer, "input", path[3], inputs.names());
    }
  }

  private static void checkVars(
      Map<String, Size> sizes,
      List<Guardrail> guardrails,
      Map<String, Mapping> provisioners,
      Complaints complaints) {
    if (sizes.isEmpty() || complaints.any()) {
      return;
    }
    Set<String> read = new HashSet<>();
    guardrails.forEach(guardrail -> read.addAll(guardrail.check().reads()));
    provisioners.values().forEach(mapping -> read.addAll(mapping.reads()));
    Size first = sizes.values().iterator().next();
    first.vars().keySet().stream()
        .filter(name -> !read.contains("size." + name))
        .forEach(
            name ->
                complaints.add(
                    "/sizes/" + first.name() + "/vars/" + name,
                    "size." + name + " is read by no setting: use it, or remove it"));
  }

  private static List<ModuleTest> tests(
      JsonNode list, Set<String> provisioners, Complaints complaints) {
    List<ModuleTest> tests = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode node = list.get(i);
      String on = node.path("on").asString();
      if (!provisioners.contains(on)) {
        complaints.unknown("/tests/" + i + "/on", "provisioner", on, provisioners);
      }
      tests.add(
          new ModuleTest(
              node.path("name").asString(),
              on,
              node.path("given"),
              Optional.ofNullable(node.path("expect").get("plan")),
              Optional.ofNullable(node.path("expect").get("violations"))
                  .map(ModuleReader::expected)));
    }
    return tests;
  }

  private static List<ModuleTest.Expected> expected(JsonNode violations) {
    return violations
        .valueStream()
        .map(
            each ->
                new ModuleTest.Expected(
                    each.path("rule").asString(), each.path("pointer").asString()))
        .toList();
  }
}
