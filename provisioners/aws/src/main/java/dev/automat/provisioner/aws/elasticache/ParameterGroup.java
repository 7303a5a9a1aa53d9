package dev.automat.provisioner.aws.elasticache;

import java.util.Map;
import java.util.TreeMap;

/**
 * A cache's own parameter group.
 *
 * @param set what it sets differently from its family
 */
record ParameterGroup(String name, String family, Map<String, String> set) {

  /**
   * AWS asks a group of a cache in cluster mode to set this, and takes no such cache with another:
   * it follows from the cache and is nobody's setting.
   */
  static final String CLUSTER_ENABLED = "cluster-enabled";

  /** What was asked for. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>(set);
    parameters.remove(CLUSTER_ENABLED);
    return parameters;
  }
}
