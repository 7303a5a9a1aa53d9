package dev.automat.provisioner.aws.elasticache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Desired settings, which the schema has checked, and what follows from them. */
record CacheSettings(Map<String, Object> values) {

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(Object::toString);
  }

  Optional<Boolean> flag(String key) {
    return values.get(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
  }

  Optional<Integer> number(String key) {
    return values.get(key) instanceof Number number
        ? Optional.of(number.intValue())
        : Optional.empty();
  }

  /** Empty where nothing is said of parameters. */
  Optional<Map<String, String>> parameters() {
    return Optional.ofNullable(values.get(CacheDescriptor.PARAMETERS))
        .map(CacheSettings::parameters);
  }

  /** Parameters as AWS has them: all values are text. */
  static Map<String, String> parameters(Object value) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, each) -> parameters.put(name.toString(), each.toString()));
    }
    return parameters;
  }

  String engine() {
    return text(CacheDescriptor.ENGINE).orElse("valkey");
  }

  boolean clusterMode() {
    return flag(CacheDescriptor.CLUSTER_MODE).orElse(false);
  }

  /** AWS asks for failover in cluster mode and with replicas in other zones. */
  boolean automaticFailover() {
    return flag(CacheDescriptor.FAILOVER)
        .orElseGet(() -> clusterMode() || flag(CacheDescriptor.MULTI_AZ).orElse(false));
  }

  /**
   * The family of parameters, if it is given or follows from a given version. The rule is that of
   * CreateCacheParameterGroup, CacheParameterGroupFamily.
   */
  Optional<String> family() {
    return text(CacheDescriptor.FAMILY)
        .or(() -> text(CacheDescriptor.ENGINE_VERSION).map(version -> family(engine(), version)));
  }

  /**
   * Whether a version is one without users: a {@code redis} before 6, a {@code valkey} before 7.2.
   */
  static boolean isBeforeUsers(String engine, String version) {
    String[] parts = version.split("\\.", -1);
    int major = Integer.parseInt(parts[0]);
    if (engine.equals("redis")) {
      return major < 6;
    }
    boolean minorBefore =
        parts.length > 1 && !parts[1].equals("x") && Integer.parseInt(parts[1]) < 2;
    return major < 7 || (major == 7 && minorBefore);
  }

  static String family(String engine, String version) {
    int major = Integer.parseInt(version.split("\\.", 2)[0]);
    if (engine.equals("valkey") || major >= 7) {
      return engine + major;
    }
    return engine + (major == 6 ? "6.x" : major + ".0");
  }
}
