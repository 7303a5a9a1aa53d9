package dev.automat.cost;

import dev.automat.cost.ListedPrice.Listing;
import dev.automat.cost.PriceBook.Sort;
import dev.automat.cost.PriceSource.Match;
import dev.automat.cost.PriceSource.Service;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Holds the prices of one service in one region against the official list. What the list does not
 * have, or has twice with different amounts, stays as it is: no amount is guessed. Pure.
 *
 * @param book all prices that there are: what another region has a price for is looked for here,
 *     too
 */
public record PriceRefresh(PriceBook book, String cloud, Service service, String region) {

  /** What the list says of one price. */
  public sealed interface Found {

    /** Another amount, or the first. */
    record Changed(Optional<List<Tier>> before, List<Tier> after) implements Found {}

    record Same(List<Tier> tiers) implements Found {}

    /**
     * It stays as it is.
     *
     * @param why what is wrong; empty where the list simply does not have it
     */
    record Kept(Optional<List<Tier>> before, Optional<String> why) implements Found {}
  }

  /** Which price. */
  public record Wanted(String key, List<String> of) {

    @Override
    public String toString() {
      return key + (of.isEmpty() ? "" : " (" + String.join(", ", of) + ")");
    }
  }

  /** Whether a product's price is wanted, by its attributes. */
  public boolean wants(Map<String, String> attributes) {
    return service.prices().stream()
        .anyMatch(
            match -> wanted(match.key()).stream().anyMatch(of -> fits(match, of, attributes)));
  }

  /**
   * The prices, one by one, in the order of the keys.
   *
   * @param stands the file of today
   */
  public SequencedMap<Wanted, Found> against(Listing listing, PriceFileText stands) {
    SequencedMap<Wanted, Found> found = new LinkedHashMap<>();
    for (Match match : service.prices()) {
      Set<List<String>> all = new LinkedHashSet<>(stands.of(match.key()));
      all.addAll(wanted(match.key()));
      for (List<String> of : all) {
        Wanted price = new Wanted(match.key(), of);
        found.put(price, found(match, of, listing, stands.tiers(match.key(), of)));
      }
    }
    return found;
  }

  private List<List<String>> wanted(String key) {
    return book.of(key);
  }

  private Found found(Match match, List<String> of, Listing listing, Optional<List<Tier>> before) {
    Map<String, List<Tier>> different = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (ListedPrice price : listing.prices()) {
      if (fits(match, of, price.attributes())) {
        if (!price.unit().equals(match.unit())) {
          wrong.add(price.sku() + " is by " + price.unit() + ", and not by " + match.unit());
        } else if (book.currency(cloud).filter(own -> !own.equals(price.currency())).isPresent()) {
          wrong.add(price.sku() + " is in " + price.currency());
        } else {
          List<Tier> tiers = converted(price.tiers(), match.per());
          different.putIfAbsent(text(tiers), tiers);
        }
      }
    }
    if (!wrong.isEmpty() || different.size() > 1) {
      different.keySet().forEach(amount -> wrong.add("it is listed as " + amount));
      return new Found.Kept(before, Optional.of(String.join("; ", wrong)));
    }
    if (different.isEmpty()) {
      return new Found.Kept(before, Optional.empty());
    }
    List<Tier> tiers = different.values().iterator().next();
    return before.filter(was -> text(was).equals(text(tiers))).isPresent()
        ? new Found.Same(tiers)
        : new Found.Changed(before, tiers);
  }

  private boolean fits(Match match, List<String> of, Map<String, String> attributes) {
    return match.attributes().entrySet().stream()
        .allMatch(
            each ->
                each.getValue().stream()
                    .map(template -> filled(match, of, template))
                    .anyMatch(value -> value.equals(attributes.get(each.getKey()))));
  }

  /** {@code {class}} is what our price goes by, as the list calls it. */
  private String filled(Match match, List<String> of, String template) {
    List<String> by = book.sort(match.key()).map(Sort::by).orElse(List.of());
    String filled = template;
    for (int i = 0; i < Math.min(by.size(), of.size()); i++) {
      Map<String, String> names = match.values().getOrDefault(by.get(i), Map.of());
      filled = filled.replace("{" + by.get(i) + "}", names.getOrDefault(of.get(i), of.get(i)));
    }
    return filled;
  }

  private static List<Tier> converted(List<Tier> listed, BigDecimal per) {
    return listed.stream()
        .map(
            tier ->
                new Tier(
                    tier.upTo().map(end -> end.divide(per, 12, RoundingMode.UNNECESSARY)),
                    tier.amount().multiply(per)))
        .toList();
  }

  /** For people, and to compare. */
  public static String text(List<Tier> tiers) {
    List<String> parts = new ArrayList<>();
    for (Tier tier : tiers) {
      parts.add(
          Amounts.text(tier.amount())
              + tier.upTo().map(end -> " up to " + Amounts.text(end)).orElse(""));
    }
    return String.join(", ", parts);
  }

  /** How much more the first unit costs, in per cent with one decimal; empty if it cost nothing. */
  public static Optional<BigDecimal> percent(List<Tier> before, List<Tier> after) {
    BigDecimal was = before.getFirst().amount();
    return was.signum() == 0
        ? Optional.empty()
        : Optional.of(
            after
                .getFirst()
                .amount()
                .subtract(was)
                .multiply(BigDecimal.valueOf(100))
                .divide(was, 1, RoundingMode.HALF_UP));
  }

  /** The file with what was found; of the day of its oldest amount. */
  public PriceFileText applied(
      Map<Wanted, Found> found, Listing listing, String source, PriceFileText stands) {
    PriceFileText next = stands;
    for (Map.Entry<Wanted, Found> each : found.entrySet()) {
      Wanted price = each.getKey();
      if (each.getValue() instanceof Found.Changed(var _, List<Tier> after)) {
        Sort sort = book.sort(price.key()).orElseThrow();
        next = next.with(price.key(), sort, price.of(), after);
      }
    }
    boolean whole =
        next.wanted().stream()
            .allMatch(
                price ->
                    found.get(price) instanceof Found.Changed
                        || found.get(price) instanceof Found.Same);
    LocalDate day = whole ? listing.published() : stands.effective().orElse(listing.published());
    String note =
        "On-demand list prices without tax and discounts, read from the official list of "
            + listing.published()
            + (whole ? "." : ". What that does not have is of before; see the day above.");
    return next.dated(day.isBefore(listing.published()) ? day : listing.published(), source, note);
  }
}
