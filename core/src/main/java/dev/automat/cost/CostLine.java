package dev.automat.cost;

import dev.automat.expression.ExpressionException;
import dev.automat.expression.Template;
import dev.automat.expression.Variables;
import dev.automat.resource.Cost;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One thing that a module costs.
 *
 * @param item what it is, for people
 * @param price key of its price
 * @param sort what prices of the key go by
 * @param of for each that they go by, which one is meant; in that order
 * @param quantity how many units in a month, or how many run all month where the unit is an hour
 * @param when whether there is such a line; empty: always
 * @param assumption what the quantity takes for granted
 * @param retained whether it goes on costing after the deletion, and only then
 */
public record CostLine(
    String item,
    String price,
    PriceBook.Sort sort,
    List<Template> of,
    Template quantity,
    Optional<Template> when,
    Optional<String> assumption,
    boolean retained) {

  public CostLine {
    of = List.copyOf(of);
  }

  /** The variables that it reads. */
  public SortedSet<String> reads() {
    SortedSet<String> reads = new TreeSet<>(quantity.reads());
    of.forEach(template -> reads.addAll(template.reads()));
    when.ifPresent(template -> reads.addAll(template.reads()));
    return reads;
  }

  /**
   * What it comes to; empty if there is no such line here, or it reads an input without a value.
   *
   * @throws ExpressionException if an expression fails, or gives a quantity below nought
   */
  Optional<Priced> estimate(PriceBook book, String region, Variables variables)
      throws ExpressionException {
    boolean there =
        when.flatMap(condition -> condition.evaluate(variables))
            .map(Boolean.TRUE::equals)
            .orElse(when.isEmpty());
    Optional<BigDecimal> asked =
        there ? quantity.evaluate(variables).map(CostLine::decimal) : Optional.empty();
    List<String> meant = new ArrayList<>();
    of.forEach(
        template -> template.evaluate(variables).ifPresent(value -> meant.add(value.toString())));
    if (asked.isEmpty() || meant.size() < of.size()) {
      return Optional.empty();
    }
    if (asked.get().signum() < 0) {
      throw new ExpressionException("the quantity of " + item + " is below nought");
    }
    return Optional.of(priced(asked.get(), book.find(price, region, meant), region, meant));
  }

  private Priced priced(
      BigDecimal asked, Optional<Price> found, String region, List<String> meant) {
    BigDecimal units =
        found
            .map(known -> known.units(asked))
            .orElseGet(
                () ->
                    sort.unit().equals(Price.HOUR)
                        ? asked.multiply(Price.HOURS_OF_A_MONTH)
                        : asked);
    Optional<BigDecimal> amount = found.map(known -> Amounts.rounded(known.of(units)));
    return new Priced(
        new Cost.Line(
            item,
            Amounts.text(units),
            sort.unit(),
            found.map(known -> Amounts.text(known.first())),
            amount.map(BigDecimal::toPlainString),
            assumption,
            found.isPresent()
                ? Optional.empty()
                : Optional.of(
                    "unknown price for "
                        + price
                        + (meant.isEmpty() ? "" : " (" + String.join(", ", meant) + ")")
                        + " in "
                        + region)),
        found,
        amount);
  }

  /** What an expression gives. Doubles are good for fifteen digits; twelve hide what they add. */
  private static BigDecimal decimal(Object value) {
    return value instanceof Double number
        ? new BigDecimal(number).round(new MathContext(12))
        : new BigDecimal(value.toString());
  }

  /** A line with what it was made of. */
  record Priced(Cost.Line line, Optional<Price> price, Optional<BigDecimal> amount) {}
}
