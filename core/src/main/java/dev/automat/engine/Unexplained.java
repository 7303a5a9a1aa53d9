package dev.automat.engine;

import dev.automat.spi.ListPage.Listed;
import dev.automat.store.Leak;
import dev.automat.store.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of ours where nothing should stand. Law 4: the object of a tombstone came up
 * late, and its reconciliation deletes it. Everything else is a leak: it is shown, and never
 * deleted by itself. Rows are never removed, so a uid without one also means that the store is
 * older than the cloud, or is not its store.
 */
final class Unexplained {

  private final Tools tools;
  private final Place place;
  private final Collection<Listed> items;

  Unexplained(Tools tools, Place place, Collection<Listed> items) {
    this.tools = tools;
    this.place = place;
    this.items = items;
  }

  /**
   * Records the leaks, and holds the account for those that carry an unknown uid and were not seen
   * before: whoever released it has looked at the others. It is held first: a leak that is recorded
   * holds nothing any more, should this process end in between.
   *
   * @return the uids of tombstones, to be woken
   */
  List<String> explain(Instant now) {
    List<String> uids = items.stream().flatMap(item -> item.uid().stream()).toList();
    Map<String, String> known = tools.store().known(uids);
    List<String> tombstones = new ArrayList<>();
    List<Leak> leaks = new ArrayList<>();
    for (Listed item : items) {
      @Nullable String recordedName = item.uid().map(known::get).orElse(null);
      if (item.externalName().equals(recordedName)) {
        tombstones.add(item.uid().orElseThrow());
      } else {
        leaks.add(leak(item, Optional.ofNullable(recordedName), now));
      }
    }
    List<Leak> unknown =
        leaks.stream()
            .filter(leak -> leak.uid().filter(uid -> !known.containsKey(uid)).isPresent())
            .toList();
    List<Leak> unheardOf = unheardOf(unknown);
    if (!unheardOf.isEmpty()) {
      hold(unheardOf, now);
    }
    tools.store().replaceLeaks(place, leaks);
    return tombstones;
  }

  private List<Leak> unheardOf(List<Leak> leaks) {
    if (leaks.isEmpty()) {
      return List.of();
    }
    Set<String> recorded =
        tools.store().leaks().stream()
            .filter(leak -> leak.place().equals(place))
            .map(Leak::externalName)
            .collect(Collectors.toSet());
    return leaks.stream().filter(leak -> !recorded.contains(leak.externalName())).toList();
  }

  private Leak leak(Listed item, Optional<String> recordedName, Instant now) {
    String reason =
        recordedName
            .map(name -> "carries the uid of " + name + ", as a copy of it would")
            .orElse(
                item.uid().isPresent()
                    ? "carries a uid that is not in the store"
                    : "carries this installation and no uid");
    return new Leak(
        place, item.externalName(), item.uid(), item.observed().cloudId(), reason, now, now);
  }

  private void hold(List<Leak> unheardOf, Instant now) {
    Leak first = unheardOf.getFirst();
    tools
        .guard()
        .hold(
            place.account(),
            "%d objects of this installation are not in the store, such as %s with uid %s of type %s: the store may have been restored from a backup; automat leaks lists them"
                .formatted(
                    unheardOf.size(),
                    first.externalName(),
                    first.uid().orElseThrow(),
                    place.type()),
            now);
  }
}
