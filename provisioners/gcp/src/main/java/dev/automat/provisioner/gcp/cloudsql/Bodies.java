package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.DiskEncryptionConfiguration;
import com.google.api.services.sqladmin.model.Settings;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.Labels;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What is sent to make an instance, and to change one. */
record Bodies(DatabaseEngine engine, Place place) {

  /** What is asked for unless the settings say otherwise: our defaults, where Google has others. */
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          Keys.EDITION,
          "ENTERPRISE",
          Keys.STORAGE_TYPE,
          "PD_SSD",
          Keys.STORAGE_AUTO_RESIZE,
          true,
          Keys.BACKUPS,
          Backups.DAILY,
          Keys.SSL_MODE,
          "ENCRYPTED_ONLY",
          Keys.RETAIN_BACKUPS,
          true);

  /**
   * The body of {@code instances.insert}.
   *
   * @throws ProvisionerException of type USER if settings and configuration do not fit
   */
  DatabaseInstance creation(Desired desired) {
    Map<String, Object> all = new LinkedHashMap<>(DEFAULTS);
    all.putAll(desired.settings());
    Wanted wanted = new Wanted(all);
    Settings settings = new Settings();
    PlainSetting.ALL.forEach(
        setting ->
            wanted.get(setting.key()).ifPresent(value -> setting.write().accept(settings, value)));
    wanted.get(Keys.BACKUPS).ifPresent(value -> new Backups(engine).write(settings, value));
    settings.setDatabaseFlags(new Flags(engine).of(wanted, new Settings()));
    Map<String, String> labels = Labels.of(desired.tags());
    Completion.label(labels).ifPresent(labels::remove);
    labels.put(ShownSettings.DATABASE_LABEL, wanted.databaseName());
    labels.putAll(SecretsLabel.missing(wanted, labels));
    settings.setUserLabels(labels);
    PlainSetting.network(settings)
        .setIpv4Enabled(false)
        .setPrivateNetwork(network())
        .setServerCaMode(InstanceDatabase.OWN_AUTHORITY);
    place
        .settings()
        .allocatedIpRange()
        .ifPresent(PlainSetting.network(settings)::setAllocatedIpRange);
    DatabaseInstance body =
        new DatabaseInstance()
            .setName(desired.ref().externalName())
            .setRegion(place.region())
            .setDatabaseVersion(engine.databaseVersion(wanted.engineVersion()))
            .setRootPassword(password(desired))
            .setSettings(settings);
    key(wanted)
        .ifPresent(
            key ->
                body.setDiskEncryptionConfiguration(
                    new DiskEncryptionConfiguration().setKmsKeyName(key)));
    return body;
  }

  /**
   * The body of {@code instances.patch}: only what differs is in it.
   *
   * @return empty if nothing differs
   */
  Optional<DatabaseInstance> change(Desired desired, DatabaseInstance instance) {
    Wanted wanted = new Wanted(desired.settings());
    Map<String, Object> shown = new ShownSettings(engine).of(instance);
    Settings there = ShownSettings.settings(instance);
    Map<String, String> labels = ShownSettings.labels(instance);
    Set<String> changed = changed(wanted, shown);
    Map<String, String> missing = missing(desired, wanted, labels);
    if (changed.isEmpty() && missing.isEmpty()) {
      return Optional.empty();
    }
    // With the version of the settings that were looked at: Google refuses it if they changed.
    Settings settings = new Settings().setSettingsVersion(there.getSettingsVersion());
    PlainSetting.ALL.stream()
        .filter(setting -> changed.contains(setting.key()))
        .forEach(
            setting -> setting.write().accept(settings, wanted.get(setting.key()).orElseThrow()));
    if (changed.contains(Keys.BACKUPS)) {
      new Backups(engine).write(settings, wanted.get(Keys.BACKUPS).orElseThrow());
    }
    if (changed.contains(Keys.FLAGS) || changed.contains(Keys.IAM_AUTHENTICATION)) {
      settings.setDatabaseFlags(new Flags(engine).of(wanted, there));
    }
    if (!missing.isEmpty()) {
      Map<String, String> all = new LinkedHashMap<>(labels);
      all.putAll(missing);
      settings.setUserLabels(all);
    }
    DatabaseInstance body = new DatabaseInstance().setSettings(settings);
    if (changed.contains(Keys.ENGINE_VERSION)) {
      body.setDatabaseVersion(engine.databaseVersion(wanted.engineVersion()));
    }
    return Optional.of(body);
  }

  /** Whether the label is missing that says that all is made. */
  static boolean isIncomplete(Desired desired, DatabaseInstance instance) {
    return Completion.label(Labels.of(desired.tags()))
        .filter(label -> !ShownSettings.labels(instance).containsKey(label))
        .isPresent();
  }

  /** The keys of what differs and can be changed in place. */
  private Set<String> changed(Wanted wanted, Map<String, Object> shown) {
    Set<String> changed = new TreeSet<>();
    wanted
        .settings()
        .forEach(
            (key, want) -> {
              Optional<Object> got = Optional.ofNullable(shown.get(key));
              boolean sent =
                  switch (CloudSqlDescriptor.of(engine).changeOf(key)) {
                    case IN_PLACE -> true;
                    case GROW_ONLY -> got.filter(now -> grows(now, want)).isPresent();
                    case REPLACE -> false;
                  };
              if (sent && got.filter(now -> Equivalence.holds(key, want, now)).isEmpty()) {
                changed.add(key);
              }
            });
    return changed;
  }

  private static boolean grows(Object now, Object want) {
    return Arrays.compare(numbers(want), numbers(now)) > 0;
  }

  /** Of a number, or of a version: those between its dots, the weightiest first. */
  private static int[] numbers(Object value) {
    return Pattern.compile("[0-9]+")
        .matcher(value.toString())
        .results()
        .mapToInt(number -> Integer.parseInt(number.group()))
        .toArray();
  }

  private static Map<String, String> missing(
      Desired desired, Wanted wanted, Map<String, String> labels) {
    Map<String, String> missing = Labels.missing(desired.tags(), labels);
    if (!labels.containsKey(ShownSettings.DATABASE_LABEL)) {
      missing.put(ShownSettings.DATABASE_LABEL, wanted.databaseName());
    }
    missing.putAll(SecretsLabel.missing(wanted, labels));
    return missing;
  }

  private String network() {
    return place
        .settings()
        .network()
        .orElseThrow(
            () ->
                new ProvisionerException(
                    ErrorCode.INVALID_SETTINGS,
                    "there is no network for databases in " + place.region(),
                    "set " + place.configurationKey() + ".network in the platform configuration"));
  }

  private Optional<String> key(Wanted wanted) {
    Optional<String> named = wanted.text(Keys.KMS_KEY);
    Optional<Boolean> customer = wanted.flag(Keys.CUSTOMER_KEY);
    Optional<String> ofRegion = place.settings().kmsKeyName();
    if (customer.equals(Optional.of(true)) && named.isEmpty() && ofRegion.isEmpty()) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "customerKey asks for the key of the region, and none is configured",
          "set %s.kmsKeyName in the platform configuration, or customerKey to false"
              .formatted(place.configurationKey()));
    }
    return named.or(() -> customer.orElse(true) ? ofRegion : Optional.empty());
  }

  static String password(Desired desired) {
    return desired
        .credentials()
        .map(Credentials::password)
        .orElseThrow(
            () ->
                new ProvisionerException(
                    ErrorCode.INTERNAL,
                    desired.ref().type() + " was given no credentials",
                    "report this"));
  }
}
