package dev.automat.cli;

import dev.automat.resource.Condition;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Whether and how long a command waits until the engine has done what it can. */
final class WaitOption {

  /** The longest that the server waits for one answer. */
  private static final long STEP = 60;

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "600",
      paramLabel = "SECONDS",
      description = "Wait until it is ready, failed or gone; 600 s if no number is given.")
  private Optional<Long> seconds = Optional.empty();

  Optional<Long> seconds() {
    return seconds;
  }

  boolean isSet() {
    return seconds.isPresent();
  }

  /** What to send with the request itself. */
  Map<String, String> headers() {
    return seconds
        .map(limit -> Map.of("Prefer", "wait=" + Math.clamp(limit, 1, (int) STEP)))
        .orElseGet(Map::of);
  }

  /** The document when it has settled, or when the time is over. */
  JsonNode await(ApiClient client, String path, ApiAnswer answer) {
    return isSet() ? await(client, path, answer, seconds.orElse(0L)) : answer.body();
  }

  /** The document when it has settled, or after so many seconds. */
  static JsonNode await(ApiClient client, String path, ApiAnswer answer, long limit) {
    long end = System.nanoTime() + limit * 1_000_000_000L - 1_000_000_000L;
    ApiAnswer last = answer;
    while (isUnderWay(last) && System.nanoTime() < end) {
      long left = Math.clamp((end - System.nanoTime()) / 1_000_000_000L, 1, (int) STEP);
      last = client.get(path, Map.of("Prefer", "wait=" + left));
    }
    return last.body();
  }

  /** The same for who has an end for all that they do. */
  static JsonNode await(ApiClient client, String path, ApiAnswer answer, Deadline deadline) {
    ApiAnswer last = answer;
    // A second is for the way there and back.
    while (isUnderWay(last) && deadline.left().toSeconds() > 1) {
      long left = Math.clamp(deadline.left().toSeconds() - 1, 1, (int) STEP);
      last = client.get(path, Map.of("Prefer", "wait=" + left));
    }
    return last.body();
  }

  private static boolean isUnderWay(ApiAnswer answer) {
    String phase = answer.body().at("/status/phase").asString("");
    boolean settled =
        switch (phase) {
          case "Ready", "Expiring" ->
              answer.body().at("/status/observedGeneration").asLong(0)
                  >= answer.body().at("/metadata/generation").asLong(0);
          case "Failed", "Quarantined", "Deleted" -> true;
          case "Degraded" -> waitsForSomebody(answer.body());
          default -> false;
        };
    return !settled;
  }

  /** As the server sees it; asked again, it would answer at once. */
  private static boolean waitsForSomebody(JsonNode document) {
    long generation = document.at("/metadata/generation").asLong(0);
    return document
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString("").equals("Synced"))
        .filter(condition -> condition.path("observedGeneration").asLong(0) >= generation)
        .map(condition -> condition.path("reason").asString(""))
        .anyMatch(Condition::waitsForSomebody);
  }
}
