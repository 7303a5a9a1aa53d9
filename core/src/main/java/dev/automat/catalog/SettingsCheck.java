package dev.automat.catalog;

import dev.automat.expression.Template;
import dev.automat.expression.Template.Computed;
import dev.automat.expression.Template.Constant;
import dev.automat.expression.Template.Entries;
import dev.automat.expression.Template.Items;
import dev.automat.expression.Template.Reference;
import dev.automat.expression.Template.Text;
import dev.automat.expression.TypeWords;
import dev.automat.resource.Json;
import dev.automat.schema.Complaints;
import dev.automat.schema.Schema.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Holds a mapping's settings against the plugin's schema before there is a request: names, types of
 * expressions, and the values of constants.
 */
final class SettingsCheck {

  private final Mapping.Target target;
  private final Complaints complaints;
  private final Set<String> maybeAbsent;

  /**
   * @param maybeAbsent the inputs that can be without a value
   */
  SettingsCheck(Mapping.Target target, Complaints complaints, Set<String> maybeAbsent) {
    this.target = target;
    this.complaints = complaints;
    this.maybeAbsent = maybeAbsent;
  }

  void check(Entries settings, String pointer) {
    JsonNode schema = target.document();
    names(settings, schema, pointer);
    settings
        .entries()
        .forEach(
            (name, template) ->
                types(
                    template,
                    schema.path("properties").path(name),
                    pointer + "/" + SettingsReader.escape(name)));
    required(settings, schema, pointer);
    constants(settings, pointer);
  }

  private void names(Entries settings, JsonNode schema, String pointer) {
    if (!schema.path("additionalProperties").isBoolean()
        || schema.path("additionalProperties").asBoolean()) {
      return;
    }
    Set<String> known = Set.copyOf(schema.path("properties").propertyNames());
    settings.entries().keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(
            name ->
                complaints.unknown(
                    pointer + "/" + SettingsReader.escape(name),
                    "setting of " + target.descriptor().type(),
                    name,
                    known.stream().sorted().toList()));
  }

  private void types(Template template, JsonNode schema, String pointer) {
    switch (template) {
      case Entries map -> {
        names(map, schema, pointer);
        map.entries()
            .forEach(
                (name, entry) ->
                    types(
                        entry,
                        schema.path("properties").path(name),
                        pointer + "/" + SettingsReader.escape(name)));
      }
      case Items list -> {
        for (int i = 0; i < list.items().size(); i++) {
          Template item = list.items().get(i);
          types(item, schema.path("items"), pointer + "/" + i);
          if (item instanceof Constant && !list.constant()) {
            type(item, schema.path("items"), pointer + "/" + i);
          }
        }
      }
      case Computed _, Text _, Reference _ -> type(template, schema, pointer);
      case Constant _ -> {
        // Its value is checked, not only its type.
      }
    }
  }

  private void type(Template template, JsonNode schema, String pointer) {
    if (!TypeWords.fits(template.type(), schema)) {
      complaints.add(
          pointer,
          "gives "
              + TypeWords.of(template.type())
              + ", and "
              + target.descriptor().type()
              + " wants "
              + TypeWords.of(schema));
    }
  }

  private void required(Entries settings, JsonNode schema, String pointer) {
    for (JsonNode each : schema.path("required")) {
      String name = each.asString();
      Template template = settings.entries().get(name);
      if (template == null) {
        complaints.add(
            pointer, target.descriptor().type() + " needs the setting " + name + ": add it");
      } else {
        template.reads().stream()
            .filter(read -> read.startsWith("inputs."))
            .filter(read -> maybeAbsent.contains(Mapping.inputOf(read)))
            .findFirst()
            .ifPresent(
                read ->
                    complaints.add(
                        pointer + "/" + SettingsReader.escape(name),
                        target.descriptor().type()
                            + " needs it always, and "
                            + read
                            + " may have no value: give the input a default, or require it"));
      }
    }
  }

  /** Constants are held against the schema as if what expressions give were left out. */
  private void constants(Entries settings, String pointer) {
    Object constants = constantsOf(settings).orElse(Map.of());
    List<Problem> problems =
        target.schema().check(Json.tree(constants)).stream()
            .filter(problem -> concernsAConstant(problem, settings))
            .toList();
    complaints.addAll(pointer, problems);
  }

  private static Optional<Object> constantsOf(Template template) {
    return switch (template) {
      case Constant constant -> Optional.of(constant.value());
      case Entries map -> {
        Map<String, Object> values = new LinkedHashMap<>();
        map.entries()
            .forEach(
                (name, entry) -> constantsOf(entry).ifPresent(value -> values.put(name, value)));
        yield Optional.of(values);
      }
      case Items list when list.constant() ->
          Optional.of(list.items().stream().flatMap(item -> constantsOf(item).stream()).toList());
      case Items _, Computed _, Text _, Reference _ -> Optional.empty();
    };
  }

  /** Unknown names and what the top level lacks are told elsewhere. */
  private static boolean concernsAConstant(Problem problem, Entries settings) {
    int last = problem.pointer().lastIndexOf('/');
    boolean missing =
        problem.keyword().equals("required")
            && last > 0
            && at(settings, problem.pointer()).isEmpty();
    return missing
        || (!problem.keyword().equals("additionalProperties")
            && at(settings, problem.pointer()).map(Template::constant).orElse(false));
  }

  private static Optional<Template> at(Entries settings, String pointer) {
    Optional<Template> template = Optional.of(settings);
    for (String name : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      template =
          template.flatMap(
              parent ->
                  switch (parent) {
                    case Entries map ->
                        Optional.ofNullable(
                            map.entries().get(name.replace("~1", "/").replace("~0", "~")));
                    case Items list -> Optional.of(list.items().get(Integer.parseInt(name)));
                    case Constant _, Computed _, Text _, Reference _ -> Optional.empty();
                  });
    }
    return template;
  }
}
