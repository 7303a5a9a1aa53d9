package dev.automat.cost;

import dev.automat.expression.ExpressionException;
import dev.automat.expression.Variables;
import dev.automat.resource.Cost;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What cost lines come to with the values of one request. Pure. */
public final class Estimate {

  private Estimate() {}

  /**
   * The estimate; empty if a module says nothing of cost, or there are no prices at all.
   *
   * @throws ExpressionException if an expression fails
   */
  public static Optional<Cost> of(
      List<CostLine> lines, PriceBook book, String region, Variables variables)
      throws ExpressionException {
    Optional<String> currency =
        lines.stream().findFirst().flatMap(line -> book.currency(line.sort().cloud()));
    if (currency.isEmpty()) {
      return Optional.empty();
    }
    List<CostLine.Priced> running = new ArrayList<>();
    List<CostLine.Priced> retained = new ArrayList<>();
    for (CostLine line : lines) {
      line.estimate(book, region, variables)
          .ifPresent(priced -> (line.retained() ? retained : running).add(priced));
    }
    return Optional.of(cost(currency.get(), running, retained));
  }

  private static Cost cost(
      String currency, List<CostLine.Priced> running, List<CostLine.Priced> retained) {
    BigDecimal total =
        running.stream()
            .flatMap(priced -> priced.amount().stream())
            .reduce(Amounts.rounded(BigDecimal.ZERO), BigDecimal::add);
    return new Cost(
        currency,
        total.toPlainString(),
        running.stream().allMatch(priced -> priced.amount().isPresent()),
        running.stream().map(CostLine.Priced::line).toList(),
        retained.stream().map(CostLine.Priced::line).toList(),
        oldest(running, retained).map(day -> new Cost.Prices(day.toString())));
  }

  /** Of the prices that were used. */
  private static Optional<LocalDate> oldest(
      List<CostLine.Priced> running, List<CostLine.Priced> retained) {
    return Stream.concat(running.stream(), retained.stream())
        .flatMap(priced -> priced.price().stream())
        .map(Price::effective)
        .min(LocalDate::compareTo);
  }
}
