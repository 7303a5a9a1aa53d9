package dev.automat.cost;

import dev.automat.resource.Cost;
import dev.automat.resource.Plan;
import java.math.BigDecimal;
import java.util.Optional;

/** What a change does to an estimate; amounts of a month. */
public record CostDelta(String currency, BigDecimal from, BigDecimal to) {

  /** From one plan to another; empty if one says nothing of cost, or they are in two currencies. */
  public static Optional<CostDelta> between(Plan before, Plan after) {
    Optional<Cost> was = before.cost();
    return after
        .cost()
        .filter(is -> was.filter(old -> old.currency().equals(is.currency())).isPresent())
        .map(is -> new CostDelta(is.currency(), was.orElseThrow().amount(), is.amount()));
  }

  /** Below nought if it becomes cheaper. */
  public BigDecimal monthly() {
    return to.subtract(from);
  }
}
