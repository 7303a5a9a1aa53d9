package dev.automat.provisioner.gcp.redis;

import dev.automat.provisioner.gcp.call.Labels;
import java.util.Map;
import java.util.Objects;

/** What Google shows otherwise than it was asked, and means the same. */
final class Equivalence {

  private Equivalence() {}

  static boolean holds(String key, Object want, Object got) {
    if (Labels.isTag(key)) {
      return Labels.isSame(want, got);
    }
    return switch (key) {
      // Google may show more than was asked for
      case Keys.PARAMETERS -> contains(Wanted.parameters(got), Wanted.parameters(want));
      // It is shown with the version of the key that encrypts now
      case Keys.KMS_KEY ->
          got.equals(want) || got.toString().startsWith(want + "/cryptoKeyVersions/");
      default -> same(want, got);
    };
  }

  private static boolean contains(Map<String, String> got, Map<String, String> want) {
    return got.entrySet().containsAll(want.entrySet());
  }

  private static boolean same(Object want, Object got) {
    return (want instanceof Number one && got instanceof Number other)
        ? one.longValue() == other.longValue()
        : Objects.equals(want, got);
  }
}
