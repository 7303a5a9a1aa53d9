package dev.automat.provisioner.aws.elasticache;

import dev.automat.spi.Desired;
import dev.automat.spi.ResourceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.ModifyReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.NodeGroup;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;

/**
 * Changing a cache that stands. AWS takes one kind of change at a time and is then {@code
 * modifying}: the steps go on until AWS is at work, and the next update takes up what is left.
 */
final class CacheChange {

  /** One kind of change: empty if there is nothing to do, else what AWS answered. */
  private interface Step extends Supplier<Optional<ReplicationGroup>> {}

  private final ElastiCacheClient client;
  private final CacheChildren children;
  private final ResourceType equivalence;
  private final FoundCache cache;
  private final Desired desired;
  private final CacheSettings wanted;
  private final Map<String, Object> shown;

  CacheChange(
      ElastiCacheClient client,
      CacheChildren children,
      ResourceType equivalence,
      FoundCache cache,
      Desired desired) {
    this.client = client;
    this.children = children;
    this.equivalence = equivalence;
    this.cache = cache;
    this.desired = desired;
    this.wanted = new CacheSettings(desired.settings());
    this.shown = cache.settings();
  }

  /** Replicas come before what needs them, and go after what needed them is off. */
  void carryOut() {
    List<Step> steps =
        List.of(this::moreReplicas, this::modify, this::fewerReplicas, this::reshard);
    for (Step step : steps) {
      boolean atWork =
          step.get().map(CacheStatus::of).filter(status -> !status.takesChanges()).isPresent();
      if (atWork) {
        return;
      }
    }
  }

  private Optional<ReplicationGroup> moreReplicas() {
    return replicas()
        .filter(count -> count > replicasShown())
        .map(
            count ->
                client
                    .increaseReplicaCount(
                        change ->
                            change
                                .replicationGroupId(cache.name())
                                .newReplicaCount(count)
                                .applyImmediately(true))
                    .replicationGroup());
  }

  private Optional<ReplicationGroup> fewerReplicas() {
    return replicas()
        .filter(count -> count < replicasShown())
        .map(
            count ->
                client
                    .decreaseReplicaCount(
                        change ->
                            change
                                .replicationGroupId(cache.name())
                                .newReplicaCount(count)
                                .applyImmediately(true))
                    .replicationGroup());
  }

  private Optional<Integer> replicas() {
    return wanted
        .number(CacheDescriptor.REPLICAS)
        .filter(count -> differs(CacheDescriptor.REPLICAS));
  }

  private long replicasShown() {
    return shown.get(CacheDescriptor.REPLICAS) instanceof Long count ? count : 0;
  }

  private Optional<ReplicationGroup> reshard() {
    return wanted
        .number(CacheDescriptor.SHARDS)
        .filter(count -> differs(CacheDescriptor.SHARDS))
        .map(
            count ->
                client
                    .modifyReplicationGroupShardConfiguration(
                        change -> {
                          change
                              .replicationGroupId(cache.name())
                              .nodeGroupCount(count)
                              .applyImmediately(true);
                          if (count < cache.group().nodeGroups().size()) {
                            change.nodeGroupsToRetain(firstShards(count));
                          }
                        })
                    .replicationGroup());
  }

  private List<String> firstShards(int count) {
    return cache.group().nodeGroups().stream()
        .map(NodeGroup::nodeGroupId)
        .sorted()
        .limit(count)
        .toList();
  }

  private Optional<ReplicationGroup> modify() {
    ModifyReplicationGroupRequest.Builder request = ModifyReplicationGroupRequest.builder();
    ModifyReplicationGroupRequest nothing = request.build();
    engine(request);
    texts(request);
    flags(request);
    number(CacheDescriptor.SNAPSHOT_DAYS, request::snapshotRetentionLimit);
    inTransit(request);
    parameterGroup().ifPresent(request::cacheParameterGroupName);
    if (request.build().equals(nothing)) {
      return Optional.empty();
    }
    request.replicationGroupId(cache.name()).applyImmediately(true);
    return Optional.of(client.modifyReplicationGroup(request.build()).replicationGroup());
  }

  /** The engine changes only together with its version. */
  private void engine(ModifyReplicationGroupRequest.Builder request) {
    text(CacheDescriptor.ENGINE_VERSION, request::engineVersion);
    if (differs(CacheDescriptor.ENGINE)) {
      request.engine(wanted.engine());
      wanted.text(CacheDescriptor.ENGINE_VERSION).ifPresent(request::engineVersion);
    }
  }

  private void texts(ModifyReplicationGroupRequest.Builder request) {
    text(CacheDescriptor.NODE_TYPE, request::cacheNodeType);
    text(CacheDescriptor.SNAPSHOT_WINDOW, request::snapshotWindow);
    text(CacheDescriptor.MAINTENANCE_WINDOW, request::preferredMaintenanceWindow);
    text(
        CacheDescriptor.TOPIC,
        topic -> request.notificationTopicArn(topic).notificationTopicStatus("active"));
  }

  private void flags(ModifyReplicationGroupRequest.Builder request) {
    flag(CacheDescriptor.FAILOVER, request::automaticFailoverEnabled);
    flag(CacheDescriptor.MULTI_AZ, request::multiAZEnabled);
    flag(CacheDescriptor.MINOR_UPGRADES, request::autoMinorVersionUpgrade);
  }

  /** From off, the way leads over preferred: ModifyReplicationGroup, TransitEncryptionMode. */
  private void inTransit(ModifyReplicationGroupRequest.Builder request) {
    text(
        CacheDescriptor.IN_TRANSIT,
        mode -> {
          boolean isOff = !Boolean.TRUE.equals(cache.group().transitEncryptionEnabled());
          request.transitEncryptionEnabled(true).transitEncryptionMode(isOff ? "preferred" : mode);
        });
  }

  /**
   * Brings the cache's own parameter group to what is wanted.
   *
   * @return the group to use from now on, where it is another than that in use
   */
  private Optional<String> parameterGroup() {
    Map<String, String> parameters =
        wanted
            .parameters()
            .orElseGet(() -> cache.own().map(ParameterGroup::parameters).orElseGet(Map::of));
    Optional<String> family = newFamily();
    if (cache.own().isPresent() && family.isEmpty()) {
      ParameterGroup own = cache.own().get();
      children.setParameters(own.name(), own.set(), completed(parameters));
      return Optional.empty();
    }
    if (cache.own().isEmpty() && parameters.isEmpty()) {
      return family.map(each -> FoundCache.defaultGroup(each, cache.clusterMode()));
    }
    String chosen =
        family.or(this::familyShown).or(wanted::family).orElseThrow(CacheCreation::withoutFamily);
    return Optional.of(
        children.makeParameterGroup(desired, chosen, parameters, cache.clusterMode()));
  }

  /** Without one that is given, it follows a version or an engine that changes. */
  private Optional<String> newFamily() {
    boolean upgrade = differs(CacheDescriptor.ENGINE) || differs(CacheDescriptor.ENGINE_VERSION);
    return wanted
        .text(CacheDescriptor.FAMILY)
        .or(() -> upgrade ? wanted.family() : Optional.empty())
        .filter(family -> !familyShown().equals(Optional.of(family)));
  }

  private Optional<String> familyShown() {
    return Optional.ofNullable(shown.get(CacheDescriptor.FAMILY)).map(Object::toString);
  }

  private Map<String, String> completed(Map<String, String> parameters) {
    Map<String, String> completed = new HashMap<>(parameters);
    if (cache.clusterMode()) {
      completed.put(ParameterGroup.CLUSTER_ENABLED, "yes");
    }
    return completed;
  }

  private void text(String key, Consumer<String> set) {
    wanted.text(key).filter(value -> differs(key)).ifPresent(set);
  }

  private void flag(String key, Consumer<Boolean> set) {
    wanted.flag(key).filter(value -> differs(key)).ifPresent(set);
  }

  private void number(String key, Consumer<Integer> set) {
    wanted.number(key).filter(value -> differs(key)).ifPresent(set);
  }

  private boolean differs(String key) {
    return Stream.ofNullable(desired.settings().get(key))
        .anyMatch(
            want ->
                Optional.ofNullable(shown.get(key))
                    .filter(got -> equivalence.equivalent(key, want, got))
                    .isEmpty());
  }
}
