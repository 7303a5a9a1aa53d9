package dev.automat.trial;

import com.google.cloud.redis.v1.Instance;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.automat.testkit.gcp.CacheConsole;
import dev.automat.testkit.gcp.FakePubSub;
import dev.automat.testkit.gcp.PubSubConsole;
import dev.automat.testkit.gcp.SecretConsole;
import dev.automat.testkit.gcp.SqlConsole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What stands in a project of the fakes. */
record GcpInventory(
    SqlConsole sql, PubSubConsole mail, CacheConsole redis, SecretConsole secrets, String project)
    implements Inventory {

  private static final String OF_DEAD_LETTERS = "-dead";

  /** What the plugin calls the database for applications. */
  private static final String FOR_APPLICATIONS = "app";

  /** Sizes of the golden paths, by tier. */
  private static final Map<String, String> SIZES =
      Map.of("db-custom-1-3840", "small", "db-custom-2-8192", "medium");

  @Override
  public Map<String, Map<String, String>> everything() {
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (String name : sql.instances()) {
      found.put("database " + name, sql.instance(name).map(GcpInventory::labels).orElse(Map.of()));
    }
    for (ObjectNode backup : sql.backups()) {
      found.put("backup " + backup.path("name").asString(), Map.of());
    }
    for (String name : redis.instances()) {
      found.put("cache " + name, redis.instance(name).map(Instance::getLabelsMap).orElse(Map.of()));
    }
    for (Topic topic : mail.topics()) {
      found.put("topic " + last(topic.getName()), topic.getLabelsMap());
    }
    for (Subscription subscription : mail.subscriptions()) {
      found.put("subscription " + last(subscription.getName()), subscription.getLabelsMap());
    }
    for (String id : secrets.secrets()) {
      found.put("secret " + id, secrets.secret(id).map(Secret::getLabelsMap).orElse(Map.of()));
    }
    return found;
  }

  /** Backups have none either, and count as copies. */
  @Override
  public boolean isWithoutTags(String line) {
    return false;
  }

  @Override
  public boolean saysOnlyWhoseItIs(String line) {
    return false;
  }

  private static Map<String, String> labels(ObjectNode instance) {
    Map<String, String> labels = new HashMap<>();
    for (Map.Entry<String, JsonNode> label :
        instance.path("settings").path("userLabels").properties()) {
      labels.put(label.getKey(), label.getValue().asString());
    }
    return labels;
  }

  private static String last(String fullName) {
    return fullName.substring(fullName.lastIndexOf('/') + 1);
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
      case "topic" ->
          Optional.of(new Main("Queue", name))
              .filter(queue -> !queue.name().endsWith(OF_DEAD_LETTERS));
      default -> Optional.empty();
    };
  }

  @Override
  public List<Pattern> parts(Main main, String uid) {
    return partsOf(main);
  }

  static List<Pattern> partsOf(Main main) {
    String name = Pattern.quote(main.name());
    List<String> parts =
        switch (main.kind()) {
          case "Database" -> List.of("database " + name);
          case "Cache" -> List.of("cache " + name);
          default ->
              List.of(
                  "topic " + name,
                  "topic " + name + OF_DEAD_LETTERS,
                  "subscription " + name,
                  "subscription " + name + OF_DEAD_LETTERS);
        };
    return parts.stream().map(Pattern::compile).toList();
  }

  @Override
  public Map<String, String> copies() {
    Map<String, String> copies = new TreeMap<>();
    for (ObjectNode backup : sql.backups()) {
      copies.put(
          "backup " + backup.path("name").asString(), last(backup.path("instance").asString()));
    }
    return copies;
  }

  @Override
  public String setting(Main main) {
    String name = main.name();
    return switch (main.kind()) {
      case "Database" -> size(name);
      case "Cache" ->
          redis.instance(name).orElseThrow().getRedisConfigsOrDefault("maxmemory-policy", "");
      default ->
          mail.subscription(subscription(name))
              .map(Subscription::getAckDeadlineSeconds)
              .map(String::valueOf)
              .orElse("no subscription");
    };
  }

  private String size(String instance) {
    String tier = sql.instance(instance).orElseThrow().at("/settings/tier").asString();
    return SIZES.getOrDefault(tier, tier);
  }

  @Override
  public List<String> lacking(Main main) {
    return switch (main.kind()) {
      case "Database" -> lackingOfDatabase(main.name());
      case "Queue" -> lackingOfQueue(main.name());
      default -> List.of();
    };
  }

  private List<String> lackingOfDatabase(String name) {
    return sql.databases(name).contains(FOR_APPLICATIONS)
        ? List.of()
        : List.of("database " + FOR_APPLICATIONS);
  }

  private List<String> lackingOfQueue(String name) {
    List<String> lacking = new ArrayList<>();
    for (String each : List.of(name, name + OF_DEAD_LETTERS)) {
      if (mail.topic(topic(each)).isEmpty()) {
        lacking.add("topic " + each);
      }
      if (mail.subscription(subscription(each)).isEmpty()) {
        lacking.add("subscription " + each);
      }
    }
    if (lacking.isEmpty()
        && !mail.policy(topic(name + OF_DEAD_LETTERS))
            .toString()
            .contains(FakePubSub.SERVICE_AGENT)) {
      lacking.add("the right to forward dead letters");
    }
    return lacking;
  }

  private String topic(String name) {
    return "projects/" + project + "/topics/" + name;
  }

  private String subscription(String name) {
    return "projects/" + project + "/subscriptions/" + name;
  }
}
