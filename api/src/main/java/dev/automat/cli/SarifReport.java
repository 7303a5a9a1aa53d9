package dev.automat.cli;

import dev.automat.document.Document.Mark;
import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code validate} found, as SARIF 2.1.0 (OASIS), which code hosts show beside the lines. */
final class SarifReport {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final Map<String, Integer> rules = new LinkedHashMap<>();
  private final ArrayNode listed = Json.mapper().createArrayNode();
  private final ArrayNode results = Json.mapper().createArrayNode();

  private SarifReport() {}

  static ObjectNode of(List<Checked> all) {
    SarifReport report = new SarifReport();
    for (Checked checked : all) {
      checked.violations().forEach(each -> report.add(each, "error", checked));
      checked.warnings().forEach(each -> report.add(each, "warning", checked));
    }
    return report.log();
  }

  private ObjectNode log() {
    ObjectNode log = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    run.putObject("tool").putObject("driver").put("name", "automat").set("rules", listed);
    // The reader of YAML counts code points (section 3.14.17).
    run.put("columnKind", "unicodeCodePoints").set("results", results);
    return log;
  }

  private void add(Violation violation, String level, Checked checked) {
    int index = rules.computeIfAbsent(violation.rule(), _ -> list(violation));
    ObjectNode result =
        results
            .addObject()
            .put("ruleId", violation.rule())
            .put("ruleIndex", index)
            .put("level", level);
    result
        .putObject("message")
        .put("text", violation.message() + ". To do: " + violation.fix() + ".");
    ObjectNode location = result.putArray("locations").addObject();
    ObjectNode place = location.putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", uri(checked.document().source()));
    Mark mark = checked.document().markOf(violation.pointer());
    place.putObject("region").put("startLine", mark.line()).put("startColumn", mark.column());
    location
        .putArray("logicalLocations")
        .addObject()
        .put("fullyQualifiedName", Offline.nameOf(checked.document()) + violation.pointer());
  }

  /** The rule is described where it is first broken. */
  private int list(Violation violation) {
    ObjectNode rule = listed.addObject().put("id", violation.rule());
    violation
        .docs()
        .filter(docs -> docs.startsWith("http"))
        .ifPresent(docs -> rule.put("helpUri", docs));
    return listed.size() - 1;
  }

  /**
   * Relative paths stay so: they are meant from the root of what was checked out. A relative
   * reference (RFC 3986, section 4.2) has no colon in its first part, so that is encoded, too.
   */
  private static String uri(String source) {
    Path path = Path.of(source);
    if (path.isAbsolute()) {
      return path.toUri().toString();
    }
    return StreamSupport.stream(path.normalize().spliterator(), false)
        .map(name -> ApiClient.encoded(name.toString()))
        .collect(Collectors.joining("/"));
  }
}
