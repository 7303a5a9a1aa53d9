package dev.automat.trial;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What stands in an account of AWS, by AWS's own clients. */
record AwsInventory(AwsGround ground) implements Inventory {

  /** Sizes of the golden paths, by class. */
  private static final Map<String, String> SIZES =
      Map.of("db.t4g.small", "small", "db.m7g.large", "medium");

  /** Groups that AWS itself keeps in every account. */
  private static final String OF_AWS = "default";

  private static final String OF_DEAD_LETTERS = "-dlq";

  @Override
  public Map<String, Map<String, String>> everything() {
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

  @Override
  public Optional<Main> main(String line) {
    return mainOf(line);
  }

  static Optional<Main> mainOf(String line) {
    String name = line.substring(line.indexOf(' ') + 1);
    return switch (line.substring(0, line.indexOf(' '))) {
      case "database" -> Optional.of(new Main("Database", name));
      case "cache" -> Optional.of(new Main("Cache", name));
      case "queue" ->
          Optional.of(new Main("Queue", withoutEnd(name, ".fifo")))
              .filter(queue -> !queue.name().endsWith(OF_DEAD_LETTERS));
      default -> Optional.empty();
    };
  }

  private static String withoutEnd(String name, String end) {
    return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
  }

  @Override
  public List<Pattern> parts(Main main, String uid) {
    return partsOf(main, uid);
  }

  static List<Pattern> partsOf(Main main, String uid) {
    String name = Pattern.quote(main.name());
    List<String> parts =
        switch (main.kind()) {
          case "Database" ->
              List.of(
                  "database " + name,
                  "subnets " + name + "-subnets",
                  "parameters " + name + "-params-.+");
          case "Cache" ->
              List.of(
                  "cache " + name,
                  "cache-subnets " + name + "-subnets",
                  "cache-parameters " + name + "-.+",
                  "cache-users automat-" + uid,
                  "cache-user automat-" + uid + "-default");
          default ->
              List.of(
                  "queue " + name + "(\\.fifo)?", "queue " + name + OF_DEAD_LETTERS + "(\\.fifo)?");
        };
    return parts.stream().map(Pattern::compile).toList();
  }

  @Override
  public Map<String, String> copies() {
    Map<String, String> copies = new TreeMap<>();
    snapshots()
        .forEach(
            snapshot ->
                copies.put(
                    "snapshot " + snapshot.dbSnapshotIdentifier(),
                    snapshot.dbInstanceIdentifier()));
    return copies;
  }

  @Override
  public String setting(Main main) {
    String name = main.name();
    return switch (main.kind()) {
      case "Database" -> {
        String type = database(name).orElseThrow().dbInstanceClass();
        yield SIZES.getOrDefault(type, type);
      }
      case "Cache" -> String.valueOf(cache(name).orElseThrow().snapshotRetentionLimit());
      default -> String.valueOf(queue(name).get(QueueAttributeName.VISIBILITY_TIMEOUT));
    };
  }

  @Override
  public boolean isWithoutTags(String line) {
    return neverHasTags(line);
  }

  static boolean neverHasTags(String line) {
    return line.startsWith("cache-parameters ") || line.startsWith("cache-snapshot ");
  }

  @Override
  public boolean saysOnlyWhoseItIs(String line) {
    return hasOnlyAnOwner(line);
  }

  static boolean hasOnlyAnOwner(String line) {
    return line.startsWith("cache-user ");
  }

  @Override
  public List<String> lacking(Main main) {
    return switch (main.kind()) {
      case "Database" -> lackingOfDatabase(database(main.name()).orElseThrow());
      case "Cache" -> List.of();
      default -> lackingOfQueue(main.name());
    };
  }

  private static List<String> lackingOfDatabase(DBInstance instance) {
    return instance.dbName() == null || instance.dbName().isEmpty()
        ? List.of("a database for applications")
        : List.of();
  }

  /** Dead letters have a queue, and the way there. */
  private List<String> lackingOfQueue(String name) {
    String letters = name + OF_DEAD_LETTERS;
    List<String> lacking = new ArrayList<>();
    if (!queues().containsKey("queue " + letters)) {
      lacking.add("queue " + letters);
    }
    if (!queue(name)
        .getOrDefault(QueueAttributeName.REDRIVE_POLICY, "")
        .contains(":" + letters + "\"")) {
      lacking.add("the way to " + letters);
    }
    return lacking;
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
        .describeUsers(_ -> {})
        .users()
        .forEach(user -> found.put("cache-user " + user.userId(), tagsOfCache(user.arn())));
    ground
        .caches()
        .describeUserGroups(_ -> {})
        .userGroups()
        .forEach(
            group -> found.put("cache-users " + group.userGroupId(), tagsOfCache(group.arn())));
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
