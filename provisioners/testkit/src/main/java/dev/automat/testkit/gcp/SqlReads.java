package dev.automat.testkit.gcp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads of the instances of a project, which may not see yet what has just changed.
 *
 * @param stale whether a read by that method does not see yet what was changed then
 */
record SqlReads(Map<String, SqlInstance> instances, BiPredicate<String, Instant> stale) {

  private static final int PAGE = 100;

  ObjectNode get(SqlCall call) throws SqlRefusal {
    return Optional.ofNullable(instances.get(call.instance()))
        .flatMap(instance -> seen(instance, call))
        .orElseThrow(() -> SqlRefusal.noInstance(call.instance()));
  }

  ObjectNode list(SqlCall call) throws SqlRefusal {
    int from = number(call.parameter("pageToken"), 0);
    int most = number(call.parameter("maxResults"), PAGE);
    SqlFilter filter = new SqlFilter(call.parameter("filter"));
    List<ObjectNode> found = new ArrayList<>();
    for (SqlInstance each : instances.values()) {
      Optional<ObjectNode> shown = seen(each, call);
      if (shown.isPresent() && filter.fits(shown.get())) {
        found.add(shown.get());
      }
    }
    int to = Math.min(found.size(), from + most);
    ObjectNode page = SqlState.items("sql#instancesList", found.subList(Math.min(from, to), to));
    if (to < found.size()) {
      page.put("nextPageToken", Integer.toString(to));
    }
    return page;
  }

  private static int number(String text, int otherwise) {
    return text.isEmpty() ? otherwise : Integer.parseInt(text);
  }

  private Optional<ObjectNode> seen(SqlInstance instance, SqlCall call) {
    return stale.test(call.method(), instance.changed()) ? instance.before() : instance.now();
  }
}
