package dev.automat.provisioner.aws.rds;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/**
 * A setting that is one parameter of CreateDBInstance, one of ModifyDBInstance and one field of a
 * DB instance.
 *
 * @param type {@code String}, {@code Boolean} or {@code Integer}
 * @param shown may answer null where RDS shows nothing
 * @param pending the value that waits to be applied; may answer null where none waits
 */
record PlainSetting<T>(
    String key,
    Class<T> type,
    BiConsumer<CreateDbInstanceRequest.Builder, T> atCreation,
    BiConsumer<ModifyDbInstanceRequest.Builder, T> atChange,
    Function<DBInstance, T> shown,
    Function<PendingModifiedValues, T> pending) {

  static final List<PlainSetting<?>> ALL =
      List.of(
          new PlainSetting<>(
              Keys.INSTANCE_CLASS,
              String.class,
              CreateDbInstanceRequest.Builder::dbInstanceClass,
              ModifyDbInstanceRequest.Builder::dbInstanceClass,
              DBInstance::dbInstanceClass,
              PendingModifiedValues::dbInstanceClass),
          new PlainSetting<>(
              Keys.STORAGE_TYPE,
              String.class,
              CreateDbInstanceRequest.Builder::storageType,
              ModifyDbInstanceRequest.Builder::storageType,
              DBInstance::storageType,
              PendingModifiedValues::storageType),
          new PlainSetting<>(
              Keys.IOPS,
              Integer.class,
              CreateDbInstanceRequest.Builder::iops,
              ModifyDbInstanceRequest.Builder::iops,
              DBInstance::iops,
              PendingModifiedValues::iops),
          new PlainSetting<>(
              Keys.STORAGE_THROUGHPUT,
              Integer.class,
              CreateDbInstanceRequest.Builder::storageThroughput,
              ModifyDbInstanceRequest.Builder::storageThroughput,
              DBInstance::storageThroughput,
              PendingModifiedValues::storageThroughput),
          new PlainSetting<>(
              Keys.MULTI_AZ,
              Boolean.class,
              CreateDbInstanceRequest.Builder::multiAZ,
              ModifyDbInstanceRequest.Builder::multiAZ,
              DBInstance::multiAZ,
              PendingModifiedValues::multiAZ),
          new PlainSetting<>(
              Keys.PORT,
              Integer.class,
              CreateDbInstanceRequest.Builder::port,
              ModifyDbInstanceRequest.Builder::dbPortNumber,
              PlainSetting::port,
              PendingModifiedValues::port),
          new PlainSetting<>(
              Keys.BACKUP_RETENTION,
              Integer.class,
              CreateDbInstanceRequest.Builder::backupRetentionPeriod,
              ModifyDbInstanceRequest.Builder::backupRetentionPeriod,
              DBInstance::backupRetentionPeriod,
              PendingModifiedValues::backupRetentionPeriod),
          new PlainSetting<>(
              Keys.IAM_AUTHENTICATION,
              Boolean.class,
              CreateDbInstanceRequest.Builder::enableIAMDatabaseAuthentication,
              ModifyDbInstanceRequest.Builder::enableIAMDatabaseAuthentication,
              DBInstance::iamDatabaseAuthenticationEnabled,
              PendingModifiedValues::iamDatabaseAuthenticationEnabled),
          new PlainSetting<>(
              Keys.CA_CERTIFICATE,
              String.class,
              CreateDbInstanceRequest.Builder::caCertificateIdentifier,
              ModifyDbInstanceRequest.Builder::caCertificateIdentifier,
              DBInstance::caCertificateIdentifier,
              PendingModifiedValues::caCertificateIdentifier),
          atOnce(
              Keys.PUBLICLY_ACCESSIBLE,
              Boolean.class,
              CreateDbInstanceRequest.Builder::publiclyAccessible,
              ModifyDbInstanceRequest.Builder::publiclyAccessible,
              DBInstance::publiclyAccessible),
          atOnce(
              Keys.DELETION_PROTECTION,
              Boolean.class,
              CreateDbInstanceRequest.Builder::deletionProtection,
              ModifyDbInstanceRequest.Builder::deletionProtection,
              DBInstance::deletionProtection),
          atOnce(
              Keys.BACKUP_WINDOW,
              String.class,
              CreateDbInstanceRequest.Builder::preferredBackupWindow,
              ModifyDbInstanceRequest.Builder::preferredBackupWindow,
              DBInstance::preferredBackupWindow),
          atOnce(
              Keys.MAINTENANCE_WINDOW,
              String.class,
              CreateDbInstanceRequest.Builder::preferredMaintenanceWindow,
              ModifyDbInstanceRequest.Builder::preferredMaintenanceWindow,
              DBInstance::preferredMaintenanceWindow),
          atOnce(
              Keys.COPY_TAGS,
              Boolean.class,
              CreateDbInstanceRequest.Builder::copyTagsToSnapshot,
              ModifyDbInstanceRequest.Builder::copyTagsToSnapshot,
              DBInstance::copyTagsToSnapshot),
          atOnce(
              Keys.AUTO_MINOR_VERSION_UPGRADE,
              Boolean.class,
              CreateDbInstanceRequest.Builder::autoMinorVersionUpgrade,
              ModifyDbInstanceRequest.Builder::autoMinorVersionUpgrade,
              DBInstance::autoMinorVersionUpgrade),
          atOnce(
              Keys.PERFORMANCE_INSIGHTS,
              Boolean.class,
              CreateDbInstanceRequest.Builder::enablePerformanceInsights,
              ModifyDbInstanceRequest.Builder::enablePerformanceInsights,
              DBInstance::performanceInsightsEnabled),
          atOnce(
              Keys.PERFORMANCE_INSIGHTS_RETENTION,
              Integer.class,
              CreateDbInstanceRequest.Builder::performanceInsightsRetentionPeriod,
              ModifyDbInstanceRequest.Builder::performanceInsightsRetentionPeriod,
              DBInstance::performanceInsightsRetentionPeriod),
          atOnce(
              Keys.MONITORING_INTERVAL,
              Integer.class,
              CreateDbInstanceRequest.Builder::monitoringInterval,
              ModifyDbInstanceRequest.Builder::monitoringInterval,
              DBInstance::monitoringInterval),
          atOnce(
              Keys.MONITORING_ROLE,
              String.class,
              CreateDbInstanceRequest.Builder::monitoringRoleArn,
              ModifyDbInstanceRequest.Builder::monitoringRoleArn,
              DBInstance::monitoringRoleArn));

  /** A setting that RDS applies without a window: it never waits. */
  @SuppressWarnings("NullAway") // The record says that it may answer null.
  private static <T> PlainSetting<T> atOnce(
      String key,
      Class<T> type,
      BiConsumer<CreateDbInstanceRequest.Builder, T> atCreation,
      BiConsumer<ModifyDbInstanceRequest.Builder, T> atChange,
      Function<DBInstance, T> shown) {
    return new PlainSetting<>(key, type, atCreation, atChange, shown, values -> null);
  }

  /** While an instance is made it has no endpoint. */
  @SuppressWarnings("NullAway") // The record says that it may answer null.
  private static Integer port(DBInstance instance) {
    return instance.endpoint() == null ? null : instance.endpoint().port();
  }

  void create(Wanted wanted, CreateDbInstanceRequest.Builder request) {
    wanted.get(key, type).ifPresent(value -> atCreation.accept(request, value));
  }

  void change(Wanted wanted, ModifyDbInstanceRequest.Builder request) {
    wanted.get(key, type).ifPresent(value -> atChange.accept(request, value));
  }

  /** As JSON has it: whole numbers are {@code Long}. */
  Optional<Object> shownBy(DBInstance instance) {
    return Optional.ofNullable(shown.apply(instance)).map(PlainSetting::json);
  }

  Optional<Object> pendingIn(PendingModifiedValues values) {
    return Optional.ofNullable(pending.apply(values)).map(PlainSetting::json);
  }

  private static Object json(Object value) {
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }
}
