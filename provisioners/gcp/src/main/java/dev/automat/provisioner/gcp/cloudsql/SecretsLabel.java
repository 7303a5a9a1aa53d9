package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The label of an instance that holds the setting {@code bindingSecrets}, which is none of Google's
 * and which neither a binding nor a deletion is given. Where it never was on there is no label, and
 * Secret Manager is not asked for anything; nor where it was switched off and nothing is left.
 */
final class SecretsLabel {

  static final String KEY = "automat-secrets";

  private static final String ON = "on";

  /** It was on before, so that there may be secrets. */
  private static final String OFF = "off";

  /** It was on before, and all secrets are gone since. */
  private static final String NONE = "none";

  private SecretsLabel() {}

  static boolean isOn(Map<String, String> labels) {
    return ON.equals(labels.get(KEY));
  }

  static boolean wasEverOn(Map<String, String> labels) {
    return labels.containsKey(KEY);
  }

  /** Whether there may be secrets. */
  static boolean isThere(Map<String, String> labels) {
    return labels.containsKey(KEY) && !NONE.equals(labels.get(KEY));
  }

  /**
   * All secrets are gone, and no more are to be made. While Google is at work, a later call does.
   */
  static void allGone(Instances instances, DatabaseInstance instance) throws IOException {
    Map<String, String> labels = new HashMap<>(ShownSettings.labels(instance));
    labels.put(KEY, NONE);
    instances.relabel(instance, labels);
  }

  /** Whether the label says that it is on, and it is to be off. */
  static boolean isSwitchedOff(Wanted wanted, DatabaseInstance instance) {
    return isOn(ShownSettings.labels(instance))
        && wanted.flag(Keys.BINDING_SECRETS).filter(on -> !on).isPresent();
  }

  /** The label, if it is not as it is wanted; a setting that is not named leaves it as it is. */
  static Map<String, String> missing(Wanted wanted, Map<String, String> labels) {
    Optional<Boolean> asked = wanted.flag(Keys.BINDING_SECRETS);
    return asked.isEmpty() || asked.get() == isOn(labels)
        ? Map.of()
        : Map.of(KEY, asked.get() ? ON : OFF);
  }
}
