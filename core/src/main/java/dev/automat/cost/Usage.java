package dev.automat.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What one team has, with what is being deleted: until it is gone it has its place and its price.
 * Tombstones do not count.
 */
public record Usage(List<Sum> sums) {

  /** Nothing. */
  public static final Usage NONE = new Usage(List.of());

  public Usage {
    sums = List.copyOf(sums);
  }

  /** How many of a kind. */
  long count(String kind) {
    return sums.stream().filter(sum -> sum.kind().equals(kind)).mapToLong(Sum::count).sum();
  }

  /** How many of a kind that are being deleted. */
  long leaving(String kind) {
    return sums.stream().filter(sum -> sum.kind().equals(kind)).mapToLong(Sum::leaving).sum();
  }

  /** The estimates of an environment, in one currency. */
  BigDecimal spent(String environment, String currency) {
    return Amounts.ofHundredths(
        sums.stream()
            .filter(sum -> sum.environment().equals(environment))
            .filter(sum -> sum.currency().equals(currency))
            .mapToLong(Sum::hundredths)
            .sum());
  }

  /** The same with one more, or with another amount for one that is there. */
  public Usage with(Sum more) {
    List<Sum> all = new ArrayList<>(sums);
    all.add(more);
    return new Usage(all);
  }

  /**
   * A part of it.
   *
   * @param kind the kind's name
   * @param currency empty where nothing is said of cost
   * @param count how many
   * @param leaving how many of them are being deleted
   * @param hundredths their estimates of a month, in hundredths of the currency
   */
  public record Sum(
      String kind,
      String environment,
      String currency,
      long count,
      long leaving,
      long hundredths) {}
}
