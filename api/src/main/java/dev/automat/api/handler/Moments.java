package dev.automat.api.handler;

import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemException;
import dev.automat.resource.Lifetime;
import dev.automat.resource.Violation;
import dev.automat.store.StoreClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Instants as bodies name them. */
final class Moments {

  private Moments() {}

  /**
   * @param pointer of the text, for whoever wrote it wrongly
   * @throws ProblemException if it is no instant
   */
  static Instant instant(String text, String pointer) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw invalid(pointer, text + " is no instant", "write one such as 2027-01-31T12:00:00Z");
    }
  }

  /** One of the two ways to say it, which the form demands. */
  static Instant until(JsonNode body, StoreClock clock) {
    if (body.has("for")) {
      String text = body.path("for").asString();
      return Lifetime.parse(text)
          .flatMap(Lifetime::duration)
          .map(duration -> clock.instant().plus(duration))
          .orElseThrow(() -> invalid("/for", text + " is no time", "write " + Lifetime.FORM));
    }
    return instant(body.path("until").asString(), "/until");
  }

  private static ProblemException invalid(String pointer, String message, String fix) {
    return Problem.refused(List.of(new Violation(pointer, "invalid-value", message, fix)))
        .exception();
  }
}
