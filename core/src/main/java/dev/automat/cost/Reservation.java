package dev.automat.cost;

import dev.automat.resource.Cost;
import dev.automat.resource.Plan;
import dev.automat.resource.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The room that a write needs in the limits of a team: decided where it is written, so that two
 * that want the last place can not both have it.
 *
 * @param kind the kind's name
 * @param plural as the quota calls it
 * @param quota the most of the kind; empty: as many as they like
 * @param budget of the environment; empty: as much as they like
 * @param cost the estimate of what is written; empty: nothing is said of it, which counts as nought
 */
public record Reservation(
    String team,
    String kind,
    String plural,
    String environment,
    Optional<Integer> quota,
    Optional<Budget> budget,
    Optional<Cost> cost) {

  /** The name of the rule, and of the live check. */
  public static final String QUOTA = "quota";

  /** The name of the rule, and of the live check. */
  public static final String BUDGET = "budget";

  /** What goes beyond the limits if a new resource is added to what the team has. */
  public Excess ofNew(Usage usage) {
    List<Violation> refused = new ArrayList<>();
    quota
        .filter(most -> usage.count(kind) >= most)
        .ifPresent(most -> refused.add(beyondQuota(usage, most)));
    return withBudget(usage, BigDecimal.ZERO, refused);
  }

  /**
   * What goes beyond them if one that is there is changed. What becomes no dearer is let through,
   * however much the team has.
   *
   * @param before its estimate so far, in the currency of the budget
   */
  public Excess ofChange(Usage usage, BigDecimal before) {
    return withBudget(usage, before, new ArrayList<>());
  }

  /** The estimate of a plan that stands, as far as it is in the currency of the budget. */
  public BigDecimal before(Plan stands) {
    return stands
        .cost()
        .filter(was -> budget.filter(limit -> limit.currency().equals(was.currency())).isPresent())
        .map(Cost::amount)
        .orElse(Amounts.ofHundredths(0));
  }

  private Excess withBudget(Usage usage, BigDecimal before, List<Violation> refused) {
    List<Violation> warnings = new ArrayList<>();
    budget.ifPresent(
        limit ->
            beyondBudget(limit, usage, before)
                .ifPresent(
                    violation ->
                        (limit.onExceed() == Budget.OnExceed.DENY ? refused : warnings)
                            .add(violation)));
    return new Excess(refused, warnings);
  }

  private Violation beyondQuota(Usage usage, int most) {
    long has = usage.count(kind);
    long leaving = usage.leaving(kind);
    return new Violation(
        "/metadata/team",
        QUOTA,
        "the team "
            + team
            + " has "
            + has
            + " of "
            + most
            + " "
            + plural
            + (leaving > 0 ? ", of which " + leaving + " are being deleted" : "")
            + ": none is free",
        leaving > 0
            ? "try again when those are gone, delete another, or ask a platform-admin for a larger"
                + " quota of the team"
            : "delete one, or ask a platform-admin for a larger quota of the team");
  }

  private Optional<Violation> beyondBudget(Budget limit, Usage usage, BigDecimal before) {
    Optional<String> other =
        cost.map(Cost::currency).filter(currency -> !currency.equals(limit.currency()));
    BigDecimal wanted = cost.map(Cost::amount).orElse(BigDecimal.ZERO);
    if (other.isPresent() && wanted.signum() > 0) {
      return Optional.of(
          new Violation(
              "/spec",
              BUDGET,
              "its estimate is in "
                  + other.get()
                  + ", and the budget of the team "
                  + team
                  + " for "
                  + environment
                  + " in "
                  + limit.currency()
                  + ": they can not be added up",
              "ask a platform-admin for a budget in " + other.get()));
    }
    BigDecimal spent = usage.spent(environment, limit.currency()).subtract(before);
    boolean fits = spent.add(wanted).compareTo(limit.monthly()) <= 0;
    return fits || wanted.compareTo(before) <= 0
        ? Optional.empty()
        : Optional.of(tooDear(limit, spent, wanted));
  }

  private Violation tooDear(Budget limit, BigDecimal spent, BigDecimal wanted) {
    boolean more = !cost.map(Cost::complete).orElse(true);
    BigDecimal free = limit.monthly().subtract(spent).max(BigDecimal.ZERO);
    return new Violation(
        "/spec",
        BUDGET,
        "it would cost "
            + wanted
            + (more ? " or more " : " ")
            + limit.currency()
            + " a month, and of the "
            + limit.monthly()
            + " that the team "
            + team
            + " may spend in "
            + environment
            + ", "
            + free
            + " are free: what it has comes to "
            + spent,
        "ask for a smaller one, delete another, or ask a platform-admin for a larger budget of the"
            + " team");
  }

  /** What this adds to what the team has, once it is written. */
  public Usage.Sum added(boolean isNew, BigDecimal before) {
    BigDecimal wanted = cost.map(Cost::amount).orElse(BigDecimal.ZERO);
    return new Usage.Sum(
        kind,
        environment,
        cost.map(Cost::currency).orElse(""),
        isNew ? 1 : 0,
        0,
        Amounts.hundredths(wanted.subtract(before)));
  }

  /**
   * What goes beyond the limits.
   *
   * @param refused why it can not be
   * @param warnings what its owner should know, since it can be all the same
   */
  public record Excess(List<Violation> refused, List<Violation> warnings) {

    public static final Excess NONE = new Excess(List.of(), List.of());

    public Excess {
      refused = List.copyOf(refused);
      warnings = List.copyOf(warnings);
    }
  }
}
