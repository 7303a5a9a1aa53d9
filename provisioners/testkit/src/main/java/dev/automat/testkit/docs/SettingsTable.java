package dev.automat.testkit.docs;

import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A resource type in words and a table, as its descriptor has it. */
public record SettingsTable(TypeDescriptor type) {

  /** As Markdown. */
  public String text() {
    JsonNode schema = JsonMapper.shared().readTree(type.settingsSchema());
    Set<String> required =
        schema.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    StringBuilder text = new StringBuilder(facts());
    text.append("\n| setting | values | a change | |\n|---|---|---|---|\n");
    schema
        .get("properties")
        .forEachEntry(
            (key, property) ->
                text.append(
                    "| `%s`%s | %s | %s | %s |\n"
                        .formatted(
                            key,
                            required.contains(key) ? " (required)" : "",
                            cell(values(property)),
                            change(key),
                            cell(property.path("description").asString()))));
    return text.toString();
  }

  private String facts() {
    return """
    Outputs: %s. Names are cut to %d characters. A list shows %s. Making one usually takes %s; a
    change may take %s to be seen. At most %s operations a second and %d at a time in an account.
    """
        .formatted(
            type.outputs().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")),
            type.naming().maxLength(),
            switch (type.listDepth()) {
              case IDENTITY -> "names";
              case TAGS -> "names and tags, and no settings";
              case FULL -> "everything";
            },
            duration(type.typicalCreate().toSeconds()),
            duration(type.settleTime().toSeconds()),
            number(type.rateLimit().callsPerSecond()),
            type.rateLimit().inFlight());
  }

  private static String duration(long seconds) {
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min";
  }

  private static String number(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private String change(String key) {
    Change change = type.changeOf(key);
    return switch (change) {
      case IN_PLACE -> "in place";
      case GROW_ONLY -> "only grows";
      case REPLACE -> "replaces";
    };
  }

  private static String values(JsonNode property) {
    if (property.has("enum")) {
      return property.get("enum").valueStream().map(SettingsTable::literal).collect(joined());
    }
    List<String> words = new ArrayList<>();
    words.add(types(property.path("type")));
    if (property.has("minimum") || property.has("maximum")) {
      words.add(limit(property, "minimum") + " to " + limit(property, "maximum"));
    }
    if (property.has("items")) {
      words.add("of " + values(property.get("items")));
    }
    if (property.has("additionalProperties")) {
      words.add("of " + types(property.get("additionalProperties").path("type")));
    }
    if (property.has("maxProperties")) {
      words.add("at most " + property.get("maxProperties").asInt());
    }
    if (property.has("pattern")) {
      words.add("`" + property.get("pattern").asString() + "`");
    }
    return String.join(" ", words);
  }

  private static String types(JsonNode type) {
    return type.isArray()
        ? type.valueStream().map(JsonNode::asString).collect(Collectors.joining(" or "))
        : type.asString();
  }

  private static String limit(JsonNode property, String name) {
    return property.has(name) ? property.get(name).asString() : "any";
  }

  private static String literal(JsonNode value) {
    return "`" + value.asString() + "`";
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }

  /** A bar would end the cell, in code too. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
