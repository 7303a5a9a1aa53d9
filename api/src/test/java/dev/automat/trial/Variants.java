package dev.automat.trial;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Two specs of a kind, of which each becomes the other in place.
 *
 * @param plural of the kind, as in a path
 * @param spec its members, with a place for the value that differs
 * @param where that value is in the spec
 * @param values by variant
 */
record Variants(String plural, String spec, String where, List<String> values) {

  /** The visibility timeout in seconds. */
  static final Variants QUEUE =
      new Variants(
          "queues",
          "\"environment\": \"dev\", \"inputs\": {\"visibilityTimeoutSeconds\": %s}",
          "/inputs/visibilityTimeoutSeconds",
          List.of("30", "31"));

  /** The days of snapshots. */
  static final Variants CACHE =
      new Variants(
          "caches",
          "\"environment\": \"dev\", \"inputs\": {\"snapshotDays\": %s}",
          "/inputs/snapshotDays",
          List.of("1", "2"));

  /** What goes when memory is full. */
  static final Variants CACHE_BY_EVICTION =
      new Variants(
          "caches",
          "\"environment\": \"dev\", \"inputs\": {\"evictionPolicy\": \"%s\"}",
          "/inputs/evictionPolicy",
          List.of("allkeys-lru", "allkeys-lfu"));

  static final Variants POSTGRES = database("\"environment\": \"dev\"");

  static final Variants MYSQL = database("\"environment\": \"dev\", \"module\": \"mysql\"");

  /** Of one that is deleted, once it was ready, a copy is kept. */
  static final Variants POSTGRES_WITH_COPY = database("\"environment\": \"staging\"");

  /** By size; the disk is as large in both, because it may never become smaller. */
  private static Variants database(String which) {
    return new Variants(
        "databases",
        which + ", \"size\": \"%s\", \"inputs\": {\"storageGiB\": 50}",
        "/size",
        List.of("small", "medium"));
  }

  /** Those of a kind wherever it is placed. */
  static Variants of(String plural) {
    return switch (plural) {
      case "databases" -> POSTGRES;
      case "caches" -> CACHE;
      case "queues" -> QUEUE;
      default -> throw new IllegalArgumentException(plural);
    };
  }

  String body(int variant) {
    return "{\"spec\": {" + spec.formatted(values.get(variant)) + "}}";
  }

  /** Which one a document asks for. */
  int variant(JsonNode document) {
    return values.indexOf(document.path("spec").at(where).asString(""));
  }
}
