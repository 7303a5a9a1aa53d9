package dev.automat.cli;

import dev.automat.resource.Condition;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * How far the engine is with what a document asks for, as the server itself sees it. A phase alone
 * does not say that: a document keeps the phase of before until the engine has looked at it.
 */
enum Progress {
  /** The engine has something to do. */
  UNDER_WAY,
  /** All of what was asked for is done. */
  USABLE,
  /** Somebody has to do something first. */
  STUCK,
  GONE;

  static Progress of(JsonNode document) {
    return switch (document.at("/status/phase").asString("")) {
      case "Ready", "Expiring" ->
          document.at("/status/observedGeneration").asLong(0) >= generation(document)
              ? USABLE
              : UNDER_WAY;
      case "Failed" -> spokenOf(document) >= generation(document) ? STUCK : UNDER_WAY;
      case "Degraded" -> waitsForSomebody(document) ? STUCK : UNDER_WAY;
      case "Quarantined" -> isLetIn(document) ? UNDER_WAY : STUCK;
      case "Deleted" -> GONE;
      default -> UNDER_WAY;
    };
  }

  /** The same of what is to be deleted, which is not over before it is gone. */
  static Progress ofDeletion(JsonNode document) {
    return of(document) == GONE ? GONE : UNDER_WAY;
  }

  /**
   * Whether a command that asked for it has failed. Without a wait, what was just accepted has not:
   * the engine looks at it only now.
   */
  static boolean hasFailed(ApiAnswer answer, JsonNode now, boolean waited) {
    Progress progress = of(now);
    return waited ? progress != USABLE : answer.status() != 202 && progress == STUCK;
  }

  /** What was released, or extended, can be used once the engine has let people in. */
  private static boolean isLetIn(JsonNode document) {
    JsonNode quarantine = document.at("/status/quarantine");
    return quarantine.isMissingNode()
        || quarantine
            .path("releasedUntil")
            .asStringOpt()
            .filter(until -> Instant.parse(until).isAfter(Instant.now()))
            .isPresent();
  }

  private static long generation(JsonNode document) {
    return document.at("/metadata/generation").asLong(0);
  }

  /** The newest generation that a condition speaks of: a failure may be that of an older one. */
  private static long spokenOf(JsonNode document) {
    return document
        .at("/status/conditions")
        .valueStream()
        // It is of the rules of today, whether the engine has looked or not.
        .filter(condition -> !condition.path("type").asString("").equals("Compliant"))
        .mapToLong(condition -> condition.path("observedGeneration").asLong(0))
        .max()
        .orElse(0);
  }

  private static boolean waitsForSomebody(JsonNode document) {
    return document
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString("").equals("Synced"))
        .filter(condition -> condition.path("observedGeneration").asLong(0) >= generation(document))
        .map(condition -> condition.path("reason").asString(""))
        .anyMatch(Condition::waitsForSomebody);
  }
}
