package dev.automat.cli;

import dev.automat.resource.Json;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Estimates in the columns of FOCUS (FinOps Open Cost and Usage Specification 1.x), so that they
 * can be laid beside bills. What only a bill can say is empty; what is an estimate is in columns of
 * its own, which FOCUS wants to begin with {@code x_}.
 */
final class FocusRows {

  private static final List<String> HEAD =
      List.of(
          "BilledCost",
          "EffectiveCost",
          "ListCost",
          "BillingCurrency",
          "ChargePeriodStart",
          "ChargePeriodEnd",
          "ChargeCategory",
          "ChargeDescription",
          "ProviderName",
          "SubAccountId",
          "RegionId",
          "ServiceName",
          "ResourceId",
          "ResourceName",
          "ResourceType",
          "Tags",
          "x_EstimatedMonthlyCost",
          "x_EstimateComplete",
          "x_RetainedUntil",
          "x_Team",
          "x_Environment",
          "x_Kind");

  private FocusRows() {}

  /**
   * Text of a CSV file (RFC 4180).
   *
   * @param asOf when it was asked; the charge period is that month
   */
  static String of(List<JsonNode> items, Instant asOf) {
    YearMonth month = YearMonth.from(asOf.atZone(ZoneOffset.UTC));
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    items.forEach(item -> rows.add(row(item, month)));
    return Csv.of(rows);
  }

  private static List<String> row(JsonNode item, YearMonth month) {
    List<String> row = new ArrayList<>();
    row.addAll(List.of("", "", ""));
    row.add(item.path("currency").asString(""));
    row.add(start(month));
    row.add(start(month.plusMonths(1)));
    row.add("Usage");
    row.add(item.has("retainedUntil") ? "estimate of what its deletion left" : "estimate");
    row.add(item.path("provisioner").asString(""));
    row.add(item.path("account").asString(""));
    row.add(item.path("region").asString(""));
    row.add(item.path("type").asString(""));
    row.add(item.path("uid").asString(""));
    row.add(item.path("name").asString(""));
    row.add(item.path("kind").asString(""));
    row.add(Json.write(item.path("tags")));
    row.add(item.path("monthly").asString(""));
    row.add(item.path("complete").asString(""));
    row.add(item.path("retainedUntil").asString(""));
    row.add(item.path("team").asString(""));
    row.add(item.path("environment").asString(""));
    row.add(item.path("kind").asString(""));
    return row;
  }

  private static String start(YearMonth month) {
    return month.atDay(1) + "T00:00:00Z";
  }
}
