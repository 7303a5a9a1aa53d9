package dev.automat.cli;

import dev.automat.document.YamlWriter;
import dev.automat.resource.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/** How a command writes what it has to say. */
enum Format {
  yaml,
  json,
  table;

  private static final int WIDTH = 120;

  /** The node as YAML or JSON, for people to read. */
  String write(JsonNode node) {
    return switch (this) {
      case json ->
          Json.mapper().writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(node);
      case yaml, table -> yaml(node);
    };
  }

  private static String yaml(JsonNode node) {
    return YamlWriter.write(Json.mapper().convertValue(node, Object.class), WIDTH).stripTrailing();
  }

  /** Columns that are as wide as they must be. */
  static String table(List<String> head, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(head);
    all.addAll(rows);
    StringBuilder text = new StringBuilder();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(pad(row.get(i), width(all, i) + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
