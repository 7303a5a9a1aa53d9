package dev.automat.cli;

import tools.jackson.databind.JsonNode;

/** An estimate in words. */
final class CostWords {

  private CostWords() {}

  /** Such as {@code , about 25.66 USD a month}; nothing where nothing is said of cost. */
  static String of(JsonNode cost) {
    return cost.isMissingNode()
        ? ""
        : ", "
            + (cost.path("complete").asBoolean() ? "about " : "at least ")
            + CostsCommand.amount(cost)
            + " a month";
  }

  /** Such as {@code , 12.00 more than now}; nothing where there is no change. */
  static String change(JsonNode delta) {
    if (delta.isMissingNode()) {
      return "";
    }
    String monthly = delta.path("monthly").asString();
    return monthly.equals("0.00")
        ? ", as now"
        : monthly.startsWith("-")
            ? ", " + monthly.substring(1) + " less than now"
            : ", " + monthly + " more than now";
  }
}
