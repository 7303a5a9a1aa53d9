package dev.automat.provisioner.aws.conformance;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run against AWS may cost at most, by list price and without the free tier.
 *
 * @param lines what is paid for
 */
record CostEstimate(List<Line> lines) {

  /** When the prices were looked up. */
  static final String PRICES_OF = "2026-11";

  /**
   * One thing that is paid for.
   *
   * @param count the most that the kit uses, several times what a run against moto does
   * @param price of one, in USD
   */
  record Line(String type, String what, long count, BigDecimal price) {

    BigDecimal cost() {
      return price.multiply(BigDecimal.valueOf(count));
    }
  }

  /**
   * Queues cost nothing, requests do: $0.40 a million, us-east-1, list price of SQS. Against moto
   * the plugin makes some 4,400 for the one sample; the checks' own come on top, and on AWS each
   * waits and looks more often.
   */
  private static final List<Line> KNOWN =
      List.of(new Line("aws/sqs", "requests to SQS", 24_000, new BigDecimal("0.0000004")));

  static CostEstimate of(List<String> types) {
    return new CostEstimate(KNOWN.stream().filter(line -> types.contains(line.type)).toList());
  }

  /** Rounded up to a cent. */
  BigDecimal total() {
    return lines.stream()
        .map(Line::cost)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .setScale(2, RoundingMode.UP);
  }

  /** For a person. */
  String text() {
    return lines.stream()
        .map(
            line ->
                "  %-10s %8d %-18s at %s USD%n"
                    .formatted(line.type, line.count, line.what, line.price.toPlainString()))
        .collect(
            Collectors.joining(
                "",
                "What it may cost, by list prices of %s:%n".formatted(PRICES_OF),
                "  in all at most %s USD%n".formatted(total())));
  }
}
