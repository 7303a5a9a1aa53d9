package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseFlags;
import com.google.api.services.sqladmin.model.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Database flags. Google replaces all of them at a change, so that what is not asked for is taken
 * from what is there.
 */
record Flags(DatabaseEngine engine) {

  /** All flags of an instance, by name. */
  static Map<String, String> all(Settings settings) {
    Map<String, String> flags = new TreeMap<>();
    Optional.ofNullable(settings.getDatabaseFlags())
        .orElse(List.of())
        .forEach(
            flag -> flags.put(flag.getName(), Optional.ofNullable(flag.getValue()).orElse("")));
    return flags;
  }

  /** Those that the setting {@code databaseFlags} shows. */
  Map<String, Object> shown(Settings settings) {
    Map<String, String> flags = all(settings);
    flags.remove(engine.iamFlag());
    return Map.copyOf(flags);
  }

  boolean iamAuthentication(Settings settings) {
    return normal(all(settings).getOrDefault(engine.iamFlag(), "off")).equals("on");
  }

  /** All flags as they must be. */
  List<DatabaseFlags> of(Wanted wanted, Settings there) {
    Map<String, String> flags = new TreeMap<>();
    flags.putAll(
        wanted
            .get(Keys.FLAGS)
            .map(Wanted::flags)
            .orElseGet(
                () -> {
                  Map<String, String> kept = all(there);
                  kept.remove(engine.iamFlag());
                  return kept;
                }));
    if (wanted.flag(Keys.IAM_AUTHENTICATION).orElseGet(() -> iamAuthentication(there))) {
      flags.put(engine.iamFlag(), "on");
    }
    return flags.entrySet().stream()
        .map(flag -> new DatabaseFlags().setName(flag.getKey()).setValue(flag.getValue()))
        .toList();
  }

  static boolean same(Object want, Object got) {
    return normal(Wanted.flags(want)).equals(normal(Wanted.flags(got)));
  }

  private static Map<String, String> normal(Map<String, String> flags) {
    Map<String, String> normal = new TreeMap<>();
    flags.forEach((name, value) -> normal.put(name, normal(value)));
    return normal;
  }

  /** Google takes true and 1 for on, and shows what it was given. */
  private static String normal(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "on", "true", "1" -> "on";
      case "off", "false", "0" -> "off";
      default -> value.strip();
    };
  }
}
