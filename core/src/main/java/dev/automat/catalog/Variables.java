package dev.automat.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What expressions may read: {@code inputs.…}, {@code size.…}, {@code environment}, {@code team},
 * {@code name}, {@code region} and {@code classification}. What has no value is absent.
 */
public final class Variables {

  private final Map<String, Object> values;

  Variables(Map<String, Object> values) {
    this.values = values;
  }

  /** Of a request; what could not be made out is left out. */
  static Variables of(Map<String, Object> leaves, Map<String, String> facts) {
    Map<String, Object> values = new HashMap<>(leaves);
    values.putAll(facts);
    return new Variables(values);
  }

  Optional<Object> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }
}
