package dev.automat.api.document;

import dev.automat.admission.Admitting;
import dev.automat.catalog.Catalog;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.stack.Composition;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * The document of a stack as written, taken apart.
 *
 * @param violations what is wrong with its form
 * @param uid of the metadata
 * @param managedBy of the metadata
 */
public record StackEnvelope(
    List<Violation> violations,
    StackKey key,
    Map<String, String> labels,
    JsonNode spec,
    Optional<String> uid,
    Optional<String> managedBy) {

  private static final JsonPointer TEAM = JsonPointer.compile("/metadata/team");
  private static final JsonPointer NAME = JsonPointer.compile("/metadata/name");

  /** Whether a document in a file is one of a stack. */
  public static boolean isOne(JsonNode document) {
    return document.path("kind").asString("").equals(StackKey.KIND);
  }

  /** The document of a path: what it names itself must agree. */
  public static StackEnvelope at(StackKey key, JsonNode document, Schema schema) {
    List<Violation> violations = Envelope.problems(schema, document);
    Envelope.agree(document.at(TEAM), "/metadata/team", key.team(), violations);
    Envelope.agree(document.at(NAME), "/metadata/name", key.name(), violations);
    return of(key, document, violations);
  }

  /** A document that names itself, as in a file. */
  public static StackEnvelope alone(JsonNode document, Schema schema) {
    List<Violation> violations = Envelope.problems(schema, document);
    return of(
        new StackKey(document.at(TEAM).asString(""), document.at(NAME).asString("")),
        document,
        violations);
  }

  private static StackEnvelope of(StackKey key, JsonNode document, List<Violation> violations) {
    return new StackEnvelope(
        violations,
        key,
        Envelope.labels(document),
        document.path("spec"),
        document.at("/metadata/uid").asStringOpt(),
        document.at("/metadata/managedBy").asStringOpt());
  }

  /** What admission says of all members, without a look at what stands. */
  public StackVerdict verdict(Catalog catalog, Admitting admission) {
    List<Violation> form = allViolations(catalog, admission);
    return form.isEmpty() ? admitted(catalog, admission) : new StackVerdict(new TreeMap<>(), form);
  }

  private StackVerdict admitted(Catalog catalog, Admitting admission) {
    return StackVerdict.of(Composition.of(key, labels, spec, catalog), admission);
  }

  /**
   * All that is wrong with the form; and, if something is, also with the members, so that nobody
   * has to send twice to see it all. If this is empty, admission has yet to be asked.
   */
  public List<Violation> allViolations(Catalog catalog, Admitting admission) {
    if (violations.isEmpty() && key.isWellFormed()) {
      return List.of();
    }
    List<Violation> all = new ArrayList<>(violations);
    List<String> known = all.stream().map(Violation::pointer).toList();
    admitted(catalog, admission).violations().stream()
        .filter(violation -> !known.contains(violation.pointer()))
        .forEach(all::add);
    if (!key.isWellFormed()) {
      all.add(
          new Violation(
              "/metadata/name",
              "name-form",
              "team and name must match " + ResourceKey.NAME.pattern(),
              "use 1–40 lowercase letters, digits and single hyphens, a letter first"));
    }
    return all;
  }
}
