package dev.automat.provisioner.gcp.cloudsql;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that are asked for, by their types.
 *
 * @param settings valid against the type's schema
 */
record Wanted(Map<String, Object> settings) {

  private static final String DATABASE_NAME = "app";

  Wanted {
    settings = Map.copyOf(settings);
  }

  Optional<Object> get(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  Optional<String> text(String key) {
    return get(key).map(Object::toString);
  }

  Optional<Boolean> flag(String key) {
    return get(key).map(Boolean.class::cast);
  }

  String engineVersion() {
    return text(Keys.ENGINE_VERSION).orElseThrow();
  }

  String databaseName() {
    return text(Keys.DATABASE_NAME).orElse(DATABASE_NAME);
  }

  /** As Google writes them: all values are text. */
  static Map<String, String> flags(Object value) {
    Map<String, String> flags = new TreeMap<>();
    ((Map<?, ?>) value).forEach((name, each) -> flags.put(name.toString(), flag(each)));
    return flags;
  }

  /** A switch is on or off. */
  private static String flag(Object value) {
    return value instanceof Boolean on ? (on ? "on" : "off") : value.toString();
  }
}
