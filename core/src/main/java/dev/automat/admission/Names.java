package dev.automat.admission;

import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.resource.ResourceKey;
import dev.automat.spi.OwnershipTags;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks what stands outside of spec: team, kind, name and labels. */
final class Names {

  /** More tags than this, with ours, do not fit on every cloud. */
  static final int MAX_LABELS = 20;

  /** The keys that every cloud takes as a tag: GCP's rule, which is the strictest. */
  private static final Pattern LABEL_KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  /** AWS's characters in tag values. */
  private static final Pattern LABEL_VALUE = Pattern.compile("[\\p{L}\\p{N} _.:/=+@-]{0,63}");

  private static final Set<String> OURS =
      Set.of(
          Tags.TEAM,
          Tags.ENVIRONMENT,
          Tags.COST_CENTER,
          Tags.OWNER,
          Tags.PURPOSE,
          Tags.DATA_CLASSIFICATION,
          Tags.MODULE,
          Tags.MANAGED_BY,
          OwnershipTags.UID,
          OwnershipTags.INSTALLATION,
          OwnershipTags.EXPIRES_ON);

  private static final String OUR_PREFIX = "automat-";

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

  static void check(AdmissionRequest request, Violations violations) {
    checkName(request.team(), "/metadata/team", violations);
    checkName(request.name(), "/metadata/name", violations);
    checkLabels(request.labels(), violations);
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

  private static void checkLabels(Map<String, String> labels, Violations violations) {
    if (labels.size() > MAX_LABELS) {
      violations.add(
          "/metadata/labels",
          "invalid-label",
          "there are " + labels.size() + " labels, and at most " + MAX_LABELS + " are possible",
          "remove some");
    }
    new TreeMap<>(labels).forEach((key, value) -> checkLabel(key, value, violations));
  }

  private static void checkLabel(String key, String value, Violations violations) {
    String pointer = "/metadata/labels/" + key.replace("~", "~0").replace("/", "~1");
    if (!LABEL_KEY.matcher(key).matches()) {
      violations.add(
          pointer,
          "invalid-label",
          "a label's name must be 1 to 63 lowercase letters, digits, _ and -, a letter first",
          "rename it");
    } else if (OURS.contains(key) || key.startsWith(OUR_PREFIX)) {
      violations.add(
          pointer,
          "invalid-label",
          "the platform sets " + key + " itself",
          "rename it, or use the field of spec that it comes from");
    }
    if (!LABEL_VALUE.matcher(value).matches()) {
      violations.add(
          pointer,
          "invalid-label",
          "a label's value must be at most 63 letters, digits, spaces and _ . : / = + @ -",
          "shorten or change it");
    }
  }
}
