package dev.automat.testkit.aws;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which caches the proxy knows, by the name that their users gave them. */
final class CacheBook {

  private final Map<CacheKind, Map<Id, Cache>> caches = new EnumMap<>(CacheKind.class);
  private final Map<CacheKind, Map<Id, Id>> ours = new EnumMap<>(CacheKind.class);

  CacheBook() {
    for (CacheKind kind : CacheKind.values()) {
      caches.put(kind, new HashMap<>());
      ours.put(kind, new HashMap<>());
    }
  }

  Optional<Cache> find(CacheKind kind, Id id) {
    return Optional.ofNullable(of(kind).get(id));
  }

  /** What is held of a cache, from now on if nothing was. */
  Cache get(CacheKind kind, Id id) {
    return of(kind).computeIfAbsent(id, key -> new Cache(1, Map.of()));
  }

  Map<Id, Cache> of(CacheKind kind) {
    return caches.getOrDefault(kind, Map.of());
  }

  void put(CacheKind kind, Id id, Cache made) {
    of(kind).put(id, made);
    Id inMoto = new Id(id.account(), id.region(), made.nameInMoto(id.name()));
    ours.getOrDefault(kind, Map.of()).put(inMoto, id);
  }

  /** The name that moto knows it by. */
  String nameInMoto(CacheKind kind, Id id) {
    return find(kind, id).map(cache -> cache.nameInMoto(id.name())).orElse(id.name());
  }

  /** Whose name moto's is; nothing if what has it is gone, though moto keeps it. */
  Optional<Id> ours(CacheKind kind, Id inMoto, Instant now) {
    Id id = ours.getOrDefault(kind, Map.of()).getOrDefault(inMoto, inMoto);
    Optional<Cache> cache = find(kind, id);
    boolean stands =
        cache.isEmpty()
            || (!cache.get().isGone(now)
                && cache.get().nameInMoto(id.name()).equals(inMoto.name()));
    return stands ? Optional.of(id) : Optional.empty();
  }
}
