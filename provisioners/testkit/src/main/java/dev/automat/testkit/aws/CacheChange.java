package dev.automat.testkit.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code Modify…} of a cache asks for, by the elements that will show it. Nobody checks the
 * values.
 *
 * @param atOnce what shows as soon as it is accepted
 * @param work what nodes are changed for: at once or in the maintenance window
 */
record CacheChange(Map<String, String> atOnce, Map<String, String> work) {

  private static final Set<String> SETTINGS =
      Set.of(
          "AutoMinorVersionUpgrade",
          "CacheParameterGroupName",
          "PreferredMaintenanceWindow",
          "SnapshotRetentionLimit",
          "SnapshotWindow");

  private static final Set<String> NODES =
      Set.of("CacheNodeType", "EngineVersion", "NumCacheNodes");

  private static final Map<String, String> SWITCHES =
      Map.of("AutomaticFailoverEnabled", "AutomaticFailover", "MultiAZEnabled", "MultiAZ");

  static CacheChange of(AwsCall call) {
    Map<String, String> atOnce = new LinkedHashMap<>();
    Map<String, String> work = new LinkedHashMap<>();
    call.parameters()
        .forEach(
            (name, value) -> {
              if (SETTINGS.contains(name)) {
                atOnce.put(name, value);
              } else if (name.equals("ReplicationGroupDescription")) {
                atOnce.put("Description", value);
              } else if (NODES.contains(name)) {
                work.put(name, value);
              } else if (SWITCHES.containsKey(name)) {
                work.put(SWITCHES.get(name), value.equals("true") ? "enabled" : "disabled");
              } else if (name.equals("AuthToken")) {
                work.put("AuthTokenEnabled", "true");
              }
            });
    return new CacheChange(atOnce, work);
  }
}
