package dev.automat.testkit.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** How one {@code ReplicationGroup} or {@code CacheCluster} of an answer is made to look. */
final class CacheView {

  private static final List<String> ENDPOINTS =
      List.of("PrimaryEndpoint", "ReaderEndpoint", "ReadEndpoint", "ConfigurationEndpoint");

  /** What is shown of the nodes of a group, and not of the group. */
  static final Set<String> OF_MEMBERS =
      Set.of("CacheParameterGroupName", "EngineVersion", "PreferredMaintenanceWindow");

  private CacheView() {}

  static void show(CacheKind kind, Element item, Cache cache, Optional<String> status) {
    cache.held.forEach(
        (name, value) -> {
          if (kind == CacheKind.CLUSTER || !OF_MEMBERS.contains(name)) {
            Xml.set(item, name, value);
          }
        });
    status.ifPresent(shown -> show(kind, item, shown));
    if (cache.progress.hasChanges() && kind == CacheKind.CLUSTER) {
      pend(item, cache.progress.wanted());
    }
  }

  static void pend(Element item, Map<String, String> wanted) {
    Element pending =
        Xml.child(item, "PendingModifiedValues")
            .orElseGet(() -> Xml.add(item, "PendingModifiedValues"));
    wanted.forEach((name, value) -> Xml.set(pending, name, value));
  }

  private static void show(CacheKind kind, Element item, String status) {
    Xml.set(item, kind.status, status);
    if (status.startsWith("creat")) {
      for (String name : ENDPOINTS) {
        Xml.below(item, name).forEach(Xml::remove);
      }
    }
    for (Element shard : Xml.below(item, "NodeGroup")) {
      Xml.set(shard, "Status", status);
    }
  }

  /** Writes one name for another wherever it stands in a text, ARNs and addresses included. */
  static void rename(Node node, String from, String to) {
    if (node.getNodeType() == Node.TEXT_NODE) {
      node.setNodeValue(node.getNodeValue().replace(from, to));
    }
    for (Node one = node.getFirstChild(); one != null; one = one.getNextSibling()) {
      rename(one, from, to);
    }
  }
}
