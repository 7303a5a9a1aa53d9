package dev.automat.api.document;

import dev.automat.cost.Amounts;
import dev.automat.cost.Usage;
import dev.automat.resource.Cost;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.Work;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what resources are estimated to cost, one by one or added up. */
public final class CostItems {

  /** What a plugin kept by itself nobody ends. */
  private static final String NOBODY = "a person deletes it";

  private static final String OWNER = "owner";

  private CostItems() {}

  /**
   * A resource; empty for one that is gone and left nothing that is paid for, and for one that says
   * nothing of cost.
   */
  public static Optional<ObjectNode> of(Resource resource) {
    return resource.plan().cost().flatMap(cost -> of(resource, cost));
  }

  private static Optional<ObjectNode> of(Resource resource, Cost cost) {
    if (!resource.isTombstone()) {
      return Optional.of(
          amounts(head(resource, cost), cost.monthly(), cost.complete(), cost.lines()));
    }
    Work work = resource.work();
    boolean ended = work.finale().isPresent() && work.purgeAt().isEmpty();
    boolean nothingKept = work.finale().filter(finale -> finale.snapshot().isEmpty()).isPresent();
    if (ended || nothingKept) {
      return Optional.empty();
    }
    // What was never ready holds nothing of which a snapshot could have been made.
    if (cost.retained().isEmpty() || resource.times().ready().isEmpty()) {
      return Optional.empty();
    }
    BigDecimal monthly =
        cost.retained().stream()
            .flatMap(line -> line.monthly().stream())
            .map(BigDecimal::new)
            .reduce(Amounts.ofHundredths(0), BigDecimal::add);
    boolean complete = cost.retained().stream().allMatch(line -> line.monthly().isPresent());
    ObjectNode item =
        amounts(head(resource, cost), monthly.toPlainString(), complete, cost.retained());
    String until = work.finale().flatMap(_ -> work.purgeAt()).map(Instant::toString).orElse(NOBODY);
    Optional.ofNullable(resource.plan().tags().get(OWNER)).ifPresent(who -> item.put("owner", who));
    return Optional.of(item.put("retainedUntil", until));
  }

  private static ObjectNode head(Resource resource, Cost cost) {
    Plan plan = resource.plan();
    ObjectNode item =
        Json.object()
            .put("uid", resource.uid())
            .put("team", resource.key().team())
            .put("kind", resource.key().kind())
            .put("name", resource.key().name())
            .put("environment", resource.spec().path("environment").asString(""))
            .put("phase", resource.phase().name())
            .put("type", plan.type())
            .put("provisioner", plan.placement().provisioner())
            .put("account", plan.placement().account())
            .put("region", plan.placement().region())
            .put("createdAt", resource.times().accepted().toString());
    resource.times().deleted().ifPresent(at -> item.put("deletedAt", at.toString()));
    item.putPOJO("tags", plan.tags());
    return item.put("currency", cost.currency());
  }

  private static ObjectNode amounts(
      ObjectNode item, String monthly, boolean complete, List<Cost.Line> lines) {
    item.put("monthly", monthly).put("complete", complete).putPOJO("lines", lines);
    return item;
  }

  /**
   * What stands, added up; two currencies are two items.
   *
   * @param field what it is added up by
   */
  public static ArrayNode sums(String field, Map<String, Usage> usage) {
    SortedMap<String, long[]> sums = new TreeMap<>();
    usage.forEach(
        (team, of) ->
            of.sums()
                .forEach(
                    sum -> {
                      String key = by(field, team).apply(sum) + "\n" + sum.currency();
                      long[] total = sums.computeIfAbsent(key, _ -> new long[2]);
                      total[0] += sum.count();
                      total[1] += sum.hundredths();
                    }));
    ArrayNode items = Json.mapper().createArrayNode();
    sums.forEach(
        (key, total) -> {
          String[] parts = key.split("\n", 2);
          ObjectNode item = items.addObject().put(field, parts[0]);
          if (!parts[1].isEmpty()) {
            item.put("currency", parts[1]);
          }
          item.put("resources", total[0])
              .put("monthly", Amounts.ofHundredths(total[1]).toPlainString());
        });
    return items;
  }

  private static Function<Usage.Sum, String> by(String field, String team) {
    return switch (field) {
      case "environment" -> Usage.Sum::environment;
      case "kind" -> Usage.Sum::kind;
      default -> _ -> team;
    };
  }
}
