package dev.automat.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * A list price, in one region.
 *
 * @param unit what an amount is for; {@link #HOUR} is counted for the whole month
 * @param currency ISO 4217
 * @param tiers in ascending order, at least one; only the last has no end
 * @param effective the day of which it is known
 */
public record Price(String unit, String currency, List<Tier> tiers, LocalDate effective) {

  /** The unit of what runs all the time. */
  public static final String HOUR = "hour";

  /** 365 days of 24 hours, in twelve parts: the month that clouds calculate with. */
  public static final BigDecimal HOURS_OF_A_MONTH = new BigDecimal(730);

  public Price {
    tiers = List.copyOf(tiers);
  }

  /** The amount for so many units, exact and not rounded. */
  BigDecimal of(BigDecimal quantity) {
    BigDecimal amount = BigDecimal.ZERO;
    BigDecimal from = BigDecimal.ZERO;
    for (Tier tier : tiers) {
      BigDecimal to = tier.upTo().map(quantity::min).orElse(quantity);
      if (to.compareTo(from) > 0) {
        amount = amount.add(to.subtract(from).multiply(tier.amount()));
        from = to;
      }
    }
    return amount;
  }

  /** How much of the unit a month has for each that is asked for. */
  BigDecimal units(BigDecimal asked) {
    return unit.equals(HOUR) ? asked.multiply(HOURS_OF_A_MONTH) : asked;
  }

  /** Whether anything is to be paid at all. */
  boolean costs() {
    return tiers.stream().anyMatch(tier -> tier.amount().signum() != 0);
  }

  /** The price of the first unit. */
  BigDecimal first() {
    return tiers.getFirst().amount();
  }
}
