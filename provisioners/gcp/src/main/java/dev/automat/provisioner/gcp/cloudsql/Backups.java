package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.BackupConfiguration;
import com.google.api.services.sqladmin.model.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The setting {@code backups}. Google has two switches for it, of which the second needs the first.
 */
record Backups(DatabaseEngine engine) {

  static final String NONE = "none";
  static final String DAILY = "daily";
  static final String POINT_IN_TIME = "point-in-time";

  void write(Settings settings, Object wanted) {
    BackupConfiguration backups = PlainSetting.backups(settings);
    backups.setEnabled(!wanted.equals(NONE));
    boolean logs = wanted.equals(POINT_IN_TIME);
    switch (engine) {
      case POSTGRES -> backups.setPointInTimeRecoveryEnabled(logs);
      case MYSQL -> backups.setBinaryLogEnabled(logs);
    }
  }

  String shown(Settings settings) {
    Optional<BackupConfiguration> backups = Optional.ofNullable(settings.getBackupConfiguration());
    if (backups.filter(config -> Boolean.TRUE.equals(config.getEnabled())).isEmpty()) {
      return NONE;
    }
    return backups.filter(config -> Boolean.TRUE.equals(logs(config))).isPresent()
        ? POINT_IN_TIME
        : DAILY;
  }

  private @Nullable Boolean logs(BackupConfiguration backups) {
    return switch (engine) {
      case POSTGRES -> backups.getPointInTimeRecoveryEnabled();
      case MYSQL -> backups.getBinaryLogEnabled();
    };
  }
}
