package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An instance in the words of the settings schema. */
record ShownSettings(DatabaseEngine engine) {

  /** Holds the name of the applications' database: Google has no field for it. */
  static final String DATABASE_LABEL = "automat-database";

  Map<String, Object> of(DatabaseInstance instance) {
    Map<String, Object> shown = new LinkedHashMap<>();
    Settings settings = settings(instance);
    for (PlainSetting setting : PlainSetting.ALL) {
      setting.read().apply(settings).ifPresent(value -> shown.put(setting.key(), value));
    }
    shown.put(Keys.BACKUPS, new Backups(engine).shown(settings));
    Optional.ofNullable(instance.getDatabaseVersion())
        .ifPresent(version -> shown.put(Keys.ENGINE_VERSION, engine.version(version)));
    Flags flags = new Flags(engine);
    shown.put(Keys.FLAGS, flags.shown(settings));
    shown.put(Keys.IAM_AUTHENTICATION, flags.iamAuthentication(settings));
    Optional<String> key =
        Optional.ofNullable(instance.getDiskEncryptionConfiguration())
            .flatMap(config -> Optional.ofNullable(config.getKmsKeyName()));
    key.ifPresent(name -> shown.put(Keys.KMS_KEY, name));
    shown.put(Keys.CUSTOMER_KEY, key.isPresent());
    Optional.ofNullable(labels(instance).get(DATABASE_LABEL))
        .ifPresent(name -> shown.put(Keys.DATABASE_NAME, name));
    shown.put(Keys.BINDING_SECRETS, SecretsLabel.isOn(labels(instance)));
    return shown;
  }

  static Settings settings(DatabaseInstance instance) {
    return Optional.ofNullable(instance.getSettings()).orElseGet(Settings::new);
  }

  static Map<String, String> labels(DatabaseInstance instance) {
    return Optional.ofNullable(settings(instance).getUserLabels()).orElse(Map.of());
  }
}
