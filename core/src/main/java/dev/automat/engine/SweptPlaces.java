package dev.automat.engine;

import dev.automat.config.Configuration.PlacementRule;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.plugin.LoadedPlugin;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import dev.automat.store.Place;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Where a sweep looks: where the store has rows, and after each start wherever else placements
 * lead, until each of these places was listed once. A store that was restored from a backup knows
 * nothing of what was made since, and may know no resource of that type at all; so nothing is
 * changed in an account before that.
 *
 * <p>Not so for plugins on the class path: what they keep stands beside the store, and asking for a
 * list would start servers that nobody uses.
 */
final class SweptPlaces {

  /** A list that fails now and then is repeated within seconds. */
  private static final int WORTH_TELLING = 3;

  private final Map<Place, Look> looks = new ConcurrentHashMap<>();

  /** What became of the first look at a place. */
  private sealed interface Look {

    /** There was none yet. */
    record None() implements Look {}

    /** It could not be had, so many times. */
    record Failed(int times, String why) implements Look {}

    /** It can not be had until a person does something. */
    record Refused(String why) implements Look {}

    record Done() implements Look {}
  }

  /**
   * What was not listed since the start.
   *
   * @param why the last try failed; empty as long as it is no news that it did
   */
  record Unseen(Place place, Optional<String> why) {}

  /**
   * @param awaited the places to be listed before anything is changed in their accounts
   */
  SweptPlaces(Collection<Place> awaited) {
    awaited.forEach(place -> looks.put(place, new Look.None()));
  }

  /**
   * @param ofStore where the store has rows at the start
   */
  static SweptPlaces of(
      List<PlacementRule> placements, InstalledPlugins installed, Collection<Place> ofStore) {
    Set<Place> awaited = new LinkedHashSet<>();
    for (PlacementRule rule : placements) {
      isolated(installed, rule.cloud())
          .ifPresent(plugin -> plugin.typeNames().forEach(type -> awaited.add(at(rule, type))));
    }
    for (Place place : ofStore) {
      isolated(installed, place.type().replaceFirst("/.*", "")).ifPresent(_ -> awaited.add(place));
    }
    return new SweptPlaces(awaited);
  }

  private static Optional<LoadedPlugin> isolated(InstalledPlugins installed, String plugin) {
    return installed.plugin(plugin).filter(LoadedPlugin::isIsolated);
  }

  private static Place at(PlacementRule rule, String type) {
    return new Place(type, rule.cloud() + "/" + rule.account(), rule.region());
  }

  /** The places for the next sweep. */
  Set<Place> with(List<Place> ofStore) {
    Set<Place> places = new LinkedHashSet<>(ofStore);
    looks.forEach(
        (place, look) -> {
          if (!(look instanceof Look.Done)) {
            places.add(place);
          }
        });
    return places;
  }

  /** The accounts that wait for anything. */
  Set<String> awaiting() {
    return looks.keySet().stream()
        .filter(this::isAwaited)
        .map(Place::account)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The places that the account waits for. */
  List<Place> awaitedIn(String account) {
    return looks.keySet().stream()
        .filter(place -> place.account().equals(account) && isAwaited(place))
        .toList();
  }

  /** What the account waits for; empty if things may be changed there. */
  Optional<Unseen> unseenIn(String account) {
    return awaitedIn(account).stream().findFirst().map(place -> new Unseen(place, whyNot(place)));
  }

  /**
   * A list that the cloud refuses, while it gives others of the account, is one that the account
   * does not use: its credentials were never allowed to.
   */
  private boolean isAwaited(Place place) {
    return switch (look(place)) {
      case Look.Done _ -> false;
      case Look.None _, Look.Failed _ -> true;
      case Look.Refused _ -> !isAnyDone(place.account());
    };
  }

  private boolean isAnyDone(String account) {
    return looks.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().account().equals(account) && entry.getValue() instanceof Look.Done);
  }

  private Optional<String> whyNot(Place place) {
    return switch (look(place)) {
      case Look.Failed(int times, String why) ->
          times < WORTH_TELLING ? Optional.empty() : Optional.of(why);
      case Look.Refused(String why) -> Optional.of(why);
      case Look.None _, Look.Done _ -> Optional.empty();
    };
  }

  private Look look(Place place) {
    return looks.getOrDefault(place, new Look.Done());
  }

  /** The place was listed as a whole, and what was seen there is recorded. */
  void listed(Place place) {
    looks.computeIfPresent(place, (_, _) -> new Look.Done());
  }

  /** The place could not be listed. */
  void failed(Place place, ProvisionerException failure) {
    String why = failure.getMessage() + ": " + failure.nextStep();
    if (failure.code().type() == ErrorType.USER) {
      refused(place, why);
      return;
    }
    looks.computeIfPresent(
        place,
        (_, look) ->
            switch (look) {
              case Look.Done done -> done;
              case Look.Failed before -> new Look.Failed(before.times() + 1, why);
              case Look.None _, Look.Refused _ -> new Look.Failed(1, why);
            });
  }

  /** The place can not be listed until a person does something. */
  void refused(Place place, String why) {
    looks.computeIfPresent(
        place, (_, look) -> look instanceof Look.Done ? look : new Look.Refused(why));
  }
}
