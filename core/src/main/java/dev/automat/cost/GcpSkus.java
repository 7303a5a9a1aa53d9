package dev.automat.cost;

import dev.automat.cost.ListedPrice.Listing;
import dev.automat.resource.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Pages of Google's Cloud Billing Catalog: what {@code services.skus.list} answers (Cloud Billing
 * API, Sku). A price is units and nanos, its tiers say where they begin, and a SKU stands once for
 * each region that it is sold in.
 */
public final class GcpSkus {

  private GcpSkus() {}

  /**
   * Reads a page.
   *
   * @param wanted of which SKUs the price is wanted, by {@code description}, {@code region}, and
   *     what {@code category} has
   * @throws IOException if it can not be read, or is no such page
   */
  public static Listing read(InputStream page, Predicate<Map<String, String>> wanted)
      throws IOException {
    JsonNode root;
    try {
      root = Json.mapper().readTree(page);
    } catch (JacksonException e) {
      throw new IOException("is no page of SKUs: " + e.getOriginalMessage(), e);
    }
    if (!root.path("skus").isArray()) {
      throw new IOException("is no page of SKUs: it has no skus");
    }
    List<ListedPrice> prices = new ArrayList<>();
    Optional<LocalDate> newest = Optional.empty();
    String service = "";
    for (JsonNode sku : root.path("skus")) {
      service = sku.path("category").path("serviceDisplayName").asString(service);
      JsonNode pricing = sku.path("pricingInfo").path(0);
      String at = pricing.path("effectiveTime").asString("");
      LocalDate day = at.isEmpty() ? LocalDate.EPOCH : OffsetDateTime.parse(at).toLocalDate();
      newest = newest.filter(day::isBefore).or(() -> Optional.of(day));
      for (JsonNode region : sku.path("serviceRegions")) {
        Map<String, String> attributes = attributes(sku, region.asString(""));
        if (wanted.test(attributes)) {
          prices.add(price(sku, attributes, pricing.path("pricingExpression")));
        }
      }
    }
    return new Listing(service, newest.orElse(LocalDate.EPOCH), prices);
  }

  private static Map<String, String> attributes(JsonNode sku, String region) {
    Map<String, String> attributes = new HashMap<>();
    sku.path("category")
        .properties()
        .forEach(each -> attributes.put(each.getKey(), each.getValue().asString("")));
    attributes.put("description", sku.path("description").asString(""));
    attributes.put("region", region);
    return attributes;
  }

  private static ListedPrice price(
      JsonNode sku, Map<String, String> attributes, JsonNode expression) {
    JsonNode rates = expression.path("tieredRates");
    List<Tier> tiers = new ArrayList<>();
    String currency = "";
    for (int i = 0; i < rates.size(); i++) {
      JsonNode price = rates.get(i).path("unitPrice");
      currency = price.path("currencyCode").asString("");
      Optional<BigDecimal> upTo =
          i + 1 < rates.size()
              ? Optional.of(rates.get(i + 1).path("startUsageAmount").decimalValue())
              : Optional.empty();
      tiers.add(new Tier(upTo, money(price)));
    }
    return new ListedPrice(
        sku.path("skuId").asString(""),
        attributes,
        expression.path("usageUnit").asString(""),
        currency,
        tiers);
  }

  /** Of {@code google.type.Money}: whole units as text, and billionths. */
  private static BigDecimal money(JsonNode price) {
    return new BigDecimal(price.path("units").asString("0"))
        .add(BigDecimal.valueOf(price.path("nanos").asLong(0), 9));
  }
}
