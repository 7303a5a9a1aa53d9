package dev.automat.provisioner.aws.elasticache;

import dev.automat.spi.Observation.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.PendingModifiedValues;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroupPendingModifiedValues;

/** What a replication group is doing: DescribeReplicationGroups, ReplicationGroup, Status. */
record CacheStatus(String words) {

  static CacheStatus of(ReplicationGroup group) {
    return new CacheStatus(Optional.ofNullable(group.status()).orElse("creating"));
  }

  /** While a snapshot is taken the cache serves, and takes no change. */
  State state() {
    return switch (words) {
      case "available", "snapshotting" -> State.AVAILABLE;
      case "deleting" -> State.DELETING;
      case "create-failed" -> State.FAILED;
      default -> State.WORKING;
    };
  }

  boolean takesChanges() {
    return words.equals("available");
  }

  boolean wantsEvents() {
    return switch (state()) {
      case WORKING, FAILED -> true;
      case AVAILABLE, DELETING -> false;
    };
  }

  /**
   * AWS's own words, and what is to be said of its subnets.
   *
   * @param subnets nothing if they are as configured
   * @param events what AWS did last
   */
  String message(
      ReplicationGroup group, Optional<CacheCluster> member, String subnets, List<String> events) {
    List<String> parts = new ArrayList<>();
    if (!takesChanges()) {
      parts.add(words);
    }
    List<String> pending = new ArrayList<>();
    Optional.ofNullable(group.pendingModifiedValues()).ifPresent(each -> group(each, pending));
    member.map(CacheCluster::pendingModifiedValues).ifPresent(each -> member(each, pending));
    if (!pending.isEmpty()) {
      parts.add("pending: " + pending.stream().distinct().collect(Collectors.joining(", ")));
    }
    if (!subnets.isEmpty()) {
      parts.add(subnets);
    }
    if (!events.isEmpty()) {
      parts.add("last events: " + String.join(" / ", events));
    }
    return String.join("; ", parts);
  }

  private static void group(ReplicationGroupPendingModifiedValues values, List<String> pending) {
    note(pending, "automatic failover", values.automaticFailoverStatusAsString());
    note(pending, "token", values.authTokenStatusAsString());
    note(pending, "TLS", values.transitEncryptionModeAsString());
    note(pending, "cluster mode", values.clusterModeAsString());
    Optional.ofNullable(values.resharding())
        .map(resharding -> resharding.slotMigration())
        .map(migration -> migration.progressPercentage())
        .ifPresent(percent -> pending.add("moving keys, " + roughly(percent)));
  }

  /** In quarters, as each new message is a line of a timeline that people read. */
  private static String roughly(double percent) {
    int quarters = (int) (percent / 25);
    return quarters == 0 ? "just begun" : "over %d %% done".formatted(25 * quarters);
  }

  private static void member(PendingModifiedValues values, List<String> pending) {
    note(pending, "engine version", values.engineVersion());
    note(pending, "node type", values.cacheNodeType());
    note(pending, "TLS", values.transitEncryptionModeAsString());
  }

  private static void note(List<String> pending, String what, @Nullable String value) {
    if (value != null) {
      pending.add(what + " " + value);
    }
  }
}
