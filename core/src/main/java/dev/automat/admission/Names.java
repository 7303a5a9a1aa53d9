package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.resource.ResourceKey;
import java.util.Optional;

/** Checks what stands outside of spec: team, kind, name and labels. */
final class Names {

  private Names() {}

  static Optional<Kind> kind(AdmissionRequest request, Catalog catalog, Violations violations) {
    Optional<Kind> kind = catalog.kind(request.kind());
    if (kind.isEmpty()) {
      violations.add(
          "/kind",
          "unknown-kind",
          "there is no kind " + request.kind(),
          request.kind(),
          catalog.kinds().stream().map(Kind::name).toList());
    }
    return kind;
  }

  static void check(AdmissionRequest request, Catalog catalog, Violations violations) {
    checkName(request.team(), "/metadata/team", violations);
    checkName(request.name(), "/metadata/name", violations);
    Labels.check(request.labels(), catalog.tags(), violations);
  }

  private static void checkName(String name, String pointer, Violations violations) {
    if (!ResourceKey.isName(name)) {
      violations.add(
          pointer,
          "invalid-name",
          "must be 1 to 40 lowercase letters, digits and single hyphens, a letter first and no"
              + " hyphen last",
          "choose another, such as orders or orders-2");
    }
  }
}
