package dev.automat.provisioner.gcp.redis;

import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.Instance.ConnectMode;
import com.google.cloud.redis.v1.Instance.ReadReplicasMode;
import com.google.cloud.redis.v1.Instance.Tier;
import com.google.cloud.redis.v1.Instance.TransitEncryptionMode;
import com.google.cloud.redis.v1.UpdateInstanceRequest;
import com.google.protobuf.FieldMask;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.Labels;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What Google is sent. */
record Bodies(Place place) {

  /** The whole instance, with our defaults where Google's leave the door open. */
  Instance creation(Desired desired) {
    Wanted wanted = new Wanted(desired.settings());
    Instance.Builder body =
        Instance.newBuilder()
            .setTier(Tier.valueOf(wanted.text(Keys.TIER).orElseThrow()))
            .setMemorySizeGb(wanted.number(Keys.MEMORY).orElseThrow())
            .setRedisVersion(Choices.redisVersion(wanted.text(Keys.ENGINE_VERSION).orElseThrow()))
            .setAuthEnabled(wanted.flag(Keys.AUTH).orElse(true))
            .setTransitEncryptionMode(
                wanted.flag(Keys.TLS).orElse(true)
                    ? TransitEncryptionMode.SERVER_AUTHENTICATION
                    : TransitEncryptionMode.DISABLED)
            .putAllLabels(Labels.of(desired.tags()));
    wanted.parameters().ifPresent(body::putAllRedisConfigs);
    wanted.text(Keys.SNAPSHOTS).map(Choices::persistence).ifPresent(body::setPersistenceConfig);
    wanted
        .text(Keys.MAINTENANCE_WINDOW)
        .map(Choices::maintenance)
        .ifPresent(body::setMaintenancePolicy);
    wanted
        .number(Keys.READ_REPLICAS)
        .filter(count -> count > 0)
        .ifPresent(
            count ->
                body.setReadReplicasMode(ReadReplicasMode.READ_REPLICAS_ENABLED)
                    .setReplicaCount(count));
    network(wanted, body);
    key(wanted).ifPresent(body::setCustomerManagedKey);
    return body.build();
  }

  private void network(Wanted wanted, Instance.Builder body) {
    ConnectMode mode =
        wanted
            .text(Keys.CONNECT_MODE)
            .map(ConnectMode::valueOf)
            .orElse(ConnectMode.PRIVATE_SERVICE_ACCESS);
    body.setConnectMode(mode);
    place.settings().network().ifPresent(body::setAuthorizedNetwork);
    wanted
        .text(Keys.RESERVED_RANGE)
        .or(
            () ->
                mode == ConnectMode.PRIVATE_SERVICE_ACCESS
                    ? place.settings().allocatedIpRange()
                    : Optional.empty())
        .ifPresent(body::setReservedIpRange);
  }

  private Optional<String> key(Wanted wanted) {
    boolean mustNot = wanted.flag(Keys.CUSTOMER_KEY).filter(own -> !own).isPresent();
    boolean must = wanted.flag(Keys.CUSTOMER_KEY).orElse(false);
    Optional<String> key =
        mustNot
            ? Optional.empty()
            : wanted.text(Keys.KMS_KEY).or(() -> place.settings().kmsKeyName());
    if (must && key.isEmpty()) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "a key of your own is asked for, and there is none",
          "name one in " + place.configurationKey() + ".kmsKeyName, or in the setting kmsKeyName");
    }
    return key;
  }

  /** The change that one call of UpdateInstance can make; empty if nothing differs. */
  Optional<UpdateInstanceRequest> change(Desired desired, Instance there) {
    Wanted wanted = new Wanted(desired.settings());
    Instance.Builder body = Instance.newBuilder().setName(there.getName());
    Set<String> mask = new LinkedHashSet<>();
    Map<String, String> missing = Labels.missing(desired.tags(), there.getLabelsMap());
    if (!missing.isEmpty()) {
      // The field is replaced as a whole: what others put there stays.
      body.putAllLabels(there.getLabelsMap()).putAllLabels(missing);
      mask.add("labels");
    }
    settings(wanted, there, body, mask);
    return mask.isEmpty()
        ? Optional.empty()
        : Optional.of(
            UpdateInstanceRequest.newBuilder()
                .setInstance(body)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(mask))
                .build());
  }

  private static void settings(
      Wanted wanted, Instance there, Instance.Builder body, Set<String> mask) {
    ShownSettings shown = new ShownSettings(there);
    if (differs(wanted, shown, Keys.MEMORY)) {
      body.setMemorySizeGb(wanted.number(Keys.MEMORY).orElseThrow());
      mask.add("memory_size_gb");
    }
    if (differs(wanted, shown, Keys.AUTH)) {
      body.setAuthEnabled(wanted.flag(Keys.AUTH).orElseThrow());
      mask.add("auth_enabled");
    }
    if (differs(wanted, shown, Keys.PARAMETERS)) {
      body.putAllRedisConfigs(new TreeMap<>(there.getRedisConfigsMap()))
          .putAllRedisConfigs(wanted.parameters().orElseThrow());
      mask.add("redis_configs");
    }
    if (differs(wanted, shown, Keys.SNAPSHOTS)) {
      body.setPersistenceConfig(Choices.persistence(wanted.text(Keys.SNAPSHOTS).orElseThrow()));
      mask.add("persistence_config");
    }
    if (differs(wanted, shown, Keys.MAINTENANCE_WINDOW)) {
      body.setMaintenancePolicy(
          Choices.maintenance(wanted.text(Keys.MAINTENANCE_WINDOW).orElseThrow()));
      mask.add("maintenance_policy");
    }
    wanted
        .number(Keys.READ_REPLICAS)
        .filter(count -> count > shown.readReplicas())
        .ifPresent(count -> readReplicas(count, there, body, mask));
  }

  /** More than there are. To have the first, Google wants a second range for their addresses. */
  private static void readReplicas(
      int count, Instance there, Instance.Builder body, Set<String> mask) {
    if (there.getReadReplicasMode() != ReadReplicasMode.READ_REPLICAS_ENABLED) {
      body.setReadReplicasMode(ReadReplicasMode.READ_REPLICAS_ENABLED).setSecondaryIpRange("auto");
      mask.add("read_replicas_mode");
      mask.add("secondary_ip_range");
    }
    body.setReplicaCount(count);
    mask.add("replica_count");
  }

  private static boolean differs(Wanted wanted, ShownSettings shown, String key) {
    return wanted
        .get(key)
        .filter(
            value -> !shown.get(key).map(got -> Equivalence.holds(key, value, got)).orElse(false))
        .isPresent();
  }

  /** The version to upgrade to; empty if it is not older. */
  static Optional<String> upgrade(Desired desired, Instance there) {
    return new Wanted(desired.settings())
        .text(Keys.ENGINE_VERSION)
        .filter(version -> !version.equals(Choices.version(there.getRedisVersion())))
        .map(Choices::redisVersion);
  }
}
