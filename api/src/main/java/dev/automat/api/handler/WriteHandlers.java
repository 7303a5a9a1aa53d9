package dev.automat.api.handler;

import dev.automat.admission.Admission;
import dev.automat.api.document.Asides;
import dev.automat.api.document.Envelope;
import dev.automat.api.document.ResourceDocument;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.ETags;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.identity.Permission;
import dev.automat.intake.Answer;
import dev.automat.intake.DeleteRequest;
import dev.automat.intake.ExtendRequest;
import dev.automat.intake.Extensions;
import dev.automat.intake.Intake;
import dev.automat.intake.PutRequest;
import dev.automat.intake.RecreateRequest;
import dev.automat.resource.Origin;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** PUT, DELETE and the actions. */
final class WriteHandlers {

  private final Lookup lookup;
  private final Intake intake;
  private final Extensions extensions;
  private final Admission admission;
  private final Answers answers;
  private final Settling settling;
  private final ResourceDocument documents;
  private final Schema requestSchema;
  private final Schema recreateSchema;
  private final Schema extendSchema;

  WriteHandlers(
      Services services,
      Lookup lookup,
      Answers answers,
      Settling settling,
      ResourceDocument documents) {
    this.lookup = lookup;
    this.intake = services.intake();
    this.extensions = services.extensions();
    this.admission = services.admission();
    this.answers = answers;
    this.settling = settling;
    this.documents = documents;
    this.requestSchema = services.contract().component("RequestDocument");
    this.recreateSchema = services.contract().component("RecreateRequest");
    this.extendSchema = services.contract().component("ExtendRequest");
  }

  Reply put(Call call) throws InterruptedException {
    ResourceKey key = lookup.key(call);
    Envelope envelope = Envelope.at(key, call.payload().value(), requestSchema);
    refuse(envelope.allViolations(admission));
    PutRequest request = request(call, envelope);
    return call.flag("validateOnly")
        ? preview(request)
        : answers.reply(intake.put(request), settling.granted(call));
  }

  private PutRequest request(Call call, Envelope envelope) {
    return new PutRequest(
        envelope.request(),
        Origins.of(call, envelope.managedBy()),
        call.receivedAt(),
        ifMatch(call, envelope.key()),
        call.header("if-none-match").isPresent(),
        envelope.uid(),
        call.flag("recreate"),
        call.flag("takeOver"),
        call.header("if-plan-match").map(WriteHandlers::unquoted));
  }

  /** As an ETag is written, or without quotes. */
  private static String unquoted(String digest) {
    return digest.replaceAll("^\"|\"$", "");
  }

  private Reply preview(PutRequest request) {
    return switch (intake.validate(request)) {
      case Answer.Possible possible ->
          Reply.json(
              200,
              Asides.write(
                  possible.aside(),
                  documents.preview(request.request(), possible.plan(), possible.current())));
      case Answer.Unchanged unchanged ->
          Reply.json(
              200,
              documents.preview(
                  request.request(),
                  unchanged.resource().plan(),
                  Optional.of(unchanged.resource())));
      case Answer.Refused refused -> throw Problem.refused(refused.violations()).exception();
      case Answer.PlanMismatch mismatch -> throw answers.problem(mismatch).exception();
      case Answer.Clash clash -> throw Answers.problem(clash).exception();
      case Answer.Accepted _ -> throw new IllegalStateException("a validation stores nothing");
    };
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
  }

  Reply delete(Call call) throws InterruptedException {
    ResourceKey key = lookup.storableKey(call);
    Origin origin = Origins.of(call, Optional.empty());
    Optional<Duration> wait = settling.granted(call);
    DeleteRequest request =
        new DeleteRequest(
            key,
            origin,
            ifMatch(call, key),
            call.flag("takeOver"),
            call.queryParameter("snapshot").filter("false"::equals).isPresent());
    return answers.reply(intake.delete(request), wait);
  }

  Reply reconcile(Call call) {
    ResourceKey key = lookup.storableKey(call);
    return answers.underWay(intake.reconcile(key, Origins.of(call, Optional.empty())));
  }

  Reply recreate(Call call) {
    ResourceKey key = lookup.storableKey(call);
    boolean acceptDataLoss = false;
    if (!call.payload().isEmpty()) {
      JsonNode body = call.payload().value();
      refuse(Envelope.problems(recreateSchema, body));
      acceptDataLoss = body.path("acceptDataLoss").asBoolean(false);
    }
    Origin origin = Origins.of(call, Optional.empty());
    return answers.underWay(
        intake.recreate(new RecreateRequest(key, origin, acceptDataLoss, call.flag("takeOver"))));
  }

  Reply extend(Call call) {
    ResourceKey key = lookup.storableKey(call);
    JsonNode body = call.payload().value();
    refuse(Envelope.problems(extendSchema, body));
    return answers.underWay(
        extensions.extend(
            new ExtendRequest(
                key,
                Origins.of(call, Optional.empty()),
                Moments.instant(body.path("expiresAt").asString(), "/expiresAt"),
                body.path("reason").asString(),
                call.caller().may(Permission.PLATFORM_WRITE))));
  }

  /** The ETag that the caller names; a {@code *} is checked here. */
  private Optional<String> ifMatch(Call call, ResourceKey key) {
    Optional<String> header = call.header("if-match");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> tag = ETags.expected(header.get());
    if (tag.isEmpty()
        && lookup.current(key).filter(resource -> !resource.isTombstone()).isEmpty()) {
      throw Problem.of(
              ProblemCode.STALE,
              key + " does not exist, and If-Match: * asks for one that does",
              "leave If-Match out to create it")
          .exception();
    }
    return tag;
  }
}
