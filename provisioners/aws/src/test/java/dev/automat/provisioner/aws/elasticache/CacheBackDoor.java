package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.AwsStandIn;
import dev.automat.provisioner.aws.BackDoor;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.ResourceRef;
import dev.automat.testkit.Application;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.ModifyReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.ParameterNameValue;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.elasticache.model.Tag;

/**
 * Caches with a client of one's own. It leads through the proxy, which holds what moto can not: no
 * check reads or writes here while the proxy is in the way.
 */
final class CacheBackDoor implements BackDoor {

  private static final Map<String, BiConsumer<ModifyReplicationGroupRequest.Builder, Object>>
      MODIFICATIONS =
          Map.ofEntries(
              Map.entry("engine", (change, value) -> change.engine(value.toString())),
              Map.entry("engineVersion", (change, value) -> change.engineVersion(value.toString())),
              Map.entry("nodeType", (change, value) -> change.cacheNodeType(value.toString())),
              Map.entry(
                  "automaticFailover",
                  (change, value) -> change.automaticFailoverEnabled((Boolean) value)),
              Map.entry("multiAz", (change, value) -> change.multiAZEnabled((Boolean) value)),
              Map.entry(
                  "transitEncryptionMode",
                  (change, value) -> change.transitEncryptionMode(value.toString())),
              Map.entry(
                  "snapshotRetentionDays",
                  (change, value) -> change.snapshotRetentionLimit(((Long) value).intValue())),
              Map.entry(
                  "snapshotWindow", (change, value) -> change.snapshotWindow(value.toString())),
              Map.entry(
                  "maintenanceWindow",
                  (change, value) -> change.preferredMaintenanceWindow(value.toString())),
              Map.entry(
                  "autoMinorVersionUpgrade",
                  (change, value) -> change.autoMinorVersionUpgrade((Boolean) value)),
              Map.entry(
                  "notificationTopicArn",
                  (change, value) -> change.notificationTopicArn(value.toString())),
              Map.entry(
                  "parameterGroupFamily",
                  (change, value) ->
                      change.cacheParameterGroupName("default." + value + ".cluster.on")));

  private final ElastiCacheClient client;
  private final List<String> planted = new ArrayList<>();

  private final List<String> plantedUsers = new ArrayList<>();
  private final Optional<CacheNodes> nodes;
  private final TestAccount account;
  private final AwsStandIn aws;

  CacheBackDoor(TestAccount account, AwsStandIn aws) {
    this(account, aws, Optional.empty());
  }

  /**
   * @param nodes where applications sign in; without, none can
   */
  CacheBackDoor(TestAccount account, AwsStandIn aws, Optional<CacheNodes> nodes) {
    this.account = account;
    this.aws = aws;
    this.nodes = nodes;
    this.client =
        new AwsAccounts(
                AwsConfiguration.of(account.configuration(aws.endpoint())),
                TestAccount.INSTALLATION)
            .place(account.scope())
            .elastiCache();
  }

  @Override
  public String type() {
    return CacheDescriptor.DESCRIPTOR.type();
  }

  @Override
  public Map<String, Object> sampleSettings() {
    return Map.ofEntries(
        Map.entry("engine", "redis"),
        Map.entry("engineVersion", "7.0"),
        Map.entry("nodeType", "cache.t4g.small"),
        Map.entry("clusterMode", true),
        Map.entry("shards", 2L),
        Map.entry("replicasPerShard", 1L),
        Map.entry("automaticFailover", true),
        Map.entry("multiAz", true),
        Map.entry("transitEncryptionMode", "required"),
        Map.entry("atRestEncryption", true),
        Map.entry("customerKey", true),
        Map.entry("port", 6380L),
        Map.entry("parameterGroupFamily", "redis7"),
        Map.entry("parameters", Map.of("maxmemory-policy", "allkeys-lru", "timeout", 30L)),
        Map.entry("snapshotRetentionDays", 1L),
        Map.entry("snapshotWindow", "03:00-05:00"),
        Map.entry("maintenanceWindow", "sun:05:00-sun:06:00"),
        Map.entry("autoMinorVersionUpgrade", true),
        Map.entry("finalSnapshot", false),
        Map.entry("notificationTopicArn", "arn:aws:sns:eu-central-1:123456789012:one"));
  }

  @Override
  public Map<String, Object> changedSettings() {
    return Map.ofEntries(
        Map.entry("engine", "valkey"),
        Map.entry("engineVersion", "7.2"),
        Map.entry("nodeType", "cache.m7g.large"),
        Map.entry("shards", 3L),
        Map.entry("replicasPerShard", 2L),
        Map.entry("automaticFailover", false),
        Map.entry("multiAz", false),
        Map.entry("transitEncryptionMode", "preferred"),
        Map.entry("parameterGroupFamily", "valkey7"),
        Map.entry("parameters", Map.of("maxmemory-policy", "noeviction")),
        Map.entry("snapshotRetentionDays", 2L),
        Map.entry("snapshotWindow", "04:00-06:00"),
        Map.entry("maintenanceWindow", "mon:05:00-mon:06:00"),
        Map.entry("autoMinorVersionUpgrade", false),
        Map.entry("finalSnapshot", true),
        Map.entry("notificationTopicArn", "arn:aws:sns:eu-central-1:123456789012:two"));
  }

  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    String id = ref.externalName();
    switch (key) {
      case "shards" ->
          client.modifyReplicationGroupShardConfiguration(
              change ->
                  change
                      .replicationGroupId(id)
                      .nodeGroupCount(((Long) value).intValue())
                      .applyImmediately(true));
      case "replicasPerShard" ->
          client.increaseReplicaCount(
              change ->
                  change
                      .replicationGroupId(id)
                      .newReplicaCount(((Long) value).intValue())
                      .applyImmediately(true));
      case "parameters" -> driftParameters(id, value);
      case "finalSnapshot" -> tag(group(id).arn(), Map.of("automat-final-snapshot", "" + value));
      default -> modify(id, key, value);
    }
  }

  private void modify(String id, String key, Object value) {
    BiConsumer<ModifyReplicationGroupRequest.Builder, Object> modification = MODIFICATIONS.get(key);
    if (modification == null) {
      throw new IllegalArgumentException(key);
    }
    client.modifyReplicationGroup(
        change -> {
          change.replicationGroupId(id).applyImmediately(true);
          modification.accept(change, value);
        });
  }

  private void driftParameters(String id, Object value) {
    String name = member(id).cacheParameterGroup().cacheParameterGroupName();
    client.resetCacheParameterGroup(
        reset -> reset.cacheParameterGroupName(name).resetAllParameters(true));
    Map<String, String> parameters = new HashMap<>(CacheSettings.parameters(value));
    parameters.put("cluster-enabled", "yes");
    List<ParameterNameValue> pairs = new ArrayList<>();
    parameters.forEach(
        (parameter, each) ->
            pairs.add(
                ParameterNameValue.builder()
                    .parameterName(parameter)
                    .parameterValue(each)
                    .build()));
    client.modifyCacheParameterGroup(
        change -> change.cacheParameterGroupName(name).parameterNameValues(pairs));
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    List<String> arns = new ArrayList<>(List.of(group(ref.externalName()).arn()));
    client.describeCacheSubnetGroups().cacheSubnetGroups().stream()
        .filter(group -> group.cacheSubnetGroupName().contains(ref.uid()))
        .forEach(group -> arns.add(group.arn()));
    client.describeCacheParameterGroups().cacheParameterGroups().stream()
        .filter(group -> group.cacheParameterGroupName().contains(ref.uid()))
        .forEach(group -> arns.add(group.arn()));
    client.describeUserGroups(all -> {}).userGroups().stream()
        .filter(group -> group.userGroupId().contains(ref.uid()))
        .forEach(group -> arns.add(group.arn()));
    for (String arn : arns) {
      client.removeTagsFromResource(
          untag -> untag.resourceName(arn).tagKeys(List.copyOf(tags(arn).keySet())));
      tag(arn, tags);
    }
  }

  private void tag(String arn, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      client.addTagsToResource(change -> change.resourceName(arn).tags(asList(tags)));
    }
  }

  private static List<Tag> asList(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  Map<String, String> tags(String arn) {
    Map<String, String> tags = new TreeMap<>();
    client
        .listTagsForResource(ask -> ask.resourceName(arn))
        .tagList()
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    String id = inItsWay.ref().externalName();
    client.createReplicationGroup(
        make ->
            make.replicationGroupId(id)
                .replicationGroupDescription("somebody else's")
                .engine("valkey")
                .cacheNodeType("cache.t4g.micro")
                .tags(asList(tags)));
    planted.add(id);
    return inItsWay.ref();
  }

  @Override
  public Optional<String> unableToSignIn() {
    return nodes.isPresent()
        ? Optional.empty()
        : Optional.of("there is no Redis here to stand for the nodes; './automat test' fetches it");
  }

  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    CacheNodes standIn = nodes.orElseThrow();
    Runnable propagate =
        () ->
            standIn.tell(
                aws.hostile().cacheLogins(account.id(), TestAccount.REGION, ref.externalName()));
    propagate.run();
    return standIn
        .signIn(connection.getOrDefault("username", ""), connection.getOrDefault("password", ""))
        .map(session -> new CacheApplication(session, propagate));
  }

  @Override
  public boolean plantForeignGrant(ResourceRef ref, Grant grant, Map<String, String> tags) {
    String id = ChildNames.user(ref.uid(), grant.id());
    client.createUser(
        make ->
            make.userId(id)
                .userName("somebody")
                .engine("redis")
                .accessString("on ~* +@all")
                .passwords("Somebody0123456789")
                .tags(asList(tags)));
    plantedUsers.add(id);
    return true;
  }

  @Override
  public void uproot() {
    plantedUsers.forEach(id -> client.deleteUser(delete -> delete.userId(id)));
    plantedUsers.clear();
    planted.forEach(id -> client.deleteReplicationGroup(delete -> delete.replicationGroupId(id)));
    planted.clear();
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    ReplicationGroup group = group(ref.externalName());
    return group + " " + tags(group.arn()) + " " + leftovers(ref.uid());
  }

  @Override
  public List<String> leftovers(String uid) {
    List<String> left = new ArrayList<>();
    client.describeReplicationGroups().replicationGroups().stream()
        .map(ReplicationGroup::replicationGroupId)
        .forEach(id -> left.add("cache " + id));
    client
        .describeCacheSubnetGroups()
        .cacheSubnetGroups()
        .forEach(group -> left.add("subnet group " + group.cacheSubnetGroupName()));
    client
        .describeCacheParameterGroups()
        .cacheParameterGroups()
        .forEach(group -> left.add("parameter group " + group.cacheParameterGroupName()));
    client
        .describeUserGroups(all -> {})
        .userGroups()
        .forEach(group -> left.add("user group " + group.userGroupId() + group.userIds()));
    client
        .describeUsers(all -> {})
        .users()
        .forEach(user -> left.add("user " + user.userId() + " " + user.accessString()));
    client
        .describeSnapshots()
        .snapshots()
        .forEach(snapshot -> left.add("snapshot " + snapshot.snapshotName()));
    left.removeIf(each -> !each.contains(uid));
    return left;
  }

  ReplicationGroup group(String id) {
    return client
        .describeReplicationGroups(ask -> ask.replicationGroupId(id))
        .replicationGroups()
        .getFirst();
  }

  CacheCluster member(String id) {
    String member = group(id).memberClusters().stream().sorted().findFirst().orElseThrow();
    return client
        .describeCacheClusters(ask -> ask.cacheClusterId(member))
        .cacheClusters()
        .getFirst();
  }

  ElastiCacheClient client() {
    return client;
  }
}
