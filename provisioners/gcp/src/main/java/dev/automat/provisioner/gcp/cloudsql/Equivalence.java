package dev.automat.provisioner.gcp.cloudsql;

import dev.automat.provisioner.gcp.call.Labels;
import java.util.Objects;

/** What Google shows otherwise than it was asked, and means the same. */
final class Equivalence {

  private Equivalence() {}

  static boolean holds(String key, Object want, Object got) {
    if (Labels.isTag(key)) {
      return Labels.isSame(want, got);
    }
    return switch (key) {
      // storageAutoResize grows the disk by itself
      case Keys.STORAGE -> number(got) >= number(want);
      // It is shown with the version of the key that encrypts now
      case Keys.KMS_KEY ->
          got.equals(want) || got.toString().startsWith(want + "/cryptoKeyVersions/");
      case Keys.FLAGS -> Flags.same(want, got);
      default -> same(want, got);
    };
  }

  private static boolean same(Object want, Object got) {
    if (want instanceof Number && got instanceof Number) {
      return number(want) == number(got);
    }
    return Objects.equals(want, got);
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
