package dev.automat.api.connection;

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

  private static final String REACHABLE_FROM = "reachableFrom";

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

  /** The entries that a program needs: without the sentence for people. */
  SortedMap<String, String> forPrograms() {
    SortedMap<String, String> needed = new TreeMap<>(entries);
    needed.remove(REACHABLE_FROM);
    return needed;
  }

  Optional<String> reachableFrom() {
    return Optional.ofNullable(entries.get(REACHABLE_FROM));
  }

  /** The secret of AWS Secrets Manager that holds it, too. */
  Optional<String> secretArn() {
    return Optional.ofNullable(entries.get("secretArn"));
  }

  /** The type of a Secret by the Service Binding specification (servicebinding.io). */
  String secretType() {
    return Optional.ofNullable(entries.get("type"))
        .map(type -> "servicebinding.io/" + type)
        .orElse("Opaque");
  }

  /** Not the entries: they hold a password. */
  @Override
  public String toString() {
    return "ConnectionOf[" + href + "]";
  }
}
