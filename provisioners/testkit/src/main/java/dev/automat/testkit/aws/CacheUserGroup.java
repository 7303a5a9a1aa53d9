package dev.automat.testkit.aws;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A user group of caches, which the proxy holds itself. */
final class CacheUserGroup {

  final String arn;
  final String id;
  final String engine;
  final Map<String, String> tags = new LinkedHashMap<>();
  final Set<String> users = new TreeSet<>();

  /** What it is doing until {@link #busyUntil}. */
  String work = "creating";

  Instant busyUntil = Instant.MIN;

  CacheUserGroup(String arn, Map<String, String> asked) {
    this.arn = arn;
    this.id = asked.getOrDefault("UserGroupId", "");
    this.engine = asked.getOrDefault("Engine", "");
    users.addAll(HeldGroup.list(asked, "UserIds.member."));
    tags.putAll(HeldGroup.pairs(asked, "Tags.Tag.", "Key", "Value"));
  }

  boolean isGone(Instant now) {
    return work.equals("deleting") && !now.isBefore(busyUntil);
  }

  String status(Instant now) {
    return now.isBefore(busyUntil) ? work : "active";
  }
}
