package dev.automat.cli;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.catalog.Kind;
import dev.automat.catalog.Module;
import dev.automat.resource.Json;
import java.util.ArrayList;
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
 * A software template of Backstage for a new service with one resource of each of some kinds. Its
 * form is made from the default modules of the catalogue; what is left open in it is chosen by the
 * module, as in any request, so it has no defaults of its own.
 */
record BackstageTemplate(Catalog catalog, List<Kind> kinds) {

  private static final String NAME = "^[a-z]([a-z0-9]|-(?=[a-z0-9])){0,39}$";

  /** What of an input's schema means something to a form. */
  private static final Set<String> KEPT =
      Set.of(
          "type", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "description");

  String write() {
    String words =
        kinds.stream()
            .map(kind -> "a " + kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" and "));
    ObjectNode template =
        Json.object().put("apiVersion", "scaffolder.backstage.io/v1beta3").put("kind", "Template");
    ObjectNode metadata = template.putObject("metadata");
    metadata
        .put("name", "automat-service")
        .put("title", "A service with " + words)
        .put("description", "A new repository, and " + words + " from Automat.");
    metadata.putArray("tags").add("automat").add("recommended");
    ObjectNode spec = template.putObject("spec");
    spec.put("type", "service").put("owner", "group:default/platform");
    ArrayNode pages = spec.putArray("parameters");
    pages.add(service());
    kinds.forEach(kind -> pages.add(page(kind)));
    steps(spec.putArray("steps"));
    output(spec.putObject("output"));
    return "# Written by: automat backstage template "
        + kinds.stream().map(Kind::plural).collect(Collectors.joining(" "))
        + "\n"
        + Format.yaml.write(template);
  }

  private Module module(Kind kind) {
    return kind.defaultModule()
        .flatMap(name -> catalog.module(kind.name(), name, Optional.empty()))
        .orElseThrow(
            () ->
                new CommandException(
                    kind.name()
                        + " has no default module, so nobody can tell which form it has: set"
                        + " defaultModule in its kind.yaml"));
  }

  private ObjectNode service() {
    ObjectNode page = Json.object().put("title", "The service");
    page.putArray("required").add("name").add("owner").add("environment").add("repoUrl");
    ObjectNode properties = page.putObject("properties");
    properties
        .putObject("name")
        .put("title", "Name")
        .put("type", "string")
        .put("pattern", NAME)
        .put(
            "description",
            "Of the service, and of what it gets: small letters, digits and single hyphens.")
        .put("ui:autofocus", true);
    ObjectNode owner =
        properties
            .putObject("owner")
            .put("title", "Team")
            .put("type", "string")
            .put(
                "description", "Who owns the service. The group has the name of a team in Automat.")
            .put("ui:field", "OwnerPicker");
    // Groups of other namespaces may have the name of a team, and speak for none.
    owner
        .putObject("ui:options")
        .putObject("catalogFilter")
        .put("kind", "Group")
        .put("metadata.namespace", "default");
    ObjectNode environment =
        properties.putObject("environment").put("title", "Environment").put("type", "string");
    environments().forEach(environment.putArray("enum")::add);
    properties
        .putObject("purpose")
        .put("title", "Purpose")
        .put("type", "string")
        .put("maxLength", 200)
        .put("description", "What it is for. It stands in the tags and in the catalogue.");
    ObjectNode repository =
        properties
            .putObject("repoUrl")
            .put("title", "Repository")
            .put("type", "string")
            .put("ui:field", "RepoUrlPicker");
    repository.putObject("ui:options").putArray("allowedHosts").add("github.com");
    return page;
  }

  /** Those that all the modules have. */
  private List<String> environments() {
    List<String> common = new ArrayList<>(Environment.NAMES);
    kinds.forEach(
        kind ->
            common.retainAll(module(kind).environments().stream().map(Environment::name).toList()));
    return common;
  }

  private ObjectNode page(Kind kind) {
    Module module = module(kind);
    ObjectNode page = Json.object().put("title", kind.name());
    module.description().ifPresent(text -> page.put("description", text));
    ObjectNode fields =
        page.putObject("properties")
            .putObject(key(kind))
            .put("title", kind.name())
            .put("type", "object")
            .putObject("properties");
    if (!module.sizes().isEmpty()) {
      ObjectNode size = fields.putObject("size").put("title", "Size").put("type", "string");
      module.sizes().forEach(each -> size.withArray("enum").add(each.name()));
      size.put("description", "Left open, it is the environment's. " + sizes(module));
    }
    ObjectNode inputs = fields.putObject("inputs").put("title", "More").put("type", "object");
    ObjectNode properties = inputs.putObject("properties");
    for (Map.Entry<String, JsonNode> input : module.inputs().path("properties").properties()) {
      properties.set(input.getKey(), field(input.getValue()));
    }
    return page;
  }

  private static String sizes(Module module) {
    return module.environments().stream()
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

  private static String key(Kind kind) {
    return kind.name().substring(0, 1).toLowerCase(Locale.ROOT) + kind.name().substring(1);
  }

  private void steps(ArrayNode steps) {
    ObjectNode fetch = step(steps, "fetch", "Write the files", "fetch:template");
    fetch.put("url", "./content");
    ObjectNode values = fetch.putObject("values");
    values
        .put("name", "${{ parameters.name }}")
        .put("owner", "${{ parameters.owner }}")
        .put("team", "${{ parameters.owner | parseEntityRef | pick('name') }}")
        .put("destination", "${{ parameters.repoUrl | parseRepoUrl }}");
    ArrayNode written = values.putArray("kinds");
    for (Kind kind : kinds) {
      written.addObject().put("kind", kind.name()).put("plural", kind.plural());
      ObjectNode input =
          step(
              steps,
              key(kind),
              "Ask for a " + kind.name().toLowerCase(Locale.ROOT),
              "automat:vend");
      input
          .put("team", "${{ parameters.owner | parseEntityRef | pick('name') }}")
          .put("kind", kind.plural())
          .put("name", "${{ parameters.name }}");
      input
          .putObject("spec")
          .put("environment", "${{ parameters.environment }}")
          .put("purpose", "${{ parameters.purpose }}")
          .put("size", "${{ parameters." + key(kind) + ".size }}")
          .put("inputs", "${{ parameters." + key(kind) + ".inputs }}");
    }
    step(steps, "publish", "Make the repository", "publish:github")
        .put("repoUrl", "${{ parameters.repoUrl }}")
        .put("description", "${{ parameters.purpose }}");
    step(steps, "register", "Register the service", "catalog:register")
        .put("repoContentsUrl", "${{ steps.publish.output.repoContentsUrl }}")
        .put("catalogInfoPath", "/catalog-info.yaml");
  }

  private static ObjectNode step(ArrayNode steps, String id, String name, String action) {
    return steps
        .addObject()
        .put("id", id)
        .put("name", name)
        .put("action", action)
        .putObject("input");
  }

  private void output(ObjectNode output) {
    ArrayNode links = output.putArray("links");
    links
        .addObject()
        .put("title", "Repository")
        .put("url", "${{ steps.publish.output.remoteUrl }}");
    links
        .addObject()
        .put("title", "In the catalogue")
        .put("icon", "catalog")
        .put("entityRef", "${{ steps.register.output.entityRef }}");
    ArrayNode text = output.putArray("text");
    for (Kind kind : kinds) {
      text.addObject()
          .put("title", kind.name())
          .put("content", "${{ steps." + key(kind) + ".output.summary }}");
    }
  }
}
