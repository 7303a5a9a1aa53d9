package dev.automat.trial;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What stands in the account, seen without Automat. The account is the trial's own, so whatever is
 * in there and belongs to nothing that the API lists is a leak, with tags or without.
 */
record AwsInventory(AwsGround ground) {

  /** Groups that AWS itself keeps in every account. */
  private static final String OF_AWS = "default";

  /** Every object by a line such as {@code queue orders-…}, with its tags. */
  Map<String, Map<String, String>> everything() {
    Map<String, Map<String, String>> found = new TreeMap<>(queues());
    databases()
        .forEach(db -> found.put("database " + db.dbInstanceIdentifier(), tags(db.tagList())));
    snapshots().forEach(s -> found.put("snapshot " + s.dbSnapshotIdentifier(), tags(s.tagList())));
    ground
        .rds()
        .describeDBSubnetGroups()
        .dbSubnetGroups()
        .forEach(
            group ->
                found.put("subnets " + group.dbSubnetGroupName(), ofRds(group.dbSubnetGroupArn())));
    ground
        .rds()
        .describeDBParameterGroups()
        .dbParameterGroups()
        .forEach(
            group ->
                found.put(
                    "parameters " + group.dbParameterGroupName(),
                    ofRds(group.dbParameterGroupArn())));
    addCaches(found);
    found.keySet().removeIf(line -> line.substring(line.indexOf(' ') + 1).startsWith(OF_AWS));
    return found;
  }

  /** The names of all objects that hold data: no groups and no snapshots. */
  TreeSet<String> mainObjects() {
    TreeSet<String> names = new TreeSet<>();
    for (String line : everything().keySet()) {
      String name = line.substring(line.indexOf(' ') + 1);
      boolean letters = name.endsWith("-dlq") || name.endsWith("-dlq.fifo");
      if (line.matches("(queue|database|cache) .*") && !letters) {
        names.add(name.endsWith(".fifo") ? name.substring(0, name.length() - 5) : name);
      }
    }
    return names;
  }

  private void addCaches(Map<String, Map<String, String>> found) {
    caches()
        .forEach(
            cache -> found.put("cache " + cache.replicationGroupId(), tagsOfCache(cache.arn())));
    ground
        .caches()
        .describeCacheSubnetGroups()
        .cacheSubnetGroups()
        .forEach(
            group ->
                found.put(
                    "cache-subnets " + group.cacheSubnetGroupName(), tagsOfCache(group.arn())));
    ground
        .caches()
        .describeCacheParameterGroups()
        .cacheParameterGroups()
        .forEach(
            group -> found.put("cache-parameters " + group.cacheParameterGroupName(), Map.of()));
    ground
        .caches()
        .describeSnapshots()
        .snapshots()
        .forEach(snapshot -> found.put("cache-snapshot " + snapshot.snapshotName(), Map.of()));
  }

  List<DBInstance> databases() {
    return ground.rds().describeDBInstancesPaginator().dbInstances().stream().toList();
  }

  Optional<DBInstance> database(String name) {
    return databases().stream().filter(db -> db.dbInstanceIdentifier().equals(name)).findFirst();
  }

  List<DBSnapshot> snapshots() {
    return ground.rds().describeDBSnapshotsPaginator().dbSnapshots().stream()
        .filter(snapshot -> "manual".equals(snapshot.snapshotType()))
        .toList();
  }

  List<ReplicationGroup> caches() {
    return ground.caches().describeReplicationGroups().replicationGroups();
  }

  Optional<ReplicationGroup> cache(String name) {
    return caches().stream().filter(cache -> cache.replicationGroupId().equals(name)).findFirst();
  }

  /** By {@code queue <name>}, with their tags. */
  Map<String, Map<String, String>> queues() {
    Map<String, Map<String, String>> queues = new TreeMap<>();
    for (String url : ground.sqs().listQueuesPaginator(list -> list.maxResults(1000)).queueUrls()) {
      queues.put(
          "queue " + url.substring(url.lastIndexOf('/') + 1),
          ground.sqs().listQueueTags(list -> list.queueUrl(url)).tags());
    }
    return queues;
  }

  Map<QueueAttributeName, String> queue(String name) {
    return ground
        .sqs()
        .getQueueAttributes(get -> get.queueUrl(url(name)).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  String url(String queue) {
    return ground.sqs().getQueueUrl(get -> get.queueName(queue)).queueUrl();
  }

  private Map<String, String> ofRds(String arn) {
    return tags(ground.rds().listTagsForResource(list -> list.resourceName(arn)).tagList());
  }

  static Map<String, String> tags(List<Tag> tags) {
    Map<String, String> map = new HashMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  Map<String, String> tagsOfCache(String arn) {
    Map<String, String> map = new HashMap<>();
    ground
        .caches()
        .listTagsForResource(list -> list.resourceName(arn))
        .tagList()
        .forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }
}
