package dev.automat.engine;

import dev.automat.config.Configuration.PlacementRule;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.LoadedPlugin;
import dev.automat.store.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a sweep looks: where the store has rows, and once after each start wherever else placements
 * lead. A store that was restored from a backup knows nothing of what was made since, and may know
 * no resource of that type at all.
 *
 * <p>Not those of plugins on the class path: what they keep stands beside the store, and asking for
 * a list would start servers that nobody uses.
 */
final class SweptPlaces {

  private final Set<Place> neverListed = new LinkedHashSet<>();

  SweptPlaces(List<PlacementRule> placements, InstalledPlugins installed) {
    for (PlacementRule rule : placements) {
      installed
          .plugin(rule.cloud())
          .filter(LoadedPlugin::isIsolated)
          .ifPresent(plugin -> plugin.typeNames().forEach(type -> neverListed.add(at(rule, type))));
    }
  }

  private static Place at(PlacementRule rule, String type) {
    return new Place(type, rule.cloud() + "/" + rule.account(), rule.region());
  }

  /** The places for the next sweep. */
  Set<Place> with(List<Place> ofStore) {
    Set<Place> places = new LinkedHashSet<>(ofStore);
    places.addAll(neverListed);
    return places;
  }

  /** The place was listed as a whole. */
  void listed(Place place) {
    neverListed.remove(place);
  }
}
