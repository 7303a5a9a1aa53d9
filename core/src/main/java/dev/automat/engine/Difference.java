package dev.automat.engine;

import dev.automat.resource.Growth;
import dev.automat.spi.TypeDescriptor.Change;

/**
 * A setting or a tag that we set and that the cloud shows otherwise.
 *
 * @param key the setting's key, or {@code tags/<key>}
 * @param wanted as text for a person
 * @param seen as text for a person; empty if the cloud shows none
 * @param remedy whether an update can and may mend it
 */
record Difference(String key, String wanted, String seen, Remedy remedy) {

  /** What can be done about it. */
  enum Remedy {
    CORRECT,
    /** The module asks that drift of it only be shown. */
    REPORT,
    /** The cloud can change it only by replacing the resource, or not in this direction. */
    IMPOSSIBLE
  }

  static Remedy remedy(Change change, Object wanted, Object seen) {
    return switch (change) {
      case IN_PLACE -> Remedy.CORRECT;
      case REPLACE -> Remedy.IMPOSSIBLE;
      case GROW_ONLY -> grows(wanted, seen) ? Remedy.CORRECT : Remedy.IMPOSSIBLE;
    };
  }

  private static boolean grows(Object wanted, Object seen) {
    return Growth.compare(wanted, seen).orElse(0) > 0;
  }

  /** For a person: {@code connectionLimit is 5, should be 20}. */
  @Override
  public String toString() {
    return key + " is " + (seen.isEmpty() ? "not set" : seen) + ", should be " + wanted;
  }
}
