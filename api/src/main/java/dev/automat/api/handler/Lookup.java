package dev.automat.api.handler;

import dev.automat.api.document.Envelope;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.ProblemException;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Work.Finale;
import dev.automat.store.ResourceFilter;
import dev.automat.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what a path speaks of, or says what there is instead. */
final class Lookup {

  /** How many names are looked at to find what was meant. */
  private static final int NAMES = 200;

  private final Catalog catalog;
  private final Store store;

  Lookup(Catalog catalog, Store store) {
    this.catalog = catalog;
    this.store = store;
  }

  /** The kind of the path. */
  Kind kind(Call call) {
    String plural = call.pathParameter("kinds");
    return catalog
        .kindByPlural(plural)
        .orElseThrow(
            () ->
                Problem.unknown(
                        ProblemCode.UNKNOWN_KIND,
                        "there is no kind with the plural " + plural,
                        plural,
                        catalog.kinds().stream().map(Kind::plural).toList())
                    .exception());
  }

  /** What the path names; it need not be there. */
  ResourceKey key(Call call) {
    return new ResourceKey(
        call.pathParameter("team"), kind(call).name(), call.pathParameter("name"));
  }

  /** The newest incarnation of a storable key, a tombstone included. */
  Optional<Resource> current(ResourceKey key) {
    return store.current(key);
  }

  /** The key of the path, of which something may be stored. */
  ResourceKey storableKey(Call call) {
    ResourceKey key = key(call);
    if (!Envelope.isWellFormed(key)) {
      throw missing(key);
    }
    return key;
  }

  /** The newest incarnation of the path, a tombstone included. */
  Resource newest(Call call) {
    ResourceKey key = storableKey(call);
    return store.current(key).orElseThrow(() -> missing(key));
  }

  /** The live incarnation of the path. */
  Resource alive(Call call) {
    Resource resource = newest(call);
    if (resource.isTombstone()) {
      throw gone(resource);
    }
    return resource;
  }

  static ProblemException gone(Resource resource) {
    return Problem.of(
            ProblemCode.GONE,
            resource.key() + " was deleted; its history is at /v1/resources/" + resource.uid(),
            (resource.work().finale().flatMap(Finale::snapshot).isPresent()
                    ? "POST …:undelete brings it back with its data; "
                    : "")
                + "PUT it again for a new one, which inherits nothing")
        .withCurrent(Optional.of(resource))
        .exception();
  }

  ProblemException missing(ResourceKey key) {
    return Problem.unknown(
            ProblemCode.NOT_FOUND,
            "there is no " + key.kind() + " named " + key.name() + " in team " + key.team(),
            key.name(),
            names(key),
            "PUT to this address makes it")
        .exception();
  }

  private List<String> names(ResourceKey key) {
    if (!ResourceKey.isName(key.team())) {
      return List.of();
    }
    ResourceFilter siblings =
        new ResourceFilter(
            Optional.of(Set.of(key.team())),
            Optional.of(key.kind()),
            Optional.empty(),
            Optional.empty(),
            false);
    return store.list(siblings, Optional.empty(), NAMES).stream()
        .map(resource -> resource.key().name())
        .sorted()
        .toList();
  }
}
