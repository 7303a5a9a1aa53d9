package dev.automat.provisioner.gcp.redis;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that are asked for, by their types.
 *
 * @param settings valid against the type's schema
 */
record Wanted(Map<String, Object> settings) {

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

  Optional<Integer> number(String key) {
    return get(key).map(number -> ((Number) number).intValue());
  }

  Optional<Map<String, String>> parameters() {
    return get(Keys.PARAMETERS).map(Wanted::parameters);
  }

  /** As Google writes them: all values are text. */
  static Map<String, String> parameters(Object value) {
    Map<String, String> parameters = new TreeMap<>();
    ((Map<?, ?>) value).forEach((name, each) -> parameters.put(name.toString(), each.toString()));
    return parameters;
  }
}
