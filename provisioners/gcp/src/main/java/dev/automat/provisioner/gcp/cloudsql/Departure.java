package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.Settings;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Observation.State;
import dev.automat.spi.ResourceRef;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** The deletion of one instance that is ours: as far as it goes now, each time it is asked for. */
record Departure(Instances instances, ResourceRef ref, LateSecrets late) {

  /**
   * While Google is at work on it, nothing. What is protected is first unprotected, which is an
   * operation too; the engine asks again until it is gone. What its bindings gave goes before that:
   * as long as the instance stands, it is known that there is some, and one that can not be deleted
   * for it stays protected.
   */
  void goOn(DatabaseInstance instance) throws IOException {
    Work work = new Work(instances.operations(ref.externalName()));
    if (InstanceReading.state(instance, work) == State.DELETING || work.underWay().isPresent()) {
      return;
    }
    removeSecrets(ShownSettings.labels(instance));
    if (isUnprotected(instance)) {
      instances.delete(ref.externalName());
    }
  }

  /** Who switched it off may have taken Automat's rights away, too. */
  private void removeSecrets(Map<String, String> labels) {
    late.seen(ref, SecretsLabel.wasEverOn(labels));
    if (SecretsLabel.isThere(labels)) {
      new BindingSecrets(instances.place(), ref)
          .removeAll(SecretsLabel.isOn(labels) ? Set.of() : Set.of(ErrorType.USER));
    }
  }

  /**
   * Clears the deletion protection.
   *
   * @return false if Google has not cleared it yet: it then has to be asked again
   */
  private boolean isUnprotected(DatabaseInstance instance) throws IOException {
    if (!Boolean.TRUE.equals(ShownSettings.settings(instance).getDeletionProtectionEnabled())) {
      return true;
    }
    instances.change(
        ref.externalName(),
        new DatabaseInstance().setSettings(new Settings().setDeletionProtectionEnabled(false)));
    return new Work(instances.operations(ref.externalName())).underWay().isEmpty();
  }
}
