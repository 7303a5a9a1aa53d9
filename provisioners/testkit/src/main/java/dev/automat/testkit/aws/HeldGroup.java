package dev.automat.testkit.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A parameter or subnet group of caches, which the proxy holds itself. */
final class HeldGroup {

  final String arn;
  final Map<String, String> asked;
  final Map<String, String> tags = new LinkedHashMap<>();
  final Map<String, String> parameters = new TreeMap<>();

  HeldGroup(String arn, Map<String, String> asked) {
    this.arn = arn;
    this.asked = asked;
    tags.putAll(pairs(asked, "Tags.Tag.", "Key", "Value"));
  }

  String name() {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  /** The values of a list in a form: {@code SubnetIds.SubnetIdentifier.1=…}. */
  static List<String> list(Map<String, String> form, String prefix) {
    List<String> values = new ArrayList<>();
    for (int i = 1; form.containsKey(prefix + i); i++) {
      values.add(form.getOrDefault(prefix + i, ""));
    }
    return values;
  }

  /** The pairs of a list in a form: {@code Tags.Tag.1.Key=…}. A value may be left out. */
  static Map<String, String> pairs(
      Map<String, String> form, String prefix, String key, String value) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 1; form.containsKey(prefix + i + "." + key); i++) {
      pairs.put(
          form.getOrDefault(prefix + i + "." + key, ""),
          form.getOrDefault(prefix + i + "." + value, ""));
    }
    return pairs;
  }
}
