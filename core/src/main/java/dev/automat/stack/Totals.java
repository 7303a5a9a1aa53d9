package dev.automat.stack;

import dev.automat.resource.Cost;
import dev.automat.resource.Cost.Line;
import dev.automat.resource.Json;
import dev.automat.resource.Lifetime;
import dev.automat.resource.Plan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the plans of all members are together.
 *
 * @param digest of all of them, by member
 * @param cost each line with the name of its member before it; empty if nothing is said of cost, or
 *     in two currencies, which are never added up
 * @param lifetime the shortest
 */
public record Totals(
    String digest,
    boolean stateful,
    boolean deletionProtection,
    String lifetime,
    Optional<String> expiresAt,
    Optional<Cost> cost) {

  /**
   * @param plans by member
   */
  public static Totals of(SortedMap<String, Plan> plans) {
    SortedMap<String, String> digests = new TreeMap<>();
    plans.forEach((member, plan) -> digests.put(member, plan.digest()));
    return new Totals(
        Json.digest(digests),
        plans.values().stream().anyMatch(Plan::stateful),
        plans.values().stream().anyMatch(Plan::deletionProtection),
        plans.values().stream()
            .map(Plan::lifetime)
            .min(Comparator.comparing(Totals::length))
            .orElse(""),
        plans.values().stream().flatMap(plan -> plan.expiresAt().stream()).findFirst(),
        cost(plans));
  }

  /** What has no end is longer than anything. */
  private static Duration length(String lifetime) {
    return Lifetime.parse(lifetime)
        .flatMap(Lifetime::duration)
        .orElse(Duration.ofSeconds(Long.MAX_VALUE));
  }

  private static Optional<Cost> cost(Map<String, Plan> plans) {
    List<Cost> costs = plans.values().stream().flatMap(plan -> plan.cost().stream()).toList();
    List<String> currencies = costs.stream().map(Cost::currency).distinct().toList();
    if (currencies.size() != 1) {
      return Optional.empty();
    }
    List<Line> lines = new ArrayList<>();
    List<Line> retained = new ArrayList<>();
    plans.forEach(
        (member, plan) ->
            plan.cost()
                .ifPresent(
                    cost -> {
                      cost.lines().forEach(line -> lines.add(of(member, line)));
                      cost.retained().forEach(line -> retained.add(of(member, line)));
                    }));
    return Optional.of(
        new Cost(
            currencies.getFirst(),
            costs.stream()
                .map(Cost::amount)
                .reduce(new BigDecimal("0.00"), BigDecimal::add)
                .toPlainString(),
            costs.stream().allMatch(Cost::complete),
            lines,
            retained,
            costs.stream()
                .flatMap(cost -> cost.prices().stream())
                .min(Comparator.comparing(Cost.Prices::effective))));
  }

  private static Line of(String member, Line line) {
    return new Line(
        member + ": " + line.item(),
        line.quantity(),
        line.unit(),
        line.unitPrice(),
        line.monthly(),
        line.assumption(),
        line.unknown());
  }
}
