package dev.automat.cli;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.catalog.Kind;
import dev.automat.catalog.Module;
import dev.automat.catalog.Size;
import dev.automat.resource.Json;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the forms of software templates have in common. They are made from the default modules of
 * the catalogue; what is left open in them is chosen by the module, as in any request, so they have
 * no defaults of their own.
 */
record BackstageForm(Catalog catalog, List<Kind> kinds) {

  static final String TEAM = "${{ parameters.owner | parseEntityRef | pick('name') }}";

  /** What of an input's schema means something to a form. */
  private static final Set<String> KEPT =
      Set.of(
          "type", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "description");

  /** The kinds, as words. */
  String words() {
    return kinds.stream().map(BackstageForm::word).collect(Collectors.joining(" and "));
  }

  private static String word(Kind kind) {
    return "a " + kind.name().toLowerCase(Locale.ROOT);
  }

  /** A template without its form and its steps. */
  static ObjectNode template(String name, String title, String description, String type) {
    ObjectNode template =
        Json.object().put("apiVersion", "scaffolder.backstage.io/v1beta3").put("kind", "Template");
    ObjectNode metadata = template.putObject("metadata");
    metadata.put("name", name).put("title", title).put("description", description);
    metadata.putArray("tags").add("automat").add("recommended");
    template.putObject("spec").put("type", type).put("owner", "group:default/platform");
    return template;
  }

  /**
   * The file.
   *
   * @param option of the command that writes it; empty if it needs none
   */
  String written(String option, ObjectNode template) {
    return "# Written by: automat backstage template "
        + option
        + kinds.stream().map(Kind::plural).collect(Collectors.joining(" "))
        + "\n"
        + Format.yaml.write(template);
  }

  Module module(Kind kind) {
    return kind.defaultModule()
        .flatMap(name -> catalog.module(kind.name(), name, Optional.empty()))
        .orElseThrow(
            () ->
                new CommandException(
                    kind.name()
                        + " has no default module, so nobody can tell which form it has: set"
                        + " defaultModule in its kind.yaml"));
  }

  static void name(ObjectNode properties, String pattern, String description) {
    properties
        .putObject("name")
        .put("title", "Name")
        .put("type", "string")
        .put("pattern", pattern)
        .put("description", description)
        .put("ui:autofocus", true);
  }

  static void owner(ObjectNode properties, String description) {
    ObjectNode owner =
        properties
            .putObject("owner")
            .put("title", "Team")
            .put("type", "string")
            .put("description", description)
            .put("ui:field", "OwnerPicker");
    // Groups of other namespaces may have the name of a team, and speak for none.
    owner
        .putObject("ui:options")
        .putObject("catalogFilter")
        .put("kind", "Group")
        .put("metadata.namespace", "default");
  }

  static void purpose(ObjectNode properties) {
    properties
        .putObject("purpose")
        .put("title", "Purpose")
        .put("type", "string")
        .put("maxLength", 200)
        .put("description", "What it is for. It stands in the tags and in the catalogue.");
  }

  /**
   * The page of a kind.
   *
   * @param environments where sizes are told
   */
  ObjectNode page(Kind kind, Collection<Environment> environments) {
    Module module = module(kind);
    ObjectNode page = Json.object().put("title", kind.name());
    module.description().ifPresent(text -> page.put("description", text));
    ObjectNode fields =
        page.putObject("properties")
            .putObject(key(kind))
            .put("title", kind.name())
            .put("type", "object")
            .putObject("properties");
    List<String> sizes =
        module.sizes().stream()
            .map(Size::name)
            .filter(size -> environments.stream().anyMatch(each -> each.sizes().contains(size)))
            .toList();
    if (!sizes.isEmpty()) {
      ObjectNode size = fields.putObject("size").put("title", "Size").put("type", "string");
      sizes.forEach(each -> size.withArray("enum").add(each));
      size.put("description", "Left open, it is the environment's. " + sizes(environments));
    }
    ObjectNode inputs = fields.putObject("inputs").put("title", "More").put("type", "object");
    ObjectNode properties = inputs.putObject("properties");
    for (Map.Entry<String, JsonNode> input : module.inputs().path("properties").properties()) {
      properties.set(input.getKey(), field(input.getValue()));
    }
    return page;
  }

  private static String sizes(Collection<Environment> environments) {
    return environments.stream()
        .filter(environment -> !environment.sizes().isEmpty())
        .map(environment -> environment.name() + ": " + String.join(", ", environment.sizes()))
        .collect(Collectors.joining("; ", "There is in ", "."));
  }

  private static ObjectNode field(JsonNode schema) {
    ObjectNode field = Json.object();
    schema
        .properties()
        .forEach(
            each -> {
              if (KEPT.contains(each.getKey())) {
                field.set(each.getKey(), each.getValue());
              }
            });
    return field;
  }

  /** What a kind is called in the form. */
  static String key(Kind kind) {
    return kind.name().substring(0, 1).toLowerCase(Locale.ROOT) + kind.name().substring(1);
  }

  /** Adds what is asked of the module of a kind. */
  static void asked(Kind kind, ObjectNode spec) {
    spec.put("size", "${{ parameters." + key(kind) + ".size }}")
        .put("inputs", "${{ parameters." + key(kind) + ".inputs }}");
  }

  static ObjectNode step(ArrayNode steps, String id, String name, String action) {
    return steps
        .addObject()
        .put("id", id)
        .put("name", name)
        .put("action", action)
        .putObject("input");
  }
}
