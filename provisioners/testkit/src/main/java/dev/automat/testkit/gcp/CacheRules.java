package dev.automat.testkit.gcp;

import com.google.cloud.redis.v1.CreateInstanceRequest;
import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.Instance.ConnectMode;
import com.google.cloud.redis.v1.Instance.ReadReplicasMode;
import com.google.cloud.redis.v1.Instance.Tier;
import com.google.cloud.redis.v1.Instance.TransitEncryptionMode;
import com.google.cloud.redis.v1.TlsCertificate;
import com.google.cloud.redis.v1.UpdateInstanceRequest;
import com.google.protobuf.util.FieldMaskUtil;
import java.util.List;
import java.util.Set;

/** What the fake of Memorystore takes and refuses, and what it adds of its own. */
final class CacheRules {

  private static final int PLAIN_PORT = 6379;
  private static final int TLS_PORT = 6378;
  private static final int LEAST_FOR_READING = 5;
  private static final int LARGEST = 300;
  private static final int MOST_LABELS = 64;

  /** From the oldest to the newest. */
  private static final List<String> VERSIONS =
      List.of("REDIS_3_2", "REDIS_4_0", "REDIS_5_0", "REDIS_6_X", "REDIS_7_0", "REDIS_7_2");

  /** "Currently, the only supported parameters are": {@code Instance.redis_configs}. */
  private static final Set<String> PARAMETERS =
      Set.of(
          "maxmemory-policy",
          "notify-keyspace-events",
          "activedefrag",
          "lfu-decay-time",
          "lfu-log-factor",
          "maxmemory-gb",
          "stream-node-max-bytes",
          "stream-node-max-entries");

  /**
   * Those of UpdateInstanceRequest, and those that gcloud's {@code redis instances update} sends.
   */
  private static final Set<String> CHANGEABLE =
      Set.of(
          "display_name",
          "labels",
          "memory_size_gb",
          "redis_configs",
          "replica_count",
          "auth_enabled",
          "maintenance_policy",
          "persistence_config",
          "read_replicas_mode",
          "secondary_ip_range");

  private CacheRules() {}

  static void check(CreateInstanceRequest request) {
    require(
        request.getInstanceId().matches("[a-z]([a-z0-9-]{0,38}[a-z0-9])?"),
        "instance_id must be 1-40 lowercase letters, digits and hyphens, and begin with a letter");
    Instance instance = request.getInstance();
    require(
        instance.getRedisVersion().isEmpty() || VERSIONS.contains(instance.getRedisVersion()),
        "redis_version " + instance.getRedisVersion() + " is not supported");
    check(instance);
  }

  /** Of what stands, or is to stand. */
  private static void check(Instance instance) {
    boolean basic = instance.getTier() == Tier.BASIC;
    require(basic || instance.getTier() == Tier.STANDARD_HA, "tier is required");
    int memory = instance.getMemorySizeGb();
    require(memory >= 1 && memory <= LARGEST, "memory_size_gb must be between 1 and 300");
    require(
        PARAMETERS.containsAll(instance.getRedisConfigsMap().keySet()),
        "unsupported redis_configs: " + instance.getRedisConfigsMap().keySet());
    boolean reads = instance.getReadReplicasMode() == ReadReplicasMode.READ_REPLICAS_ENABLED;
    require(
        !reads || (!basic && memory >= LEAST_FOR_READING),
        "read replicas need the tier STANDARD_HA and 5 GiB");
    require(
        instance.getReplicaCount() <= (reads ? 5 : basic ? 0 : 1), "replica_count is too large");
    require(instance.getLabelsCount() <= MOST_LABELS, "an instance has 64 labels at most");
    instance
        .getLabelsMap()
        .forEach(
            (key, value) ->
                require(
                    key.matches("[a-z][a-z0-9_-]{0,62}") && value.matches("[a-z0-9_-]{0,63}"),
                    "invalid label " + key + ": " + value));
  }

  /** What is asked for, with what Google decides where nothing is said. */
  static Instance completed(String name, Instance wanted, int number) {
    Instance.Builder made = wanted.toBuilder().setName(name);
    boolean tls = wanted.getTransitEncryptionMode() == TransitEncryptionMode.SERVER_AUTHENTICATION;
    if (wanted.getConnectMode() == ConnectMode.CONNECT_MODE_UNSPECIFIED) {
      made.setConnectMode(ConnectMode.DIRECT_PEERING);
    }
    if (wanted.getRedisVersion().isEmpty()) {
      made.setRedisVersion(VERSIONS.getLast());
    }
    made.setHost("10.7.%d.%d".formatted(number / 250, 3 + number % 250))
        .setPort(tls ? TLS_PORT : PLAIN_PORT);
    if (tls) {
      made.clearServerCaCerts()
          .addServerCaCerts(
              TlsCertificate.newBuilder()
                  .setSerialNumber(String.valueOf(number))
                  .setCert(
                      "-----BEGIN CERTIFICATE-----\nfake %d\n-----END CERTIFICATE-----\n"
                          .formatted(number)));
    }
    return reading(made).build();
  }

  /** The address to read from comes and goes with the copies. */
  private static Instance.Builder reading(Instance.Builder instance) {
    boolean reads = instance.getReadReplicasMode() == ReadReplicasMode.READ_REPLICAS_ENABLED;
    if (reads) {
      instance
          .setReadEndpoint(instance.getHost().replaceFirst("10[.]7", "10.8"))
          .setReadEndpointPort(instance.getPort());
    } else if (instance.getTier() == Tier.STANDARD_HA) {
      instance.setReplicaCount(1);
    }
    return instance;
  }

  /** The instance after the change. */
  static Instance changed(Instance there, UpdateInstanceRequest request) {
    List<String> paths = request.getUpdateMask().getPathsList();
    require(!paths.isEmpty(), "update_mask is required");
    for (String path : paths) {
      require(CHANGEABLE.contains(path), "update_mask can not include " + path);
    }
    Instance.Builder changed = there.toBuilder();
    FieldMaskUtil.merge(request.getUpdateMask(), request.getInstance(), changed, Replies.REPLACING);
    boolean read = there.getReadReplicasMode() == ReadReplicasMode.READ_REPLICAS_ENABLED;
    boolean reads = changed.getReadReplicasMode() == ReadReplicasMode.READ_REPLICAS_ENABLED;
    require(reads || !read, "read replicas can not be disabled");
    require(
        read || !reads || !changed.getSecondaryIpRange().isEmpty(),
        "secondary_ip_range is required to enable read replicas");
    Instance result = reading(changed).build();
    check(result);
    return result;
  }

  static void checkUpgrade(Instance there, String version) {
    require(
        VERSIONS.indexOf(version) > VERSIONS.indexOf(there.getRedisVersion()),
        "can not upgrade from " + there.getRedisVersion() + " to " + version);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw GrpcRefusal.invalid(otherwise);
    }
  }
}
