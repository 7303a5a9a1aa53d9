package dev.automat.provisioner.aws.rds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/**
 * A DB instance in the words of the settings schema. A value that waits to be applied is shown in
 * the place of the one that still holds: RDS has accepted it, and asking again would change
 * nothing.
 */
final class ShownSettings {

  private ShownSettings() {}

  static Map<String, Object> of(DBInstance instance) {
    PendingModifiedValues pending = pending(instance);
    Map<String, Object> shown = new LinkedHashMap<>();
    for (PlainSetting<?> setting : PlainSetting.ALL) {
      setting
          .pendingIn(pending)
          .or(() -> setting.shownBy(instance))
          .ifPresent(value -> shown.put(setting.key(), value));
    }
    put(shown, Keys.ENGINE_VERSION, pending.engineVersion(), instance.engineVersion());
    put(
        shown,
        Keys.ALLOCATED_STORAGE,
        whole(pending.allocatedStorage()),
        whole(instance.allocatedStorage()));
    shown.put(
        Keys.MAX_ALLOCATED_STORAGE,
        instance.maxAllocatedStorage() == null ? 0L : instance.maxAllocatedStorage().longValue());
    put(shown, Keys.STORAGE_ENCRYPTED, instance.storageEncrypted());
    put(shown, Keys.KMS_KEY, instance.kmsKeyId());
    put(shown, Keys.MASTER_USERNAME, instance.masterUsername());
    put(shown, Keys.DATABASE_NAME, instance.dbName());
    shown.put(Keys.MANAGE_MASTER_PASSWORD, isManaged(instance));
    shown.put(Keys.LOG_EXPORTS, logExports(instance, pending));
    Choices.in(Tags.of(instance.tagList())).values().forEach(shown::put);
    ParameterGroups.attached(instance)
        .flatMap(ParameterGroups::familyOf)
        .ifPresent(family -> shown.put(Keys.PARAMETER_FAMILY, family));
    return shown;
  }

  /** What waits to be applied, in words; empty if nothing does. */
  static Map<String, Object> waiting(DBInstance instance) {
    PendingModifiedValues pending = pending(instance);
    Map<String, Object> waiting = new TreeMap<>();
    for (PlainSetting<?> setting : PlainSetting.ALL) {
      setting.pendingIn(pending).ifPresent(value -> waiting.put(setting.key(), value));
    }
    put(waiting, Keys.ENGINE_VERSION, pending.engineVersion());
    put(waiting, Keys.ALLOCATED_STORAGE, whole(pending.allocatedStorage()));
    if (pending.masterUserPassword() != null) {
      waiting.put("master password", "a new one");
    }
    if (pending.pendingCloudwatchLogsExports() != null) {
      List<String> logs = logExports(instance, pending);
      if (!logs.equals(logExports(instance, PendingModifiedValues.builder().build()))) {
        waiting.put(Keys.LOG_EXPORTS, logs);
      }
    }
    return waiting;
  }

  static boolean isManaged(DBInstance instance) {
    return masterSecret(instance).isPresent();
  }

  /** The ARN of the secret that holds the master password, if RDS manages it. */
  static Optional<String> masterSecret(DBInstance instance) {
    return Optional.ofNullable(instance.masterUserSecret()).map(secret -> secret.secretArn());
  }

  private static PendingModifiedValues pending(DBInstance instance) {
    return Optional.ofNullable(instance.pendingModifiedValues())
        .orElseGet(() -> PendingModifiedValues.builder().build());
  }

  private static List<String> logExports(DBInstance instance, PendingModifiedValues pending) {
    TreeSet<String> logs = new TreeSet<>(instance.enabledCloudwatchLogsExports());
    Optional.ofNullable(pending.pendingCloudwatchLogsExports())
        .ifPresent(
            change -> {
              logs.addAll(change.logTypesToEnable());
              logs.removeAll(change.logTypesToDisable());
            });
    return new ArrayList<>(logs);
  }

  /** The first value that is there. */
  private static void put(Map<String, Object> map, String key, Object... values) {
    for (Object value : values) {
      if (value != null) {
        map.put(key, value);
        return;
      }
    }
  }

  @SuppressWarnings("NullAway") // Null stays null: RDS shows nothing.
  private static Long whole(Integer number) {
    return number == null ? null : number.longValue();
  }
}
