package dev.automat.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What expressions may read: {@code inputs.…}, {@code size.…}, {@code environment}, {@code team},
 * {@code name}, {@code region} and {@code classification}. What has no value is absent.
 */
public final class Variables {

  /** The variables that every module has, all of them text. */
  static final String[] FACTS = {"environment", "team", "name", "region", "classification"};

  private final Map<String, Object> values;

  private Variables(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * @param leaves by full name, such as {@code inputs.storageGiB}
   * @param vars the size's, by their own names
   */
  static Variables of(
      Map<String, Object> leaves, Map<String, Object> vars, Map<String, String> facts) {
    Map<String, Object> values = HashMap.newHashMap(leaves.size() + vars.size() + facts.size());
    values.putAll(leaves);
    vars.forEach((name, value) -> values.put("size." + name, value));
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
