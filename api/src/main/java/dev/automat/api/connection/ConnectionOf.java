package dev.automat.api.connection;

import dev.automat.spi.Bindable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A connection and what it is of.
 *
 * @param resource its name
 * @param consumer whose binding it is; empty for the resource's own
 * @param href where it is read
 * @param overlap how long an old secret is valid beside its successor
 * @param entries what the application connects with
 */
public record ConnectionOf(
    String resource,
    Optional<String> consumer,
    String href,
    Duration overlap,
    SortedMap<String, String> entries) {

  public ConnectionOf(
      String resource,
      Optional<String> consumer,
      String href,
      Duration overlap,
      Map<String, String> entries) {
    this(resource, consumer, href, overlap, new TreeMap<>(entries));
  }

  /** What an object that holds it is called. */
  String objectName() {
    return resource + consumer.map(name -> "-" + name).orElse("");
  }

  /** A store of secrets of the cloud that holds it, too, and what it is found by there. */
  record Kept(String store, String key) {}

  /** The entries that a program needs: without those for people and for an ExternalSecret. */
  SortedMap<String, String> forPrograms() {
    SortedMap<String, String> needed = new TreeMap<>(entries);
    needed.remove(Bindable.REACHABLE_FROM);
    needed.remove(Bindable.SECRET_STORE);
    needed.remove(Bindable.SECRET_STORE_KEY);
    return needed;
  }

  Optional<String> reachableFrom() {
    return entry(Bindable.REACHABLE_FROM);
  }

  Optional<Kept> kept() {
    return entry(Bindable.SECRET_STORE)
        .flatMap(store -> entry(Bindable.SECRET_STORE_KEY).map(key -> new Kept(store, key)));
  }

  private Optional<String> entry(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** The type of a Secret by the Service Binding specification (servicebinding.io). */
  String secretType() {
    return entry(Bindable.TYPE).map(type -> "servicebinding.io/" + type).orElse("Opaque");
  }

  /** Not the entries: they hold a password. */
  @Override
  public String toString() {
    return "ConnectionOf[" + href + "]";
  }
}
