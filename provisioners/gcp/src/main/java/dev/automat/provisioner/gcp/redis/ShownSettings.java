package dev.automat.provisioner.gcp.redis;

import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.Instance.ConnectMode;
import com.google.cloud.redis.v1.Instance.ReadReplicasMode;
import com.google.cloud.redis.v1.Instance.Tier;
import com.google.cloud.redis.v1.Instance.TransitEncryptionMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an instance shows, in the words of the settings schema. */
record ShownSettings(Instance instance) {

  Map<String, Object> all() {
    Map<String, Object> shown = new LinkedHashMap<>();
    if (instance.getTier() != Tier.TIER_UNSPECIFIED && instance.getTier() != Tier.UNRECOGNIZED) {
      shown.put(Keys.TIER, instance.getTier().name());
    }
    shown.put(Keys.MEMORY, (long) instance.getMemorySizeGb());
    shown.put(Keys.ENGINE_VERSION, Choices.version(instance.getRedisVersion()));
    shown.put(Keys.AUTH, instance.getAuthEnabled());
    shown.put(
        Keys.TLS,
        instance.getTransitEncryptionMode() == TransitEncryptionMode.SERVER_AUTHENTICATION);
    shown.put(Keys.READ_REPLICAS, readReplicas());
    shown.put(Keys.PARAMETERS, Map.copyOf(instance.getRedisConfigsMap()));
    shown.put(Keys.SNAPSHOTS, Choices.snapshots(instance.getPersistenceConfig()));
    Choices.window(instance.getMaintenancePolicy())
        .ifPresent(window -> shown.put(Keys.MAINTENANCE_WINDOW, window));
    shown.put(
        Keys.CONNECT_MODE,
        instance.getConnectMode() == ConnectMode.PRIVATE_SERVICE_ACCESS
            ? ConnectMode.PRIVATE_SERVICE_ACCESS.name()
            : ConnectMode.DIRECT_PEERING.name());
    if (!instance.getReservedIpRange().isEmpty()) {
      shown.put(Keys.RESERVED_RANGE, instance.getReservedIpRange());
    }
    shown.put(Keys.CUSTOMER_KEY, !instance.getCustomerManagedKey().isEmpty());
    if (!instance.getCustomerManagedKey().isEmpty()) {
      shown.put(Keys.KMS_KEY, instance.getCustomerManagedKey());
    }
    return shown;
  }

  /** A standby is none. */
  long readReplicas() {
    return instance.getReadReplicasMode() == ReadReplicasMode.READ_REPLICAS_ENABLED
        ? instance.getReplicaCount()
        : 0;
  }

  Optional<Object> get(String key) {
    return Optional.ofNullable(all().get(key));
  }
}
