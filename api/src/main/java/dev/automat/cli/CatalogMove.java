package dev.automat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What the server says of a move of the catalogue, in words. */
final class CatalogMove {

  private CatalogMove() {}

  static List<String> lines(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    JsonNode revision = answer.path("revision");
    if (answer.path("active").asBoolean()) {
      lines.add(
          "revision "
              + revision.path("revision").asString()
              + " is active: "
              + revision.path("digest").asString("the directory of the configuration"));
    }
    for (JsonNode line : answer.path("changelog")) {
      lines.add(
          line.path("topic").asString()
              + " "
              + line.path("subject").asString()
              + " "
              + line.path("text").asString());
    }
    for (JsonNode each : answer.at("/impact/touched")) {
      lines.add(
          each.path("change").asString()
              + ": "
              + each.path("kind").asString()
              + " "
              + each.path("team").asString()
              + "/"
              + each.path("name").asString()
              + ": "
              + each.path("text").asString());
    }
    answer
        .at("/impact/counts")
        .properties()
        .forEach(count -> lines.add(count.getKey() + ": " + count.getValue().asString()));
    return lines;
  }

  /** As release notes. */
  static String markdown(JsonNode changelog, JsonNode impact) {
    StringBuilder text = new StringBuilder("# Changes of the catalogue\n");
    for (String topic : List.of("kind", "version", "size", "price", "rule")) {
      List<JsonNode> lines =
          changelog
              .valueStream()
              .filter(line -> line.path("topic").asString().equals(topic))
              .toList();
      if (!lines.isEmpty()) {
        text.append("\n## ")
            .append(topic.substring(0, 1).toUpperCase(Locale.ROOT))
            .append(topic.substring(1))
            .append("s\n");
        lines.forEach(
            line ->
                text.append("- **")
                    .append(line.path("subject").asString())
                    .append("** ")
                    .append(line.path("text").asString())
                    .append('\n'));
      }
    }
    if (!impact.path("touched").isEmpty()) {
      text.append("\n## What exists\n");
      impact
          .path("touched")
          .forEach(
              each ->
                  text.append("- ")
                      .append(each.path("kind").asString())
                      .append(" `")
                      .append(each.path("team").asString())
                      .append('/')
                      .append(each.path("name").asString())
                      .append("`: ")
                      .append(each.path("text").asString())
                      .append('\n'));
    }
    return text.toString();
  }
}
