package dev.automat.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Compares what is expected of a plan with the plan. */
final class Differences {

  private Differences() {}

  /**
   * What of {@code expected} is not in {@code actual}, one line each. Maps may hold more; lists and
   * scalars must be equal.
   */
  static List<String> subset(JsonNode expected, JsonNode actual, String pointer) {
    List<String> differences = new ArrayList<>();
    if (expected.isObject() && actual.isObject()) {
      for (Map.Entry<String, JsonNode> each : expected.properties()) {
        String at = pointer + "/" + each.getKey().replace("~", "~0").replace("/", "~1");
        JsonNode value = actual.path(each.getKey());
        differences.addAll(subset(each.getValue(), value, at));
      }
    } else if (!equal(expected, actual)) {
      differences.add(
          pointer
              + ": expected "
              + expected
              + ", was "
              + (actual.isMissingNode() ? "absent" : actual));
    }
    return differences;
  }

  private static boolean equal(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue()) == 0;
    }
    if (left.isContainer() && left.getNodeType() == right.getNodeType()) {
      return left.size() == right.size() && members(left, right);
    }
    return left.equals(right);
  }

  private static boolean members(JsonNode left, JsonNode right) {
    for (Map.Entry<String, JsonNode> each : left.properties()) {
      if (!equal(each.getValue(), right.path(each.getKey()))) {
        return false;
      }
    }
    for (int i = 0; left.isArray() && i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }
}
