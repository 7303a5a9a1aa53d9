package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.Backup;
import java.util.Optional;

/**
 * What the engine keeps of a backup: {@code <instance>:<last part of its name>}. The project is the
 * place's. The instance is in it so that the backups of its nights are found, too, once somebody
 * deleted the one that was kept.
 *
 * @param instance empty in those from before it was written down
 * @param backup the last part of its name
 */
record SnapshotId(Optional<String> instance, String backup) {

  static SnapshotId of(Backup backup) {
    return new SnapshotId(
        Optional.of(backup.getInstance()),
        backup.getName().substring(backup.getName().lastIndexOf('/') + 1));
  }

  static SnapshotId parse(String text) {
    int end = text.indexOf(':');
    return end < 0
        ? new SnapshotId(Optional.empty(), text)
        : new SnapshotId(Optional.of(text.substring(0, end)), text.substring(end + 1));
  }

  String text() {
    return instance.map(name -> name + ":" + backup).orElse(backup);
  }
}
