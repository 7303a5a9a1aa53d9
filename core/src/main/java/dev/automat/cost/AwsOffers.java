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
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * AWS's offer files: {@code /offers/v1.0/aws/SERVICE/current/REGION/index.json} ("Getting price
 * list files manually"). Those of some services have a hundred megabytes, so what is not wanted is
 * passed over while it is read. Only what is paid on demand is looked at.
 */
public final class AwsOffers {

  private static final String CURRENCY = "USD";

  private final Map<String, Map<String, String>> products = new HashMap<>();
  private final List<ListedPrice> prices = new ArrayList<>();
  private String service = "";
  private Optional<LocalDate> published = Optional.empty();

  private AwsOffers() {}

  /**
   * Reads a file.
   *
   * @param wanted of which products the price is wanted, by their attributes, with {@code
   *     productFamily} among them
   * @throws IOException if it can not be read, or is no such file
   */
  public static Listing read(InputStream file, Predicate<Map<String, String>> wanted)
      throws IOException {
    AwsOffers offers = new AwsOffers();
    try (JsonParser parser = Json.mapper().createParser(file)) {
      offers.read(parser, wanted);
    } catch (JacksonException e) {
      throw new IOException("is no offer file: " + e.getOriginalMessage(), e);
    }
    return new Listing(
        offers.service,
        offers.published.orElseThrow(
            () -> new IOException("is no offer file: it has no publicationDate")),
        offers.prices);
  }

  private void read(JsonParser parser, Predicate<Map<String, String>> wanted) throws IOException {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "offerCode" -> service = parser.getString();
        case "publicationDate" ->
            published = Optional.of(OffsetDateTime.parse(parser.getString()).toLocalDate());
        case "products" -> products(parser, wanted);
        case "terms" -> terms(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void products(JsonParser parser, Predicate<Map<String, String>> wanted) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String sku = parser.currentName();
      parser.nextToken();
      JsonNode product = parser.readValueAsTree();
      Map<String, String> attributes = new TreeMap<>();
      product
          .path("attributes")
          .properties()
          .forEach(each -> attributes.put(each.getKey(), each.getValue().asString("")));
      attributes.put("productFamily", product.path("productFamily").asString(""));
      if (wanted.test(attributes)) {
        products.put(sku, attributes);
      }
    }
  }

  private void terms(JsonParser parser) throws IOException {
    if (products.isEmpty()) {
      parser.skipChildren(); // Or it stands before the products, which AWS does not do.
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean onDemand = parser.currentName().equals("OnDemand");
      parser.nextToken();
      if (onDemand) {
        onDemand(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void onDemand(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String sku = parser.currentName();
      parser.nextToken();
      Optional<Map<String, String>> product = Optional.ofNullable(products.get(sku));
      if (product.isEmpty()) {
        parser.skipChildren();
      } else {
        JsonNode offers = parser.readValueAsTree();
        for (JsonNode offer : offers) {
          prices.add(price(sku, product.get(), offer.path("priceDimensions")));
        }
      }
    }
  }

  private static ListedPrice price(String sku, Map<String, String> attributes, JsonNode dimensions)
      throws IOException {
    Map<BigDecimal, Tier> tiers = new TreeMap<>();
    String unit = "";
    for (JsonNode dimension : dimensions) {
      unit = dimension.path("unit").asString("");
      String end = dimension.path("endRange").asString("Inf");
      tiers.put(
          decimal(sku, dimension.path("beginRange").asString("0")),
          new Tier(
              end.equals("Inf") ? Optional.empty() : Optional.of(decimal(sku, end)),
              decimal(sku, dimension.path("pricePerUnit").path(CURRENCY).asString(""))));
    }
    return new ListedPrice(sku, attributes, unit, CURRENCY, List.copyOf(tiers.values()));
  }

  private static BigDecimal decimal(String sku, String text) throws IOException {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IOException("the price of " + sku + " has no number in " + CURRENCY, e);
    }
  }
}
