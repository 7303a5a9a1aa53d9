package dev.automat.cli;

import dev.automat.document.Document;
import dev.automat.resource.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Problems in words and lines. */
final class ProblemText {

  private ProblemText() {}

  /** A problem document of the server. */
  static String of(JsonNode problem, Optional<Document> document) {
    List<String> lines = new ArrayList<>();
    List<JsonNode> violations = problem.path("violations").valueStream().toList();
    if (violations.isEmpty()) {
      lines.add(
          head(problem.path("title").asString("failed"), problem.path("detail").asString("")));
      problem.path("fix").asStringOpt().ifPresent(fix -> lines.add("  fix: " + fix));
      list(problem.path("exists"), lines);
      changes(problem.path("changes"), lines);
    } else {
      violations.forEach(violation -> lines.add(of(read(violation), document)));
    }
    if (problem.path("status").asInt(0) >= 500) {
      lines.add("  request: " + problem.path("requestId").asString(""));
    }
    return String.join("\n", lines);
  }

  /** The title, and what more is known. */
  private static String head(String title, String detail) {
    return title.equalsIgnoreCase(detail) ? title : title + ": " + detail;
  }

  private static void list(JsonNode exists, List<String> lines) {
    if (!exists.isEmpty()) {
      lines.add(
          "  there is: "
              + String.join(", ", exists.valueStream().map(JsonNode::asString).toList()));
    }
  }

  /** What today's plan changes of the one that stands. */
  private static void changes(JsonNode changes, List<String> lines) {
    for (JsonNode change : changes) {
      lines.add(change(change));
    }
  }

  /** One value that differs. */
  static String change(JsonNode change) {
    return "  "
        + change.path("pointer").asString()
        + ": "
        + (change.has("was") ? change.path("was").toString() : "nothing")
        + " -> "
        + (change.has("now") ? change.path("now").toString() : "nothing");
  }

  /** Violations or warnings, as a server writes them. */
  static List<Violation> violations(JsonNode list) {
    return list.valueStream().map(ProblemText::read).toList();
  }

  private static Violation read(JsonNode violation) {
    return new Violation(
        violation.path("pointer").asString(""),
        violation.path("rule").asString(""),
        violation.path("message").asString(""),
        violation.path("fix").asString(""),
        violation.path("exists").valueStream().map(JsonNode::asString).toList(),
        violation.path("nearest").asStringOpt(),
        violation.path("docs").asStringOpt(),
        violation.path("waivable").asBoolean(false));
  }

  /** One violation, with its place in the file if there is one. */
  static String of(Violation violation, Optional<Document> document) {
    String place = document.map(d -> d.place(violation.pointer()) + ": ").orElse("");
    StringBuilder text = new StringBuilder(place);
    if (!violation.pointer().isEmpty()) {
      text.append(violation.pointer()).append(": ");
    }
    text.append(violation.message()).append(" [").append(violation.rule()).append("]");
    text.append("\n  fix: ").append(violation.fix());
    violation.docs().ifPresent(docs -> text.append("\n  docs: ").append(docs));
    violation.nearest().ifPresent(near -> text.append("\n  nearest: ").append(near));
    if (!violation.exists().isEmpty()) {
      text.append("\n  there is: ").append(String.join(", ", violation.exists()));
    }
    return text.toString();
  }
}
