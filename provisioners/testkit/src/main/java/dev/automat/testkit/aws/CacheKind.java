package dev.automat.testkit.aws;

import java.util.Optional;

/** The two kinds of cache that ElastiCache has, in its own words. */
enum CacheKind {
  GROUP(
      "ReplicationGroup",
      "Status",
      "replicationgroup",
      "ReplicationGroupNotFoundFault",
      "InvalidReplicationGroupState"),
  CLUSTER(
      "CacheCluster",
      "CacheClusterStatus",
      "cluster",
      "CacheClusterNotFound",
      "InvalidCacheClusterState");

  final String item;
  final String status;
  final String inArn;
  private final String notFound;
  private final String wrongState;

  CacheKind(String item, String status, String inArn, String notFound, String wrongState) {
    this.item = item;
    this.status = status;
    this.inArn = inArn;
    this.notFound = notFound;
    this.wrongState = wrongState;
  }

  String nameParameter() {
    return item + "Id";
  }

  String describe() {
    return "Describe" + item + "s";
  }

  Layer.Refused notFound(String name) {
    return new Layer.Refused(404, notFound, item + " " + name + " not found.");
  }

  Layer.Refused wrongState(String name, String status) {
    String message = "%s %s is not in a valid state: %s".formatted(item, name, status);
    return new Layer.Refused(400, wrongState, message);
  }

  Layer.Refused alreadyExists(String name) {
    String message = item + " " + name + " already exists.";
    return new Layer.Refused(400, item + "AlreadyExists", message);
  }

  /** The kind that an action such as {@code ModifyReplicationGroup} is about. */
  static Optional<CacheKind> of(String action) {
    for (CacheKind kind : values()) {
      if (action.endsWith(kind.item) || action.equals(kind.describe())) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind that an ARN is of. */
  static Optional<CacheKind> ofArn(String arn) {
    for (CacheKind kind : values()) {
      if (arn.contains(":elasticache:") && arn.contains(":" + kind.inArn + ":")) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
