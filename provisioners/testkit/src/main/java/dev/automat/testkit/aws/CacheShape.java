package dev.automat.testkit.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What one replication group has become since it was made, in that of which neither moto nor {@link
 * CacheLayer} knows: shards, replicas, engine, TLS, topic, the groups it uses.
 */
final class CacheShape {

  /** What happened to it, the newest last: the messages of DescribeEvents. */
  final List<String> events = new ArrayList<>();

  private final Map<String, String> asked;
  private final Map<String, String> shown = new LinkedHashMap<>();
  private final Set<String> userGroups = new TreeSet<>();
  private int shards;
  private int replicas;
  private int nextShards;
  private int nextReplicas;
  private Instant busyUntil = Instant.MIN;

  CacheShape(Map<String, String> asked) {
    this.asked = asked;
    nextShards = Integer.parseInt(asked.getOrDefault("NumNodeGroups", "1"));
    nextReplicas = Integer.parseInt(asked.getOrDefault("ReplicasPerNodeGroup", "0"));
    settle(Instant.MAX);
    if ("true".equals(asked.get("TransitEncryptionEnabled"))) {
      shown.put("TransitEncryptionMode", asked.getOrDefault("TransitEncryptionMode", "required"));
    }
    Optional.ofNullable(asked.get("NotificationTopicArn"))
        .ifPresent(topic -> shown.put("NotificationTopicArn", topic));
    userGroups.addAll(HeldGroup.list(asked, "UserGroupIds.member."));
    events.add("Replication group " + asked.get("ReplicationGroupId") + " is being created");
  }

  boolean uses(String group) {
    return userGroups.contains(group)
        || group.equals(asked.get("CacheSubnetGroupName"))
        || group.equals(
            shown.getOrDefault("CacheParameterGroupName", asked.get("CacheParameterGroupName")));
  }

  /** Notes what a ModifyReplicationGroup asks for beside what CacheLayer does. At once. */
  void modify(Map<String, String> change) {
    for (String name :
        List.of(
            "Engine",
            "TransitEncryptionEnabled",
            "TransitEncryptionMode",
            "NotificationTopicArn",
            "CacheParameterGroupName")) {
      Optional.ofNullable(change.get(name)).ifPresent(value -> shown.put(name, value));
    }
    userGroups.addAll(HeldGroup.list(change, "UserGroupIdsToAdd.member."));
    userGroups.removeAll(HeldGroup.list(change, "UserGroupIdsToRemove.member."));
    if ("DELETE".equals(change.get("AuthTokenUpdateStrategy"))) {
      shown.put("AuthTokenEnabled", "false");
    }
  }

  /** Whose users it lets in. */
  Set<String> userGroups() {
    return Set.copyOf(userGroups);
  }

  void resize(
      Optional<Integer> newShards, Optional<Integer> newReplicas, Instant now, Duration time) {
    settle(now);
    nextShards = newShards.orElse(shards);
    nextReplicas = newReplicas.orElse(replicas);
    busyUntil = now.plus(time);
    settle(now);
  }

  private void settle(Instant now) {
    if (!now.isBefore(busyUntil)) {
      shards = nextShards;
      replicas = nextReplicas;
    }
  }

  boolean isBusy(Instant now) {
    return now.isBefore(busyUntil);
  }

  int replicas(Instant now) {
    settle(now);
    return replicas;
  }

  int shards(Instant now) {
    settle(now);
    return shards;
  }

  void dressGroup(Element group, Instant now) {
    settle(now);
    for (String name :
        List.of(
            "Engine", "TransitEncryptionEnabled", "TransitEncryptionMode", "AuthTokenEnabled")) {
      Optional.ofNullable(shown.get(name)).ifPresent(value -> Xml.set(group, name, value));
    }
    Xml.remove(group, "UserGroupIds");
    if (!userGroups.isEmpty()) {
      Element list = Xml.add(group, "UserGroupIds");
      userGroups.forEach(id -> Xml.add(list, "member").setTextContent(id));
    }
    Xml.child(group, "NodeGroups").ifPresent(this::dressShards);
    if (isBusy(now) && Xml.value(group, "Status").equals("available")) {
      Xml.set(group, "Status", "modifying");
    }
  }

  private void dressShards(Element list) {
    List<Element> all = children(list);
    for (int i = all.size(); i < shards; i++) {
      Element copy = (Element) all.getFirst().cloneNode(true);
      Xml.set(copy, "NodeGroupId", "%04d".formatted(i + 1));
      list.appendChild(copy);
    }
    all.stream().skip(shards).forEach(Xml::remove);
    for (Element shard : children(list)) {
      Xml.child(shard, "NodeGroupMembers").ifPresent(this::dressNodes);
    }
  }

  private void dressNodes(Element list) {
    List<Element> all = children(list);
    for (int i = all.size(); i < replicas + 1; i++) {
      list.appendChild(all.getFirst().cloneNode(true));
    }
    all.stream().skip(replicas + 1L).forEach(Xml::remove);
  }

  void dressMember(Element member) {
    Optional.ofNullable(shown.get("Engine")).ifPresent(value -> Xml.set(member, "Engine", value));
    Optional.ofNullable(shown.get("NotificationTopicArn")).ifPresent(topic -> topic(member, topic));
    if (Xml.child(member, "CacheParameterGroup").isEmpty()) {
      Element group = Xml.add(member, "CacheParameterGroup");
      Xml.set(group, "CacheParameterGroupName", defaultGroup(member));
    }
  }

  private static void topic(Element member, String topic) {
    Xml.remove(member, "NotificationConfiguration");
    Element configuration = Xml.add(member, "NotificationConfiguration");
    Xml.set(configuration, "TopicArn", topic);
    Xml.set(configuration, "TopicStatus", "active");
  }

  private String defaultGroup(Element member) {
    String version = Xml.value(member, "EngineVersion");
    String major = version.isEmpty() ? "8" : version.split("\\.", 2)[0];
    boolean clusterMode = "enabled".equals(asked.get("ClusterMode"));
    return "default." + Xml.value(member, "Engine") + major + (clusterMode ? ".cluster.on" : "");
  }

  private static List<Element> children(Element list) {
    List<Element> children = new ArrayList<>();
    for (Node node = list.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }
}
