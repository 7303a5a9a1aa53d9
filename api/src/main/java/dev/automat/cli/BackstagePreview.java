package dev.automat.cli;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.catalog.Kind;
import dev.automat.resource.Json;
import dev.automat.stack.StackKey;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A software template of Backstage for a preview environment: a stack with one member of each of
 * some kinds, so that all of it is made and goes as one.
 */
record BackstagePreview(BackstageForm form) {

  private static final String ENVIRONMENT = "preview";

  /** Of a name that the server takes, in characters. */
  private static final int LONGEST_NAME = 40;

  BackstagePreview(Catalog catalog, List<Kind> kinds) {
    this(new BackstageForm(catalog, kinds));
  }

  String write() {
    ObjectNode template =
        BackstageForm.template(
            "automat-preview",
            "A preview environment with " + form.words(),
            "From Automat, "
                + form.words()
                + " with one name and one lifetime: made, extended and taken back as one.",
            "environment");
    ObjectNode spec = template.withObject("spec");
    ArrayNode pages = spec.putArray("parameters");
    pages.add(preview());
    form.kinds().forEach(kind -> pages.add(form.page(kind, List.of(environment(kind)))));
    steps(spec.putArray("steps"));
    output(spec.putObject("output"));
    return form.written("--preview ", template);
  }

  private Environment environment(Kind kind) {
    return form.module(kind).environments().stream()
        .filter(each -> each.name().equals(ENVIRONMENT))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandException(
                    "the default module of "
                        + kind.name()
                        + " is not offered in preview, so no preview can have one: leave the kind"
                        + " out, or add the environment to the module"));
  }

  private ObjectNode preview() {
    ObjectNode page = Json.object().put("title", "The preview");
    page.putArray("required").add("name").add("owner");
    ObjectNode properties = page.putObject("properties");
    BackstageForm.name(
        properties,
        pattern(),
        "Such as pr-42: small letters, digits and single hyphens. What is in it is named after"
            + " it.");
    BackstageForm.owner(
        properties, "Who owns the preview. The group has the name of a team in Automat.");
    properties
        .putObject("lifetime")
        .put("title", "Lifetime")
        .put("type", "string")
        .put("pattern", "^[1-9][0-9]*[hdw]$")
        .put(
            "description",
            "When all of it is taken back, from its creation: a number with h, d or w. Left open,"
                + " it is the environment's. "
                + lifetimes());
    BackstageForm.purpose(properties);
    return page;
  }

  /** Members are named {@code <name>-<member>}, which has to be a name, too. */
  private String pattern() {
    int longest =
        form.kinds().stream().mapToInt(kind -> BackstageForm.key(kind).length()).max().orElse(0);
    return "^[a-z]([a-z0-9]|-(?=[a-z0-9])){0," + (LONGEST_NAME - 2 - longest) + "}$";
  }

  private String lifetimes() {
    List<String> longest =
        form.kinds().stream()
            .map(kind -> kind.name() + ": at most " + environment(kind).maxLifetime().text())
            .toList();
    return String.join("; ", longest) + ".";
  }

  private void steps(ArrayNode steps) {
    ObjectNode input = BackstageForm.step(steps, "preview", "Ask for all of it", "automat:vend");
    input
        .put("team", BackstageForm.TEAM)
        .put("kind", StackKey.PLURAL)
        .put("name", "${{ parameters.name }}");
    ObjectNode spec =
        input
            .putObject("spec")
            .put("environment", ENVIRONMENT)
            .put("lifetime", "${{ parameters.lifetime }}")
            .put("purpose", "${{ parameters.purpose }}");
    ObjectNode members = spec.putObject("resources");
    for (Kind kind : form.kinds()) {
      BackstageForm.asked(
          kind, members.putObject(BackstageForm.key(kind)).put("kind", kind.name()));
    }
  }

  private static void output(ObjectNode output) {
    output
        .putArray("text")
        .addObject()
        .put("title", "The preview")
        .put("content", "${{ steps.preview.output.summary }}");
  }
}
