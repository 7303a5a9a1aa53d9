package dev.automat.api.handler;

import dev.automat.api.document.Envelope;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemException;
import dev.automat.api.exchange.Reply;
import dev.automat.intake.Stays;
import dev.automat.intake.Undeletion;
import dev.automat.resource.Json;
import dev.automat.resource.Lifetime;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.store.StoreClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The actions on a life: what is in quarantine, paused, or deleted. */
final class StayHandlers {

  private final Lookup lookup;
  private final Stays stays;
  private final Undeletion undeletion;
  private final StoreClock clock;
  private final Answers answers;
  private final Schema reasonSchema;
  private final Schema pauseSchema;
  private final Schema undeletionSchema;

  StayHandlers(Services services, Lookup lookup, Answers answers) {
    this.lookup = lookup;
    this.stays = services.stays();
    this.undeletion = services.undeletion();
    this.clock = services.clock();
    this.answers = answers;
    this.reasonSchema = services.contract().component("ReleaseRequest");
    this.undeletionSchema = services.contract().component("UndeletionRequest");
    this.pauseSchema = services.contract().component("PauseRequest");
  }

  Reply release(Call call) {
    JsonNode body = body(call, reasonSchema);
    return answers.underWay(
        stays.release(
            lookup.storableKey(call),
            Origins.of(call, Optional.empty()),
            body.path("reason").asString()));
  }

  Reply pause(Call call) {
    JsonNode body = body(call, pauseSchema);
    return answers.underWay(
        stays.pause(
            lookup.storableKey(call),
            Origins.of(call, Optional.empty()),
            until(body),
            body.path("reason").asString()));
  }

  Reply resume(Call call) {
    return answers.underWay(
        stays.resume(lookup.storableKey(call), Origins.of(call, Optional.empty())));
  }

  Reply undelete(Call call) {
    JsonNode body = call.payload().isEmpty() ? Json.object() : body(call, undeletionSchema);
    return answers.underWay(
        undeletion.undelete(
            lookup.storableKey(call),
            Optional.of(body.path("uid").asString("")).filter(uid -> !uid.isEmpty()),
            Origins.of(call, Optional.empty())));
  }

  private static JsonNode body(Call call, Schema schema) {
    JsonNode body = call.payload().value();
    refuse(Envelope.problems(schema, body));
    return body;
  }

  /** One of the two ways to say it, which the form demands. */
  private Instant until(JsonNode body) {
    if (body.has("for")) {
      String text = body.path("for").asString();
      return Lifetime.parse(text)
          .flatMap(Lifetime::duration)
          .map(duration -> clock.instant().plus(duration))
          .orElseThrow(() -> invalid("/for", text + " is no time", "write " + Lifetime.FORM));
    }
    String text = body.path("until").asString();
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw invalid("/until", text + " is no instant", "write one such as 2027-01-31T12:00:00Z");
    }
  }

  private static ProblemException invalid(String pointer, String message, String fix) {
    return Problem.refused(List.of(new Violation(pointer, "invalid-value", message, fix)))
        .exception();
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
  }
}
