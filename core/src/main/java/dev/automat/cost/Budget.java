package dev.automat.cost;

import java.math.BigDecimal;

/**
 * How much the resources of a team may be estimated to cost in one environment.
 *
 * @param monthly the most, with two decimals
 * @param currency ISO 4217
 * @param onExceed what happens to a request that goes beyond it
 */
public record Budget(BigDecimal monthly, String currency, OnExceed onExceed) {

  /** What happens to a request that goes beyond a budget. */
  public enum OnExceed {
    DENY,
    WARN
  }
}
