package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.BackupConfiguration;
import com.google.api.services.sqladmin.model.BackupRetentionSettings;
import com.google.api.services.sqladmin.model.FinalBackupConfig;
import com.google.api.services.sqladmin.model.InsightsConfig;
import com.google.api.services.sqladmin.model.IpConfiguration;
import com.google.api.services.sqladmin.model.Settings;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting that is one field of {@code Settings}, at a creation and at a change.
 *
 * @param write puts the value of the settings schema where Google has it
 * @param read the value of the settings schema; empty where Google shows none
 */
record PlainSetting(
    String key, BiConsumer<Settings, Object> write, Function<Settings, Optional<Object>> read) {

  private static final String REGIONAL = "REGIONAL";

  static final List<PlainSetting> ALL =
      List.of(
          text(Keys.TIER, Settings::setTier, Settings::getTier),
          text(Keys.EDITION, Settings::setEdition, Settings::getEdition),
          number(Keys.STORAGE, Settings::setDataDiskSizeGb, Settings::getDataDiskSizeGb),
          text(Keys.STORAGE_TYPE, Settings::setDataDiskType, Settings::getDataDiskType),
          flag(
              Keys.STORAGE_AUTO_RESIZE,
              Settings::setStorageAutoResize,
              Settings::getStorageAutoResize),
          new PlainSetting(
              Keys.STORAGE_LIMIT,
              (settings, value) -> settings.setStorageAutoResizeLimit((Long) value),
              settings ->
                  Optional.of(
                      Optional.<Object>ofNullable(settings.getStorageAutoResizeLimit())
                          .orElse(0L))),
          new PlainSetting(
              Keys.HIGH_AVAILABILITY,
              (settings, value) ->
                  settings.setAvailabilityType((Boolean) value ? REGIONAL : "ZONAL"),
              settings -> Optional.of(REGIONAL.equals(settings.getAvailabilityType()))),
          flag(
              Keys.DELETION_PROTECTION,
              Settings::setDeletionProtectionEnabled,
              Settings::getDeletionProtectionEnabled),
          new PlainSetting(
              Keys.BACKUP_START,
              (settings, value) -> backups(settings).setStartTime((String) value),
              settings -> shown(settings, BackupConfiguration::getStartTime)),
          new PlainSetting(
              Keys.RETAINED_BACKUPS,
              (settings, value) ->
                  backups(settings)
                      .setBackupRetentionSettings(
                          new BackupRetentionSettings()
                              .setRetentionUnit("COUNT")
                              .setRetainedBackups(((Long) value).intValue())),
              settings ->
                  Optional.ofNullable(settings.getBackupConfiguration())
                      .map(BackupConfiguration::getBackupRetentionSettings)
                      .map(BackupRetentionSettings::getRetainedBackups)
                      .map(Integer::longValue)),
          new PlainSetting(
              Keys.LOG_DAYS,
              (settings, value) ->
                  backups(settings).setTransactionLogRetentionDays(((Long) value).intValue()),
              settings ->
                  Optional.ofNullable(settings.getBackupConfiguration())
                      .map(BackupConfiguration::getTransactionLogRetentionDays)
                      .map(Integer::longValue)),
          new PlainSetting(
              Keys.FINAL_BACKUP_DAYS,
              PlainSetting::finalBackup,
              settings -> Optional.of(finalBackupDays(settings))),
          new PlainSetting(
              Keys.RETAIN_BACKUPS,
              (settings, value) -> settings.setRetainBackupsOnDelete((Boolean) value),
              settings ->
                  Optional.of(
                      Optional.ofNullable(settings.getRetainBackupsOnDelete()).orElse(false))),
          new PlainSetting(
              Keys.QUERY_INSIGHTS,
              (settings, value) ->
                  settings.setInsightsConfig(
                      new InsightsConfig().setQueryInsightsEnabled((Boolean) value)),
              settings ->
                  Optional.of(
                      Optional.ofNullable(settings.getInsightsConfig())
                          .map(InsightsConfig::getQueryInsightsEnabled)
                          .orElse(false))),
          new PlainSetting(
              Keys.MAINTENANCE_WINDOW,
              (settings, value) -> settings.setMaintenanceWindow(Window.of((String) value)),
              settings ->
                  Optional.ofNullable(settings.getMaintenanceWindow()).flatMap(Window::text)),
          new PlainSetting(
              Keys.SSL_MODE,
              (settings, value) -> network(settings).setSslMode((String) value),
              settings ->
                  Optional.ofNullable(settings.getIpConfiguration())
                      .map(IpConfiguration::getSslMode)));

  private static PlainSetting text(
      String key, BiConsumer<Settings, String> write, Function<Settings, @Nullable String> read) {
    return new PlainSetting(
        key,
        (settings, value) -> write.accept(settings, (String) value),
        settings -> Optional.ofNullable(read.apply(settings)));
  }

  private static PlainSetting number(
      String key, BiConsumer<Settings, Long> write, Function<Settings, @Nullable Long> read) {
    return new PlainSetting(
        key,
        (settings, value) -> write.accept(settings, (Long) value),
        settings -> Optional.ofNullable(read.apply(settings)));
  }

  private static PlainSetting flag(
      String key, BiConsumer<Settings, Boolean> write, Function<Settings, @Nullable Boolean> read) {
    return new PlainSetting(
        key,
        (settings, value) -> write.accept(settings, (Boolean) value),
        settings -> Optional.ofNullable(read.apply(settings)));
  }

  /** The part on backups, made if it is not there: a patch carries only what it changes. */
  static BackupConfiguration backups(Settings settings) {
    BackupConfiguration there = settings.getBackupConfiguration();
    if (there == null) {
      there = new BackupConfiguration();
      settings.setBackupConfiguration(there);
    }
    return there;
  }

  /** The part on the network, likewise. */
  static IpConfiguration network(Settings settings) {
    IpConfiguration there = settings.getIpConfiguration();
    if (there == null) {
      there = new IpConfiguration();
      settings.setIpConfiguration(there);
    }
    return there;
  }

  private static Optional<Object> shown(
      Settings settings, Function<BackupConfiguration, @Nullable Object> read) {
    return Optional.ofNullable(settings.getBackupConfiguration())
        .flatMap(backups -> Optional.ofNullable(read.apply(backups)));
  }

  private static void finalBackup(Settings settings, Object value) {
    int days = ((Long) value).intValue();
    FinalBackupConfig config = new FinalBackupConfig().setEnabled(days > 0);
    settings.setFinalBackupConfig(days > 0 ? config.setRetentionDays(days) : config);
  }

  private static Object finalBackupDays(Settings settings) {
    return Optional.ofNullable(settings.getFinalBackupConfig())
        .filter(config -> Boolean.TRUE.equals(config.getEnabled()))
        .map(FinalBackupConfig::getRetentionDays)
        .map(Integer::longValue)
        .orElse(0L);
  }
}
