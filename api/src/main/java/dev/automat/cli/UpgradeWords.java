package dev.automat.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Says what a new plan changes. */
final class UpgradeWords {

  private UpgradeWords() {}

  static List<String> preview(JsonNode document) {
    List<String> lines = new ArrayList<>();
    JsonNode difference = document.path("difference");
    String from = difference.path("from").asString("");
    String to = difference.path("to").asString("");
    lines.add(from.equals(to) ? from + " as it is today" : from + " becomes " + to);
    for (JsonNode change : difference.path("settings")) {
      lines.add(
          "  "
              + change.path("setting").asString("")
              + ": "
              + text(change.path("was"))
              + " becomes "
              + text(change.path("now"))
              + " ("
              + change.path("effect").asString("")
              + ")");
    }
    for (JsonNode change : difference.path("changes")) {
      if (!change.path("pointer").asString("").startsWith("/settings/")) {
        lines.add(ProblemText.change(change));
      }
    }
    JsonNode cost = document.path("costDelta");
    if (!cost.isMissingNode()) {
      lines.add(
          "  a month: "
              + cost.path("from").asString("")
              + " becomes "
              + cost.path("to").asString("")
              + " "
              + cost.path("currency").asString(""));
    }
    document
        .path("warnings")
        .forEach(warning -> lines.add("  warning: " + warning.path("message").asString("")));
    return lines;
  }

  private static String text(JsonNode value) {
    return value.isMissingNode() ? "nothing" : value.toString();
  }

  static String done(String name, JsonNode document) {
    return name
        + ": "
        + document.at("/plan/module").asString("")
        + ", "
        + document.at("/status/phase").asString("");
  }
}
