package dev.automat.api.document;

import dev.automat.admission.Admission;
import dev.automat.admission.AdmissionRequest;
import dev.automat.admission.Verdict;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * A document as written, taken apart.
 *
 * @param violations what is wrong with it, apart from its spec
 * @param request what it asks for; usable as far as {@code violations} is empty
 * @param uid of the metadata
 * @param managedBy of the metadata
 */
public record Envelope(
    List<Violation> violations,
    AdmissionRequest request,
    Optional<String> uid,
    Optional<String> managedBy) {

  private static final JsonPointer TEAM = JsonPointer.compile("/metadata/team");
  private static final JsonPointer NAME = JsonPointer.compile("/metadata/name");
  private static final JsonPointer LABELS = JsonPointer.compile("/metadata/labels");
  private static final JsonPointer UID = JsonPointer.compile("/metadata/uid");
  private static final JsonPointer MANAGED_BY = JsonPointer.compile("/metadata/managedBy");

  /** The document of a path: what it names itself must agree. */
  public static Envelope at(ResourceKey key, JsonNode document, Schema schema) {
    List<Violation> violations = problems(schema, document);
    agree(document.path("kind"), "/kind", key.kind(), violations);
    agree(document.at(TEAM), "/metadata/team", key.team(), violations);
    agree(document.at(NAME), "/metadata/name", key.name(), violations);
    return of(key, document, violations);
  }

  /** A document that names itself, as in a file. */
  public static Envelope alone(JsonNode document, Schema schema, Catalog catalog) {
    List<Violation> violations = problems(schema, document);
    String named = document.path("kind").asString("");
    Optional<Kind> kind = kindNamed(named, catalog);
    if (kind.isEmpty() && violations.stream().noneMatch(at -> at.pointer().equals("/kind"))) {
      violations.add(unknownKind(named, catalog));
    }
    ResourceKey key =
        new ResourceKey(
            document.at(TEAM).asString(""),
            kind.map(Kind::name).orElse(named),
            document.at(NAME).asString(""));
    return of(key, document, violations);
  }

  /** What it speaks of; may be nothing that could be stored. */
  public ResourceKey key() {
    return new ResourceKey(request.team(), request.kind(), request.name());
  }

  /** Whether team and name can be those of a resource: no other text may reach the store. */
  public static boolean isWellFormed(ResourceKey key) {
    return ResourceKey.isName(key.team()) && ResourceKey.isName(key.name());
  }

  /**
   * All that is wrong with the envelope; and, if something is, also with the spec, so that nobody
   * has to send twice to see it all. If this is empty, admission has yet to be asked.
   */
  public List<Violation> allViolations(Admission admission) {
    if (violations.isEmpty() && isWellFormed(key())) {
      return List.of();
    }
    List<Violation> all = new ArrayList<>(violations);
    if (request.spec().isObject()) {
      List<String> known = all.stream().map(Violation::pointer).toList();
      said(admission.admit(request)).stream()
          .filter(violation -> !known.contains(violation.pointer()))
          .forEach(all::add);
    }
    if (all.isEmpty()) {
      all.add(
          new Violation(
              "/metadata/name",
              "name-form",
              "team and name must match " + ResourceKey.NAME.pattern(),
              "use 1–40 lowercase letters, digits and single hyphens, a letter first"));
    }
    return all;
  }

  private static List<Violation> said(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Admitted _ -> List.of();
      case Verdict.NeedsWaiver(_, List<Violation> denied) -> denied;
      case Verdict.Refused(List<Violation> more) -> more;
    };
  }

  /** The kind of that name or plural. */
  public static Optional<Kind> kindNamed(String word, Catalog catalog) {
    return catalog.kind(word).or(() -> catalog.kindByPlural(word));
  }

  private static Violation unknownKind(String named, Catalog catalog) {
    List<String> kinds = catalog.kinds().stream().map(Kind::name).toList();
    return new Violation(
        "/kind",
        "unknown-kind",
        "there is no kind " + named,
        "use one of: " + String.join(", ", kinds),
        kinds,
        NearestSpelling.of(named, kinds));
  }

  private static Envelope of(ResourceKey key, JsonNode document, List<Violation> violations) {
    return new Envelope(
        violations,
        new AdmissionRequest(
            key.team(), key.kind(), key.name(), labels(document), document.path("spec")),
        text(document.at(UID)),
        text(document.at(MANAGED_BY)));
  }

  /** What a schema says, as violations. */
  public static List<Violation> problems(Schema schema, JsonNode document) {
    List<Violation> violations = new ArrayList<>();
    schema.check(document).forEach(problem -> violations.add(problem.violation("")));
    return violations;
  }

  static void agree(JsonNode written, String pointer, String inPath, List<Violation> violations) {
    if (written.isString() && !written.asString().equals(inPath)) {
      violations.add(
          new Violation(
              pointer,
              "path-agrees",
              "the document says " + written.asString() + " and the path says " + inPath,
              "send it to its own path, or remove the field"));
    }
  }

  static Map<String, String> labels(JsonNode document) {
    Map<String, String> labels = new LinkedHashMap<>();
    document
        .at(LABELS)
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
    return labels;
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.asString()) : Optional.empty();
  }
}
