package dev.automat.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How amounts are rounded and written. Each line is rounded to two decimals, half up, and the lines
 * are added up as they are shown, so that a person who adds them gets the total.
 */
public final class Amounts {

  /** Decimals of an amount that is shown, in every currency. */
  private static final int DECIMALS = 2;

  private Amounts() {}

  static BigDecimal rounded(BigDecimal amount) {
    return amount.setScale(DECIMALS, RoundingMode.HALF_UP);
  }

  /** Without an exponent and without noughts at the end. */
  static String text(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** In hundredths, which the store adds up. */
  public static long hundredths(BigDecimal amount) {
    return rounded(amount).movePointRight(DECIMALS).longValueExact();
  }

  /** Of hundredths. */
  public static BigDecimal ofHundredths(long hundredths) {
    return BigDecimal.valueOf(hundredths, DECIMALS);
  }
}
