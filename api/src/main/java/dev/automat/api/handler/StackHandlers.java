package dev.automat.api.handler;

import dev.automat.admission.Admission;
import dev.automat.api.document.Envelope;
import dev.automat.api.document.StackDocument;
import dev.automat.api.document.StackEnvelope;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.ETags;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.Reply;
import dev.automat.catalog.Catalog;
import dev.automat.identity.Permission;
import dev.automat.intake.StackAnswer;
import dev.automat.intake.StackDelete;
import dev.automat.intake.StackDesk;
import dev.automat.intake.StackPut;
import dev.automat.intake.StackStays;
import dev.automat.intake.StackUndeletion;
import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.stack.StackKey;
import dev.automat.store.StoreClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** PUT, DELETE and the actions of stacks. */
final class StackHandlers {

  private final StackLookup lookup;
  private final StackDesk desk;
  private final StackStays stays;
  private final StackUndeletion undeletion;
  private final Admission admission;
  private final Catalog catalog;
  private final StoreClock clock;
  private final StackReplies replies;
  private final Settling settling;
  private final StackDocument documents;
  private final Schema requestSchema;
  private final Schema extendSchema;
  private final Schema reasonSchema;
  private final Schema pauseSchema;
  private final Schema undeletionSchema;

  StackHandlers(
      Services services,
      StackLookup lookup,
      StackReplies replies,
      Settling settling,
      StackDocument documents) {
    this.lookup = lookup;
    this.desk = services.stacks().desk();
    this.stays = services.stacks().stays();
    this.undeletion = services.stacks().undeletion();
    this.admission = services.admission();
    this.catalog = services.catalog();
    this.clock = services.clock();
    this.replies = replies;
    this.settling = settling;
    this.documents = documents;
    this.requestSchema = services.contract().component("StackRequest");
    this.extendSchema = services.contract().component("ExtendRequest");
    this.reasonSchema = services.contract().component("ReleaseRequest");
    this.pauseSchema = services.contract().component("PauseRequest");
    this.undeletionSchema = services.contract().component("UndeletionRequest");
  }

  Reply put(Call call) throws InterruptedException {
    StackEnvelope envelope =
        StackEnvelope.at(StackLookup.key(call), call.payload().value(), requestSchema);
    refuse(envelope.allViolations(catalog, admission));
    StackPut request = request(call, envelope);
    return call.flag("validateOnly")
        ? preview(request)
        : replies.reply(desk.put(request), settling.granted(call));
  }

  private static StackPut request(Call call, StackEnvelope envelope) {
    return new StackPut(
        envelope.key(),
        envelope.labels(),
        envelope.spec(),
        Origins.of(call, envelope.managedBy()),
        call.receivedAt(),
        ifMatch(call),
        call.header("if-none-match").isPresent(),
        envelope.uid(),
        call.flag("recreate"),
        call.flag("takeOver"),
        call.flag("allowDataLoss"),
        call.header("if-plan-match").map(digest -> digest.replaceAll("^\"|\"$", "")));
  }

  /** The ETag that the caller names; {@code *} is any. */
  private static Optional<String> ifMatch(Call call) {
    return call.header("if-match").map(header -> ETags.expected(header).orElse("*"));
  }

  private Reply preview(StackPut request) {
    return switch (desk.validate(request)) {
      case StackAnswer.Possible possible -> Reply.json(200, documents.preview(request, possible));
      case StackAnswer.Unchanged unchanged ->
          Reply.json(200, documents.preview(request, unchanged.asPossible()));
      case StackAnswer.Refused refused -> throw Problem.refused(refused.violations()).exception();
      case StackAnswer.PlanMismatch mismatch -> throw StackReplies.problem(mismatch).exception();
      case StackAnswer.Clash clash -> throw StackReplies.problem(clash).exception();
      case StackAnswer.Accepted _ -> throw new IllegalStateException("a validation stores nothing");
    };
  }

  Reply delete(Call call) throws InterruptedException {
    StackDelete request =
        new StackDelete(
            lookup.storableKey(call),
            Origins.of(call, Optional.empty()),
            ifMatch(call),
            call.flag("takeOver"),
            call.queryParameter("snapshot").filter("false"::equals).isPresent());
    Optional<Duration> wait = settling.granted(call);
    return replies.reply(desk.delete(request), wait);
  }

  Reply extend(Call call) {
    StackKey key = lookup.storableKey(call);
    JsonNode body = body(call, extendSchema);
    return replies.underWay(
        stays.extend(
            key,
            Origins.of(call, Optional.empty()),
            Moments.instant(body.path("expiresAt").asString(), "/expiresAt"),
            body.path("reason").asString(),
            call.caller().may(Permission.PLATFORM_WRITE)));
  }

  Reply release(Call call) {
    JsonNode body = body(call, reasonSchema);
    return replies.underWay(
        stays.release(
            lookup.storableKey(call),
            Origins.of(call, Optional.empty()),
            body.path("reason").asString()));
  }

  Reply pause(Call call) {
    JsonNode body = body(call, pauseSchema);
    return replies.underWay(
        stays.pause(
            lookup.storableKey(call),
            Origins.of(call, Optional.empty()),
            Moments.until(body, clock),
            body.path("reason").asString()));
  }

  Reply resume(Call call) {
    return replies.underWay(
        stays.resume(lookup.storableKey(call), Origins.of(call, Optional.empty())));
  }

  Reply undelete(Call call) {
    JsonNode body = call.payload().saysNothing() ? Json.object() : body(call, undeletionSchema);
    return replies.underWay(
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

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
  }
}
