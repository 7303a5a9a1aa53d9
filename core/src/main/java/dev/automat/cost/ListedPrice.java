package dev.automat.cost;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * A price as a cloud lists it.
 *
 * @param sku as the cloud calls it
 * @param attributes what it is the price of, by the cloud's own names
 * @param unit the cloud's own
 * @param tiers in ascending order, in the cloud's unit; only the last has no end
 */
public record ListedPrice(
    String sku, Map<String, String> attributes, String unit, String currency, List<Tier> tiers) {

  public ListedPrice {
    attributes = Map.copyOf(attributes);
    tiers = List.copyOf(tiers);
  }

  /**
   * A cloud's list, or what was wanted of it.
   *
   * @param service whose list it is
   * @param published when the cloud published it
   */
  public record Listing(String service, LocalDate published, List<ListedPrice> prices) {

    public Listing {
      prices = List.copyOf(prices);
    }
  }
}
