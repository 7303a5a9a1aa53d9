package dev.automat.admission;

import dev.automat.catalog.TagForm;
import dev.automat.catalog.TagForms;
import dev.automat.spi.OwnershipTags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks the labels of a request. They become tags, and a request may move to any cloud that is
 * installed, so no two of them may become one on any of these, nor may one become a tag of ours.
 */
final class Labels {

  /** More tags than this, with ours, do not fit on every cloud. */
  static final int MAX = 20;

  /** The keys that every cloud takes as a tag: GCP's rule, which is the strictest. */
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  /** AWS's characters in tag values. */
  private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{N} _.:/=+@-]{0,63}");

  /** Not {@link Tags#SERVICE}: a label says it. */
  private static final Set<String> OURS =
      Set.of(
          Tags.TEAM,
          Tags.ENVIRONMENT,
          Tags.COST_CENTER,
          Tags.OWNER,
          Tags.PURPOSE,
          Tags.DATA_CLASSIFICATION,
          Tags.MODULE,
          Tags.MODULE_VERSION,
          Tags.MANAGED_BY,
          OwnershipTags.UID,
          OwnershipTags.INSTALLATION,
          OwnershipTags.EXPIRES_ON);

  private static final String OUR_PREFIX = "automat-";

  private Labels() {}

  static void check(Map<String, String> labels, TagForms forms, Violations violations) {
    if (labels.size() > MAX) {
      violations.add(
          "/metadata/labels",
          "invalid-label",
          "there are " + labels.size() + " labels, and at most " + MAX + " are possible",
          "remove some");
    }
    new TreeMap<>(labels).forEach((key, value) -> check(key, value, violations));
    if (!labels.isEmpty()) {
      forms.all().forEach(form -> checkDistinct(labels, form, violations));
    }
  }

  /** The label of that name in a document. */
  static String pointer(String key) {
    return "/metadata/labels/" + key.replace("~", "~0").replace("/", "~1");
  }

  private static void check(String key, String value, Violations violations) {
    String pointer = pointer(key);
    if (!KEY.matcher(key).matches()) {
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
    if (!VALUE.matcher(value).matches()) {
      violations.add(
          pointer,
          "invalid-label",
          "a label's value must be at most 63 letters, digits, spaces and _ . : / = + @ -",
          "shorten or change it");
    }
  }

  private static void checkDistinct(
      Map<String, String> labels, TagForm form, Violations violations) {
    Map<String, String> taken = new TreeMap<>();
    Stream.concat(OURS.stream(), Stream.of(Tags.SERVICE))
        .forEach(key -> taken.put(form.identity(key), key));
    List<String> keys =
        labels.keySet().stream()
            .filter(key -> !OURS.contains(key) && !key.equals(Tags.SERVICE))
            .sorted()
            .toList();
    for (String key : keys) {
      Optional.ofNullable(taken.putIfAbsent(form.identity(key), key))
          .ifPresent(
              other ->
                  violations.add(
                      pointer(key),
                      "tag-collision",
                      "the tags " + key + " and " + other + " would be one on a cloud in use here",
                      "rename the label"));
    }
  }
}
