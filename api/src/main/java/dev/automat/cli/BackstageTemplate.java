package dev.automat.cli;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.catalog.Kind;
import dev.automat.resource.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A software template of Backstage for a new service with one resource of each of some kinds. */
record BackstageTemplate(BackstageForm form) {

  private static final String NAME = "^[a-z]([a-z0-9]|-(?=[a-z0-9])){0,39}$";

  BackstageTemplate(Catalog catalog, List<Kind> kinds) {
    this(new BackstageForm(catalog, kinds));
  }

  String write() {
    ObjectNode template =
        BackstageForm.template(
            "automat-service",
            "A service with " + form.words(),
            "A new repository, and " + form.words() + " from Automat.",
            "service");
    ObjectNode spec = template.withObject("spec");
    ArrayNode pages = spec.putArray("parameters");
    pages.add(service());
    form.kinds().forEach(kind -> pages.add(form.page(kind, form.module(kind).environments())));
    steps(spec.putArray("steps"));
    output(spec.putObject("output"));
    return form.written("", template);
  }

  private ObjectNode service() {
    ObjectNode page = Json.object().put("title", "The service");
    page.putArray("required").add("name").add("owner").add("environment").add("repoUrl");
    ObjectNode properties = page.putObject("properties");
    BackstageForm.name(
        properties,
        NAME,
        "Of the service, and of what it gets: small letters, digits and single hyphens.");
    BackstageForm.owner(
        properties, "Who owns the service. The group has the name of a team in Automat.");
    ObjectNode environment =
        properties.putObject("environment").put("title", "Environment").put("type", "string");
    environments().forEach(environment.putArray("enum")::add);
    BackstageForm.purpose(properties);
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
    form.kinds()
        .forEach(
            kind ->
                common.retainAll(
                    form.module(kind).environments().stream().map(Environment::name).toList()));
    return common;
  }

  private void steps(ArrayNode steps) {
    ObjectNode fetch = BackstageForm.step(steps, "fetch", "Write the files", "fetch:template");
    fetch.put("url", "./content");
    ObjectNode values = fetch.putObject("values");
    values
        .put("name", "${{ parameters.name }}")
        .put("owner", "${{ parameters.owner }}")
        .put("team", BackstageForm.TEAM)
        .put("destination", "${{ parameters.repoUrl | parseRepoUrl }}");
    ArrayNode written = values.putArray("kinds");
    for (Kind kind : form.kinds()) {
      written.addObject().put("kind", kind.name()).put("plural", kind.plural());
      ObjectNode input =
          BackstageForm.step(
              steps,
              BackstageForm.key(kind),
              "Ask for a " + kind.name().toLowerCase(Locale.ROOT),
              "automat:vend");
      input
          .put("team", BackstageForm.TEAM)
          .put("kind", kind.plural())
          .put("name", "${{ parameters.name }}");
      ObjectNode spec =
          input
              .putObject("spec")
              .put("environment", "${{ parameters.environment }}")
              .put("purpose", "${{ parameters.purpose }}");
      BackstageForm.asked(kind, spec);
    }
    BackstageForm.step(steps, "publish", "Make the repository", "publish:github")
        .put("repoUrl", "${{ parameters.repoUrl }}")
        .put("description", "${{ parameters.purpose }}");
    BackstageForm.step(steps, "register", "Register the service", "catalog:register")
        .put("repoContentsUrl", "${{ steps.publish.output.repoContentsUrl }}")
        .put("catalogInfoPath", "/catalog-info.yaml");
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
    for (Kind kind : form.kinds()) {
      text.addObject()
          .put("title", kind.name())
          .put("content", "${{ steps." + BackstageForm.key(kind) + ".output.summary }}");
    }
  }
}
