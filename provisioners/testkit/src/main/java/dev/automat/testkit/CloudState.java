package dev.automat.testkit;

import dev.automat.testkit.HostileCloud.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What stands in a {@link HostileCloud}, and what will yet take effect. Guarded by its lock. */
final class CloudState {

  /** Something that the cloud does when it is told the time: now, or later. */
  interface Effect<T> {
    T at(long now);
  }

  private record Late(long due, long order, Effect<?> effect) {}

  private record Shelf(Place place, Kind kind) {}

  private final Map<Shelf, NavigableMap<Long, CloudObject>> shelves = new HashMap<>();
  private final Map<String, CloudObject> byId = new LinkedHashMap<>();
  private final Map<String, List<CloudObject>> byName = new HashMap<>();
  private final Map<String, List<CloudObject>> byMaker = new HashMap<>();
  private final Map<String, CloudObject> byToken = new HashMap<>();
  private final PriorityQueue<Late> late =
      new PriorityQueue<>(Comparator.comparingLong(Late::due).thenComparingLong(Late::order));
  private long serial = 1000;
  private long lateOrder;
  private long lateRefusals;

  long nextSerial() {
    return ++serial;
  }

  void add(CloudObject made, long number, @Nullable String token) {
    shelf(made.place, made.kind).put(number, made);
    byId.put(made.id, made);
    byName.computeIfAbsent(made.name, key -> new ArrayList<>(1)).add(made);
    byMaker.computeIfAbsent(made.maker, key -> new ArrayList<>(2)).add(made);
    if (token != null) {
      byToken.put(token, made);
    }
    if (made.parent != null) {
      made.parent.children.add(made);
    }
  }

  Optional<CloudObject> withId(Place place, String id) {
    return Optional.ofNullable(byId.get(id)).filter(found -> found.place.equals(place));
  }

  List<CloudObject> named(Place place, Kind kind, String name) {
    List<CloudObject> found = new ArrayList<>(1);
    for (CloudObject object : byName.getOrDefault(name, List.of())) {
      if (object.kind == kind && object.place.equals(place)) {
        found.add(object);
      }
    }
    return found;
  }

  Optional<CloudObject> madeWith(String token) {
    return Optional.ofNullable(byToken.get(token));
  }

  List<CloudObject> madeFor(String uid) {
    return byMaker.getOrDefault(uid, List.of());
  }

  Iterable<CloudObject> all() {
    return byId.values();
  }

  /** Objects of a kind in the order in which they were made, without what nobody can see. */
  NavigableMap<Long, CloudObject> listed(Place place, Kind kind, long now) {
    NavigableMap<Long, CloudObject> shelf = shelf(place, kind);
    shelf.values().removeIf(object -> object.forgotten(now));
    return shelf;
  }

  void later(long due, Effect<?> effect) {
    late.add(new Late(due, lateOrder++, effect));
  }

  /** Lets everything take effect that was due by now. */
  void catchUp(long now) {
    Late next = late.peek();
    while (next != null && next.due() <= now) {
      late.remove();
      try {
        next.effect().at(next.due());
      } catch (CloudFailure refused) {
        // The caller gave up long ago; a refusal reaches nobody, in a real cloud either.
        lateRefusals++;
      }
      next = late.peek();
    }
  }

  /** How many effects came late and were refused. */
  long lateRefusals() {
    return lateRefusals;
  }

  boolean quiet() {
    return late.isEmpty();
  }

  private NavigableMap<Long, CloudObject> shelf(Place place, Kind kind) {
    return shelves.computeIfAbsent(new Shelf(place, kind), key -> new TreeMap<>());
  }
}
