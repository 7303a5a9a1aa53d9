package dev.automat.testkit.aws;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A user of caches, which the proxy holds itself. */
final class CacheUser {

  final String arn;
  final String id;
  final String name;
  final String engine;
  final Map<String, String> tags = new LinkedHashMap<>();
  String access;
  List<String> passwords;
  Instant busyUntil = Instant.MIN;

  CacheUser(String arn, Map<String, String> asked) {
    this.arn = arn;
    this.id = asked.getOrDefault("UserId", "");
    this.name = asked.getOrDefault("UserName", "");
    this.engine = asked.getOrDefault("Engine", "");
    this.access = asked.getOrDefault("AccessString", "");
    this.passwords = HeldGroup.list(asked, "Passwords.member.");
    tags.putAll(HeldGroup.pairs(asked, "Tags.Tag.", "Key", "Value"));
  }

  String status(Instant now) {
    return now.isBefore(busyUntil) ? "modifying" : "active";
  }
}
