package dev.automat.testkit.aws;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The clusters of which a replication group is made. ElastiCache describes them like others, and
 * only there says the engine's version and the parameter group; moto describes none of them. They
 * show what was asked for at the creation and in changes of their group.
 */
final class CacheMembers {

  private CacheMembers() {}

  /** Adds those of all groups to a description of clusters. */
  static void add(AwsCall call, Document clusters, Document groups, CacheBook book)
      throws IOException {
    Element list = Xml.first(clusters, "CacheClusters").orElseThrow();
    for (Element group : Xml.all(groups, CacheKind.GROUP.item)) {
      for (Element member : of(group, book, call)) {
        Xml.append(list, member);
      }
    }
  }

  static Optional<Element> find(String name, Document groups, CacheBook book, AwsCall call)
      throws IOException {
    for (Element group : Xml.all(groups, CacheKind.GROUP.item)) {
      for (Element member : of(group, book, call)) {
        if (Xml.value(member, "CacheClusterId").equals(name)) {
          return Optional.of(member);
        }
      }
    }
    return Optional.empty();
  }

  private static List<Element> of(Element group, CacheBook book, AwsCall call) throws IOException {
    String name = Xml.value(group, "ReplicationGroupId");
    Optional<Cache> held = book.find(CacheKind.GROUP, Id.of(call, name));
    List<Element> members = new ArrayList<>();
    if (held.isPresent()) {
      for (Element id : Xml.below(group, "ClusterId")) {
        members.add(member(group, id.getTextContent(), held.get()));
      }
    }
    return members;
  }

  private static Element member(Element group, String id, Cache held) throws IOException {
    Element member = Xml.parse("<CacheCluster/>").getDocumentElement();
    Xml.set(member, "CacheClusterId", id);
    Xml.set(member, "CacheNodeType", Xml.value(group, "CacheNodeType"));
    Xml.set(member, "Engine", Xml.value(group, "Engine"));
    shown(held, "EngineVersion").ifPresent(value -> Xml.set(member, "EngineVersion", value));
    Xml.set(member, "CacheClusterStatus", Xml.value(group, "Status"));
    Xml.set(member, "NumCacheNodes", "1");
    shown(held, "PreferredMaintenanceWindow")
        .ifPresent(value -> Xml.set(member, "PreferredMaintenanceWindow", value));
    shown(held, "CacheParameterGroupName").ifPresent(value -> parameters(member, value));
    shown(held, "CacheSubnetGroupName")
        .ifPresent(value -> Xml.set(member, "CacheSubnetGroupName", value));
    securityGroups(member, held.asked);
    Xml.set(member, "ReplicationGroupId", Xml.value(group, "ReplicationGroupId"));
    String arn = Xml.value(group, "ARN");
    Xml.set(member, "ARN", arn.substring(0, arn.indexOf(":replicationgroup:")) + ":cluster:" + id);
    if (held.progress.hasChanges()) {
      CacheView.pend(member, held.progress.wanted());
    }
    return member;
  }

  private static Optional<String> shown(Cache held, String name) {
    return Optional.ofNullable(held.held.getOrDefault(name, held.asked.get(name)));
  }

  private static void parameters(Element member, String name) {
    Element group = Xml.add(member, "CacheParameterGroup");
    Xml.set(group, "CacheParameterGroupName", name);
    Xml.set(group, "ParameterApplyStatus", "in-sync");
  }

  private static void securityGroups(Element member, Map<String, String> asked) {
    Element groups = Xml.add(member, "SecurityGroups");
    asked.forEach(
        (name, value) -> {
          if (name.startsWith("SecurityGroupIds.")) {
            Element group = Xml.add(groups, "member");
            Xml.set(group, "SecurityGroupId", value);
            Xml.set(group, "Status", "active");
          }
        });
  }
}
