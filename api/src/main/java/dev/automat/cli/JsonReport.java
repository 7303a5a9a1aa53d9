package dev.automat.cli;

import dev.automat.document.Document;
import dev.automat.document.Document.Mark;
import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code validate} found, for programs. */
final class JsonReport {

  private JsonReport() {}

  /** {@code {refused, items}}, as the server's verdicts are, and with the places in the files. */
  static ObjectNode of(List<Checked> all) {
    ObjectNode report =
        Json.object().put("refused", all.stream().filter(each -> !each.allowed()).count());
    ArrayNode items = report.putArray("items");
    for (int i = 0; i < all.size(); i++) {
      items.add(item(i, all.get(i)));
    }
    return report;
  }

  private static ObjectNode item(int index, Checked checked) {
    Document document = checked.document();
    ObjectNode item =
        Json.object()
            .put("index", index)
            .put("source", document.source())
            .put("kind", document.root().path("kind").asString(""))
            .put("team", document.root().at("/metadata/team").asString(""))
            .put("name", document.root().at("/metadata/name").asString(""))
            .put("allowed", checked.allowed());
    checked.effect().ifPresent(effect -> item.put("effect", effect));
    checked.digest().ifPresent(digest -> item.put("digest", digest));
    if (!checked.cost().isMissingNode()) {
      item.set("cost", checked.cost());
    }
    if (!checked.costDelta().isMissingNode()) {
      item.set("costDelta", checked.costDelta());
    }
    ArrayNode violations = item.putArray("violations");
    checked.violations().forEach(each -> violations.add(found(each, document)));
    ArrayNode warnings = item.putArray("warnings");
    checked.warnings().forEach(each -> warnings.add(found(each, document)));
    checked.notEvaluated().forEach(item.putArray("notEvaluated")::add);
    return item;
  }

  private static ObjectNode found(Violation violation, Document document) {
    Mark mark = document.markOf(violation.pointer());
    ObjectNode node =
        Json.object()
            .put("pointer", violation.pointer())
            .put("rule", violation.rule())
            .put("message", violation.message())
            .put("fix", violation.fix())
            .put("line", mark.line())
            .put("column", mark.column());
    if (!violation.exists().isEmpty()) {
      violation.exists().forEach(node.putArray("exists")::add);
    }
    violation.nearest().ifPresent(near -> node.put("nearest", near));
    violation.docs().ifPresent(docs -> node.put("docs", docs));
    if (violation.waivable()) {
      node.put("waivable", true);
    }
    return node;
  }
}
