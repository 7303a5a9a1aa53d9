package dev.automat.expression;

import java.util.Map;
import java.util.Optional;

/** What expressions may read, by full name. What has no value is absent. */
public final class Variables {

  private final Map<String, Object> values;

  private Variables(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * @param values {@code String, Boolean, Long, Double, List, Map}; not copied, because one is made
   *     for every request
   */
  public static Variables of(Map<String, Object> values) {
    return new Variables(values);
  }

  Optional<Object> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }
}
