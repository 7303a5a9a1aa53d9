package dev.automat.provisioner.aws.rds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that are asked for, by their types.
 *
 * @param settings valid against the type's schema
 */
record Wanted(Map<String, Object> settings) {

  /** Both engines take them: PostgreSQL and MySQL reserve neither. */
  private static final String MASTER_USERNAME = "automat";

  private static final String DATABASE_NAME = "app";

  Wanted {
    settings = Map.copyOf(settings);
  }

  <T> Optional<T> get(String key, Class<T> type) {
    Optional<Object> value = Optional.ofNullable(settings.get(key));
    if (type == Integer.class) {
      return value.map(number -> type.cast(((Number) number).intValue()));
    }
    return value.map(type::cast);
  }

  Optional<String> text(String key) {
    return get(key, String.class);
  }

  Optional<Integer> number(String key) {
    return get(key, Integer.class);
  }

  Optional<Boolean> flag(String key) {
    return get(key, Boolean.class);
  }

  boolean flag(String key, boolean otherwise) {
    return flag(key).orElse(otherwise);
  }

  Optional<List<String>> texts(String key) {
    return Optional.ofNullable(settings.get(key))
        .map(list -> ((List<?>) list).stream().map(Object::toString).toList());
  }

  /** As RDS writes them: all values are text. */
  Optional<Map<String, String>> parameters() {
    return Optional.ofNullable(settings.get(Keys.PARAMETERS)).map(Wanted::parameters);
  }

  static Map<String, String> parameters(Object value) {
    Map<String, String> parameters = new TreeMap<>();
    ((Map<?, ?>) value).forEach((name, text) -> parameters.put(name.toString(), parameter(text)));
    return parameters;
  }

  /** RDS has no booleans: a switch is 1 or 0. */
  private static String parameter(Object value) {
    return value instanceof Boolean on ? (on ? "1" : "0") : value.toString();
  }

  String engineVersion() {
    return text(Keys.ENGINE_VERSION).orElseThrow();
  }

  String masterUsername() {
    return text(Keys.MASTER_USERNAME).orElse(MASTER_USERNAME);
  }

  String databaseName() {
    return text(Keys.DATABASE_NAME).orElse(DATABASE_NAME);
  }

  boolean managesMasterPassword() {
    return flag(Keys.MANAGE_MASTER_PASSWORD, false);
  }

  /** The same, with what is not asked for taken from others. */
  Wanted orElse(Map<String, Object> others) {
    Map<String, Object> all = new LinkedHashMap<>(others);
    all.putAll(settings);
    return new Wanted(all);
  }
}
