package dev.automat.provisioner.aws.rds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.rds.model.Tag;

/** Tags, between RDS's form and ours. */
final class Tags {

  private Tags() {}

  static Map<String, String> of(List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value() == null ? "" : tag.value()));
    return map;
  }

  static List<Tag> of(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /** What of the wanted tags is not there. */
  static Map<String, String> missing(Map<String, String> wanted, Map<String, String> there) {
    Map<String, String> missing = new LinkedHashMap<>(wanted);
    missing.entrySet().removeIf(tag -> tag.getValue().equals(there.get(tag.getKey())));
    return missing;
  }
}
