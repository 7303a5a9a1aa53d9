package dev.automat.cost;

import dev.automat.cost.PriceBook.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A list price that two books do not share.
 *
 * @param what key, region and what distinguishes it, such as {@code rds.instance eu-central-1
 *     db.t4g.micro}
 * @param was of the first unit, with currency; empty: there was none
 * @param now empty: there is none any more
 */
public record PriceChange(String what, Optional<String> was, Optional<String> now) {

  /** All of them, by what they are of. */
  public static List<PriceChange> between(PriceBook was, PriceBook now) {
    Map<Place, Price> before = was.all();
    Map<Place, Price> after = now.all();
    Set<Place> places = new HashSet<>(before.keySet());
    places.addAll(after.keySet());
    List<PriceChange> changes = new ArrayList<>();
    for (Place place : places) {
      Optional<Price> one = Optional.ofNullable(before.get(place));
      Optional<Price> other = Optional.ofNullable(after.get(place));
      if (!one.map(PriceChange::amounts).equals(other.map(PriceChange::amounts))) {
        changes.add(
            new PriceChange(
                (place.key() + " " + place.region() + " " + String.join(" ", place.of())).strip(),
                one.map(PriceChange::amounts),
                other.map(PriceChange::amounts)));
      }
    }
    changes.sort(Comparator.comparing(PriceChange::what));
    return List.copyOf(changes);
  }

  /** The day of which a price is known is not the price. */
  private static String amounts(Price price) {
    List<String> tiers =
        price.tiers().stream()
            .map(
                tier ->
                    tier.amount().stripTrailingZeros().toPlainString()
                        + tier.upTo()
                            .map(end -> " up to " + end.stripTrailingZeros().toPlainString())
                            .orElse(""))
            .toList();
    return String.join(", ", tiers) + " " + price.currency() + " per " + price.unit();
  }
}
