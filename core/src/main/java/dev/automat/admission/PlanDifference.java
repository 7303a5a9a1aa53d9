package dev.automat.admission;

import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * One value that two plans do not share.
 *
 * @param pointer into the plan
 * @param was empty: it was not there
 * @param now empty: it is not there any more
 */
public record PlanDifference(String pointer, Optional<JsonNode> was, Optional<JsonNode> now) {

  /** All of them, but for the digests. */
  public static List<PlanDifference> between(Plan was, Plan now) {
    List<PlanDifference> differences = new ArrayList<>();
    // What was read from the store has the same numbers in another class.
    compare("", Json.tree(was), Json.read(Json.write(now), JsonNode.class), differences);
    return differences.stream().filter(each -> !each.pointer().equals("/digest")).toList();
  }

  private static void compare(
      String pointer, JsonNode was, JsonNode now, List<PlanDifference> differences) {
    if (was.isObject() && now.isObject()) {
      TreeSet<String> names = new TreeSet<>(was.propertyNames());
      names.addAll(now.propertyNames());
      for (String name : names) {
        String at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
        compare(at, was.path(name), now.path(name), differences);
      }
    } else if (!Differences.subset(was, now, pointer).isEmpty()) {
      differences.add(new PlanDifference(pointer, present(was), present(now)));
    }
  }

  private static Optional<JsonNode> present(JsonNode node) {
    return node.isMissingNode() ? Optional.empty() : Optional.of(node);
  }
}
