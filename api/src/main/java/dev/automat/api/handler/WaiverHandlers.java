package dev.automat.api.handler;

import dev.automat.api.document.Envelope;
import dev.automat.api.document.WaiverDocument;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Environment;
import dev.automat.policy.Waiver;
import dev.automat.policy.Waiver.State;
import dev.automat.policy.WaiverBook;
import dev.automat.policy.WaiverKeeping;
import dev.automat.policy.WaiverKeeping.Outcome;
import dev.automat.policy.WaiverRecords;
import dev.automat.policy.WaiverReport;
import dev.automat.policy.WaiverSpec;
import dev.automat.resource.Json;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Waivers: asked for by teams, decided on by others. */
final class WaiverHandlers {

  private static final int MOST = 500;

  private final WaiverKeeping keeping;
  private final WaiverRecords records;
  private final WaiverBook book;
  private final Catalog catalog;
  private final Schema schema;
  private final Schema decisionSchema;
  private final Schema grantSchema;

  WaiverHandlers(Services services) {
    this.keeping = services.waiverKeeping();
    this.records = services.store().waivers();
    this.book = services.waiverBook();
    this.catalog = services.catalog();
    this.schema = services.contract().component("WaiverRequest");
    this.decisionSchema = services.contract().component("WaiverDecision");
    this.grantSchema = services.contract().component("WaiverGrant");
  }

  Reply list(Call call) {
    String team = call.pathParameter("team");
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    if (ResourceKey.isName(team)) {
      records.of(team, MOST).forEach(waiver -> items.add(document(waiver)));
    }
    return Reply.json(200, body);
  }

  Reply get(Call call) {
    String team = call.pathParameter("team");
    String name = call.pathParameter("name");
    Optional<Waiver> found =
        ResourceKey.isName(team) && ResourceKey.isName(name)
            ? records.find(team, name)
            : Optional.empty();
    return Reply.json(200, document(found.orElseThrow(() -> missing(call).exception())));
  }

  Reply ask(Call call) {
    String team = call.pathParameter("team");
    String name = call.pathParameter("name");
    JsonNode document = call.payload().value();
    List<Violation> violations = new ArrayList<>(Envelope.problems(schema, document));
    agree(document.at("/metadata/team"), "/metadata/team", team, violations);
    agree(document.at("/metadata/name"), "/metadata/name", name, violations);
    checkMatch(document.path("spec"), violations);
    if (!ResourceKey.isName(team)) {
      throw missing(call).exception();
    }
    Optional<WaiverSpec> spec =
        violations.isEmpty() ? read(document.path("spec"), violations) : Optional.empty();
    if (spec.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
    return reply(call, keeping.ask(team, name, spec.get(), call.caller()));
  }

  private static void agree(
      JsonNode written, String pointer, String inPath, List<Violation> violations) {
    if (written.isString() && !written.asString().equals(inPath)) {
      violations.add(
          new Violation(
              pointer,
              "path-agrees",
              "the document says " + written.asString() + " and the path says " + inPath,
              "send it to its own path, or remove the field"));
    }
  }

  private void checkMatch(JsonNode spec, List<Violation> violations) {
    List<String> kinds = catalog.kinds().stream().map(kind -> kind.name()).toList();
    known(spec.path("kind"), "/spec/kind", "unknown-kind", "kind", kinds, violations);
    known(
        spec.path("environment"),
        "/spec/environment",
        "unknown-environment",
        "environment",
        Environment.NAMES,
        violations);
  }

  private static void known(
      JsonNode written,
      String pointer,
      String rule,
      String what,
      List<String> exists,
      List<Violation> violations) {
    if (written.isString() && !exists.contains(written.asString())) {
      Optional<String> nearest = NearestSpelling.of(written.asString(), exists);
      violations.add(
          new Violation(
              pointer,
              rule,
              "there is no " + what + " " + written.asString(),
              nearest
                  .map(near -> "did you mean \"" + near + "\"?")
                  .orElse("use one of " + String.join(", ", exists)),
              exists,
              nearest));
    }
  }

  private static Optional<WaiverSpec> read(JsonNode spec, List<Violation> violations) {
    try {
      return Optional.of(WaiverSpec.read(spec));
    } catch (DateTimeException e) {
      violations.add(
          new Violation(
              "/spec/expiresAt",
              "invalid-field",
              "\"" + spec.path("expiresAt").asString() + "\" is no instant",
              "write one such as 2026-12-31T12:00:00Z"));
      return Optional.empty();
    }
  }

  Reply withdraw(Call call) {
    return reply(
        call,
        keeping.withdraw(call.pathParameter("team"), call.pathParameter("name"), call.caller()));
  }

  Reply grant(Call call) {
    return reply(
        call,
        keeping.grant(
            call.pathParameter("team"),
            call.pathParameter("name"),
            body(call, grantSchema).path("uid").asStringOpt(),
            call.caller()));
  }

  Reply reject(Call call) {
    return reply(
        call,
        keeping.reject(
            call.pathParameter("team"), call.pathParameter("name"), reason(call), call.caller()));
  }

  Reply revoke(Call call) {
    return reply(
        call,
        keeping.revoke(
            call.pathParameter("team"), call.pathParameter("name"), reason(call), call.caller()));
  }

  private String reason(Call call) {
    return body(call, decisionSchema).path("reason").asString("");
  }

  private static JsonNode body(Call call, Schema form) {
    if (call.payload().isEmpty()) {
      return Json.object();
    }
    JsonNode body = call.payload().value();
    List<Violation> violations = Envelope.problems(form, body);
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
    return body;
  }

  private Reply reply(Call call, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Stands(Waiver waiver, boolean made) ->
          made
              ? Reply.json(201, document(waiver), Map.of("Location", href(waiver)))
              : Reply.json(200, document(waiver));
      case Outcome.Refused(List<Violation> violations) ->
          throw Problem.refused(violations).exception();
      case Outcome.Missing _ -> throw missing(call).exception();
      case Outcome.Own _ ->
          throw Problem.of(
                  ProblemCode.FORBIDDEN,
                  "you asked for this waiver yourself, and waiver.grant is not for one's own",
                  "have somebody else grant it who has waiver.grant")
              .exception();
      case Outcome.Decided(Waiver waiver, State state) ->
          throw Problem.of(
                  ProblemCode.WAIVER_DECIDED,
                  "the waiver "
                      + waiver.name()
                      + " is "
                      + state.name().toLowerCase(Locale.ROOT)
                      + (state == State.GRANTED
                          ? " until " + waiver.spec().expiresAt()
                          : ", and nothing more comes of it"),
                  state == State.GRANTED
                      ? "DELETE it first, or ask under another name"
                      : "ask again")
              .exception();
      case Outcome.Contended _ ->
          throw Problem.of(
                  ProblemCode.CONTENDED,
                  "others changed it at the same time",
                  "read it again, and repeat the request")
              .exception();
    };
  }

  private static String href(Waiver waiver) {
    return "/v1/teams/" + waiver.team() + "/waivers/" + waiver.name();
  }

  private Problem missing(Call call) {
    String team = call.pathParameter("team");
    String name = call.pathParameter("name");
    List<String> names =
        ResourceKey.isName(team)
            ? records.of(team, MOST).stream().map(Waiver::name).distinct().toList()
            : List.of();
    return Problem.unknown(
        ProblemCode.NOT_FOUND,
        "the team " + team + " has no waiver " + name,
        name,
        names,
        "PUT to this address asks for one");
  }

  Reply report(Call call) {
    Instant now = book.now();
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    WaiverReport.of(records.all(WaiverReport.MOST), now).forEach(line -> items.addPOJO(line));
    return Reply.json(200, body);
  }

  private ObjectNode document(Waiver waiver) {
    return WaiverDocument.of(waiver, book.now());
  }
}
