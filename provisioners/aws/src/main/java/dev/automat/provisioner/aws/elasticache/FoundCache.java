package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.account.SubnetNotice;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticache.model.AutomaticFailoverStatus;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.CacheParameterGroupStatus;
import software.amazon.awssdk.services.elasticache.model.Endpoint;
import software.amazon.awssdk.services.elasticache.model.MultiAZStatus;
import software.amazon.awssdk.services.elasticache.model.NodeGroup;
import software.amazon.awssdk.services.elasticache.model.NotificationConfiguration;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;

/**
 * A cache that stands, in the words of the SPI.
 *
 * @param member one of its nodes; empty while there is none yet
 * @param own its own parameter group; empty where it uses the default of its family
 * @param subnets those of its subnet group, while it is available
 * @param events what AWS did last, while that is of interest
 */
record FoundCache(
    Place place,
    ReplicationGroup group,
    Optional<CacheCluster> member,
    Map<String, String> tags,
    Optional<ParameterGroup> own,
    List<String> subnets,
    List<String> events) {

  /** On the cache, as nothing else holds it: whether its deletion takes a last snapshot. */
  static final String FINAL_SNAPSHOT_TAG = "automat-final-snapshot";

  private static final String DEFAULT_GROUP = "default.";
  private static final String DEFAULT_CLUSTER_GROUP = ".cluster.on";

  String name() {
    return group.replicationGroupId();
  }

  boolean takesFinalSnapshot() {
    return Boolean.parseBoolean(tags.getOrDefault(FINAL_SNAPSHOT_TAG, "false"));
  }

  boolean clusterMode() {
    return Boolean.TRUE.equals(group.clusterEnabled());
  }

  Present present() {
    CacheStatus status = CacheStatus.of(group);
    return new Present(
        Optional.ofNullable(group.arn()),
        status.state(),
        status.message(group, member, subnetNotice(), events),
        settings(),
        tags,
        outputs(),
        parts());
  }

  private String subnetNotice() {
    String group = ChildNames.subnetGroup(name());
    return SubnetNotice.of(
        place,
        group,
        subnets,
        "elasticache modify-cache-subnet-group --cache-subnet-group-name "
            + group
            + " --subnet-ids");
  }

  /**
   * What AWS has accepted and not yet done counts as done: it is said in the message, and asking
   * for it again would change nothing.
   */
  Map<String, Object> settings() {
    Map<String, Object> shown = new LinkedHashMap<>();
    ofGroup(shown);
    member.ifPresent(node -> ofMember(shown, node));
    pending(shown);
    shown.put(CacheDescriptor.FINAL_SNAPSHOT, takesFinalSnapshot());
    return shown;
  }

  private void ofGroup(Map<String, Object> shown) {
    put(shown, CacheDescriptor.ENGINE, group.engine());
    put(shown, CacheDescriptor.NODE_TYPE, group.cacheNodeType());
    put(shown, CacheDescriptor.CLUSTER_MODE, group.clusterEnabled());
    put(shown, CacheDescriptor.AT_REST, group.atRestEncryptionEnabled());
    put(shown, CacheDescriptor.SNAPSHOT_DAYS, number(group.snapshotRetentionLimit()));
    put(shown, CacheDescriptor.SNAPSHOT_WINDOW, group.snapshotWindow());
    put(shown, CacheDescriptor.MINOR_UPGRADES, group.autoMinorVersionUpgrade());
    shown.put(CacheDescriptor.CUSTOMER_KEY, Optional.ofNullable(group.kmsKeyId()).isPresent());
    shown.put(CacheDescriptor.IN_TRANSIT, inTransit());
    shown.put(
        CacheDescriptor.FAILOVER,
        group.automaticFailover() == AutomaticFailoverStatus.ENABLED
            || group.automaticFailover() == AutomaticFailoverStatus.ENABLING);
    shown.put(CacheDescriptor.MULTI_AZ, group.multiAZ() == MultiAZStatus.ENABLED);
    endpoint().ifPresent(endpoint -> put(shown, CacheDescriptor.PORT, number(endpoint.port())));
    if (!group.nodeGroups().isEmpty()) {
      shown.put(CacheDescriptor.SHARDS, (long) group.nodeGroups().size());
      shown.put(CacheDescriptor.REPLICAS, replicas());
    }
  }

  private void ofMember(Map<String, Object> shown, CacheCluster node) {
    put(shown, CacheDescriptor.ENGINE, node.engine());
    put(shown, CacheDescriptor.ENGINE_VERSION, node.engineVersion());
    put(shown, CacheDescriptor.MAINTENANCE_WINDOW, node.preferredMaintenanceWindow());
    Optional.ofNullable(node.notificationConfiguration())
        .filter(topic -> "active".equals(topic.topicStatus()))
        .map(NotificationConfiguration::topicArn)
        .ifPresent(topic -> shown.put(CacheDescriptor.TOPIC, topic));
    shown.put(CacheDescriptor.PARAMETERS, own.map(ParameterGroup::parameters).orElseGet(Map::of));
    own.map(ParameterGroup::family)
        .or(() -> defaultFamily(node))
        .ifPresent(family -> shown.put(CacheDescriptor.FAMILY, family));
  }

  private void pending(Map<String, Object> shown) {
    Optional.ofNullable(group.pendingModifiedValues())
        .ifPresent(
            pending -> {
              put(shown, CacheDescriptor.IN_TRANSIT, pending.transitEncryptionModeAsString());
              Optional.ofNullable(pending.automaticFailoverStatusAsString())
                  .ifPresent(
                      status -> shown.put(CacheDescriptor.FAILOVER, status.equals("enabled")));
            });
    member
        .map(CacheCluster::pendingModifiedValues)
        .ifPresent(
            pending -> {
              put(shown, CacheDescriptor.ENGINE_VERSION, pending.engineVersion());
              put(shown, CacheDescriptor.NODE_TYPE, pending.cacheNodeType());
            });
  }

  /** Default groups are named {@code default.<family>}, with an ending in cluster mode. */
  private static Optional<String> defaultFamily(CacheCluster node) {
    return Optional.ofNullable(node.cacheParameterGroup())
        .map(CacheParameterGroupStatus::cacheParameterGroupName)
        .filter(name -> name.startsWith(DEFAULT_GROUP))
        .map(name -> name.substring(DEFAULT_GROUP.length()).replace(DEFAULT_CLUSTER_GROUP, ""));
  }

  static String defaultGroup(String family, boolean clusterMode) {
    return DEFAULT_GROUP + family + (clusterMode ? DEFAULT_CLUSTER_GROUP : "");
  }

  /** TLS without a mode is required: CreateReplicationGroup, TransitEncryptionMode. */
  private String inTransit() {
    return Boolean.TRUE.equals(group.transitEncryptionEnabled())
        ? Optional.ofNullable(group.transitEncryptionModeAsString()).orElse("required")
        : "off";
  }

  /** The fewest of any shard, so that a shard with a copy too few is seen. */
  private long replicas() {
    return group.nodeGroups().stream()
        .mapToLong(shard -> Math.max(0, shard.nodeGroupMembers().size() - 1))
        .min()
        .orElse(0);
  }

  private Map<String, Object> outputs() {
    Map<String, Object> outputs = new LinkedHashMap<>();
    endpoint()
        .ifPresent(
            endpoint -> {
              put(outputs, CacheDescriptor.HOST, endpoint.address());
              put(outputs, CacheDescriptor.PORT, number(endpoint.port()));
            });
    return outputs;
  }

  /** In cluster mode the one that knows all shards, else that of the primary. */
  private Optional<Endpoint> endpoint() {
    return Stream.concat(
            Stream.ofNullable(group.configurationEndpoint()),
            group.nodeGroups().stream().map(NodeGroup::primaryEndpoint))
        .filter(endpoint -> endpoint != null && endpoint.address() != null)
        .findFirst();
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    member
        .map(CacheCluster::cacheSubnetGroupName)
        .filter(name -> ChildNames.isChild(name, name()))
        .ifPresent(name -> parts.add(subnetGroup(place, name)));
    addUserGroup(parts);
    own.ifPresent(
        each ->
            parts.add(
                new Part(
                    "parameter-group",
                    each.name(),
                    Optional.of(link(place, "parameter-groups", each.name())))));
    return parts;
  }

  private void addUserGroup(List<Part> parts) {
    group.userGroupIds().stream()
        .filter(id -> name().endsWith(id.substring(id.lastIndexOf('-') + 1)))
        .forEach(
            id ->
                parts.add(new Part("user-group", id, Optional.of(link(place, "user-groups", id)))));
  }

  static Part subnetGroup(Place place, String name) {
    return new Part("subnet-group", name, Optional.of(link(place, "subnet-groups", name)));
  }

  private static String link(Place place, String page, String name) {
    return place.consoleLink(
        "elasticache/home?region=%s#/%s/%s".formatted(place.region(), page, name));
  }

  private static @Nullable Long number(@Nullable Integer value) {
    return value == null ? null : value.longValue();
  }

  private static void put(Map<String, Object> shown, String key, @Nullable Object value) {
    if (value != null) {
      shown.put(key, value);
    }
  }
}
