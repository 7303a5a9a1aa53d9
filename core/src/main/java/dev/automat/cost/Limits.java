package dev.automat.cost;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a team may have.
 *
 * @param budgets by environment
 * @param quota by the plural of a kind, such as {@code databases}
 */
public record Limits(Map<String, Budget> budgets, Map<String, Integer> quota) {

  /** No limits. */
  public static final Limits NONE = new Limits(Map.of(), Map.of());

  public Limits {
    budgets = Map.copyOf(budgets);
    quota = Map.copyOf(quota);
  }

  /** These, and for what they do not speak of the others. */
  public Limits orElse(Limits others) {
    if (others.equals(NONE)) {
      return this;
    }
    Map<String, Budget> allBudgets = new TreeMap<>(others.budgets);
    allBudgets.putAll(budgets);
    Map<String, Integer> allQuota = new TreeMap<>(others.quota);
    allQuota.putAll(quota);
    return new Limits(allBudgets, allQuota);
  }
}
