package dev.automat.api.handler;

import dev.automat.api.document.Envelope;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.Reply;
import dev.automat.intake.Stays;
import dev.automat.intake.Undeletion;
import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.store.StoreClock;
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
  private final Settling settling;
  private final Schema reasonSchema;
  private final Schema pauseSchema;
  private final Schema undeletionSchema;

  StayHandlers(Services services, Lookup lookup, Answers answers, Settling settling) {
    this.lookup = lookup;
    this.stays = services.stays();
    this.undeletion = services.undeletion();
    this.clock = services.clock();
    this.answers = answers;
    this.settling = settling;
    this.reasonSchema = services.contract().component("ReleaseRequest");
    this.undeletionSchema = services.contract().component("UndeletionRequest");
    this.pauseSchema = services.contract().component("PauseRequest");
  }

  Reply release(Call call) throws InterruptedException {
    JsonNode body = body(call, reasonSchema);
    return answers.action(
        stays.release(
            lookup.storableKey(call),
            Origins.of(call, Optional.empty()),
            body.path("reason").asString()),
        settling.granted(call));
  }

  Reply pause(Call call) {
    JsonNode body = body(call, pauseSchema);
    return answers.underWay(
        stays.pause(
            lookup.storableKey(call),
            Origins.of(call, Optional.empty()),
            Moments.until(body, clock),
            body.path("reason").asString()));
  }

  Reply resume(Call call) throws InterruptedException {
    return answers.action(
        stays.resume(lookup.storableKey(call), Origins.of(call, Optional.empty())),
        settling.granted(call));
  }

  Reply undelete(Call call) throws InterruptedException {
    JsonNode body = call.payload().saysNothing() ? Json.object() : body(call, undeletionSchema);
    return answers.action(
        undeletion.undelete(
            lookup.storableKey(call),
            Optional.of(body.path("uid").asString("")).filter(uid -> !uid.isEmpty()),
            Origins.of(call, Optional.empty())),
        settling.granted(call));
  }

  private static JsonNode body(Call call, Schema schema) {
    JsonNode body = call.payload().value();
    refuse(Envelope.problems(schema, body));
    return body;
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
  }
}
