package dev.automat.api.handler;

import dev.automat.admission.CatalogChangelog;
import dev.automat.api.document.Envelope;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.ETags;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.catalog.Bundle;
import dev.automat.catalog.BundleRefusedException;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Catalog.Rejected;
import dev.automat.catalog.CatalogFollower;
import dev.automat.catalog.CatalogRecords;
import dev.automat.catalog.CatalogRecords.Activation;
import dev.automat.catalog.CatalogRecords.Pushed;
import dev.automat.catalog.Republished;
import dev.automat.document.DocumentException;
import dev.automat.intake.CatalogDesk;
import dev.automat.intake.CatalogDesk.Effect;
import dev.automat.intake.CatalogDesk.Move;
import dev.automat.intake.CatalogDesk.Outcome;
import dev.automat.intake.CatalogImpact;
import dev.automat.resource.Json;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Catalogues as bundles, and which of them is active. */
final class BundleHandlers {

  private static final int MOST = 200;
  private static final String DIGEST = "sha256:[0-9a-f]{64}";

  private final CatalogDesk desk;
  private final CatalogRecords records;
  private final Catalog catalog;
  private final boolean fromStore;
  private final Schema activation;
  private final Schema rollback;

  BundleHandlers(Services services) {
    this.desk = services.catalogDesk();
    this.records = services.store().catalogs();
    this.catalog = services.catalog();
    this.fromStore = services.configuration().catalog().fromStore();
    this.activation = services.contract().component("CatalogActivation");
    this.rollback = services.contract().component("CatalogRollback");
  }

  Reply push(Call call) {
    try {
      return Reply.json(200, json(desk.push(call.payload().bytes(), call.caller().actor())));
    } catch (BundleRefusedException e) {
      throw refused(String.valueOf(e.getMessage())).exception();
    } catch (DocumentException e) {
      throw refused(String.join("; ", e.complaints().stream().map(Object::toString).toList()))
          .exception();
    }
  }

  private static Problem refused(String reason) {
    return Problem.refused(
        List.of(
            new Violation(
                "",
                "no-bundle",
                "is no bundle of a catalogue: " + reason,
                "send a tar archive of the directory modules, as automat catalog push does")));
  }

  Reply list(Call call) {
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    records.bundles(MOST).forEach(bundle -> items.add(json(bundle)));
    return Reply.json(200, body);
  }

  /** What is worked with need not have been pushed: it may be a directory's. */
  Reply get(Call call) {
    String digest = call.pathParameter("digest");
    byte[] archive =
        catalog
            .bundle()
            .filter(active -> active.digest().equals(digest))
            .map(Bundle::archive)
            .or(() -> digest.matches(DIGEST) ? records.archive(digest) : Optional.empty())
            .orElseThrow(() -> unknown(List.of()).exception());
    String etag = "\"" + digest + "\"";
    Map<String, String> headers = Map.of("ETag", etag);
    return call.header("if-none-match").filter(tags -> ETags.matches(tags, etag)).isPresent()
        ? Reply.empty(304, headers)
        : new Reply.Whole(200, "application/gzip", archive, headers);
  }

  private static Problem unknown(List<String> digests) {
    return Problem.unknown(
        ProblemCode.UNKNOWN_BUNDLE,
        "the store has no bundle of that digest",
        "",
        digests,
        "push one first: automat catalog push");
  }

  private static ObjectNode json(Pushed bundle) {
    ObjectNode node =
        Json.object()
            .put("digest", bundle.digest())
            .put("bytes", bundle.bytes())
            .put("pushedBy", bundle.by())
            .put("pushedAt", bundle.at().toString());
    node.set("report", Json.tree(bundle.report()));
    return node;
  }

  Reply history(Call call) {
    ObjectNode body = Json.object();
    CatalogFollower.Standing standing = desk.standing();
    ObjectNode here =
        body.putObject("here").put("wanted", standing.wanted()).put("taken", standing.taken());
    standing.digest().ifPresent(digest -> here.put("digest", digest));
    standing.problem().ifPresent(problem -> here.put("problem", problem));
    ArrayNode items = body.putArray("items");
    records.history(MOST).forEach(each -> items.add(json(each)));
    return Reply.json(200, body);
  }

  private static ObjectNode json(Activation activation) {
    ObjectNode node = Json.object().put("revision", activation.revision());
    activation.digest().ifPresent(digest -> node.put("digest", digest));
    activation.restores().ifPresent(revision -> node.put("restores", revision));
    return node.put("by", activation.by())
        .put("at", activation.at().toString())
        .put("leftOut", activation.report().leftOut().size());
  }

  Reply activate(Call call) {
    JsonNode body = body(call, activation);
    return reply(
        desk.activate(
            body.path("digest").asString(),
            move(
                call,
                body,
                body.path("acceptLeftOut").asBoolean(false),
                body.path("acceptRepublished").asBoolean(false))));
  }

  Reply rollback(Call call) {
    JsonNode body = call.payload().isEmpty() ? Json.object() : body(call, rollback);
    return reply(desk.rollback(move(call, body, true, true)));
  }

  private static JsonNode body(Call call, Schema schema) {
    JsonNode body = call.payload().value();
    List<Violation> violations = Envelope.problems(schema, body);
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
    return body;
  }

  private Move move(Call call, JsonNode body, boolean acceptLeftOut, boolean acceptRepublished) {
    if (!fromStore) {
      throw Problem.of(
              ProblemCode.CATALOG_FIXED,
              "this server takes its catalogue from a directory (catalog.source: directory)",
              "change the files there and start it again, or set catalog.source to store")
          .exception();
    }
    Optional<Long> revision =
        body.has("revision") ? Optional.of(body.path("revision").asLong()) : Optional.empty();
    return new Move(
        revision,
        acceptLeftOut,
        acceptRepublished,
        call.flag("validateOnly"),
        call.caller().actor());
  }

  private static Reply reply(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Activated(Activation activation, Effect effect, int notices) -> {
        ObjectNode body = effect(Json.object().put("active", true), effect);
        body.set("revision", json(activation));
        yield Reply.json(200, body.put("notices", notices));
      }
      case Outcome.Possible(Effect effect) ->
          Reply.json(200, effect(Json.object().put("active", false), effect));
      case Outcome.Unchanged(Activation activation) -> {
        ObjectNode body = Json.object().put("active", true);
        body.set("revision", json(activation));
        yield Reply.json(200, body);
      }
      case Outcome.Unknown(List<String> digests) -> throw unknown(digests).exception();
      case Outcome.LeftOut(var report) -> throw leftOut(report.leftOut()).exception();
      case Outcome.Changed(var versions) -> throw republished(versions).exception();
      case Outcome.Unusable(String reason) ->
          throw Problem.of(
                  ProblemCode.LEFT_OUT,
                  "it can not be loaded: " + reason,
                  "correct it, and push it again")
              .exception();
      case Outcome.Stale(long revision) ->
          throw Problem.of(
                  ProblemCode.CATALOG_MOVED,
                  "revision " + revision + " is active now",
                  "look at what that is, and ask again with \"revision\": " + revision)
              .exception();
      case Outcome.First _ ->
          throw Problem.of(
                  ProblemCode.NOTHING_BEFORE,
                  "nothing was active before the directory of the configuration",
                  "nothing is to be done: it is what this server works with")
              .exception();
    };
  }

  private static Problem leftOut(List<Rejected> files) {
    List<Violation> violations =
        files.stream()
            .flatMap(file -> file.reasons().stream())
            .map(
                reason ->
                    new Violation(
                        "/digest",
                        "left-out",
                        reason,
                        "correct the file, or ask with acceptLeftOut: true"))
            .toList();
    return Problem.of(
            ProblemCode.LEFT_OUT,
            files.size() + " files of it are wrong, and would be left out",
            "correct them and push it again, or ask with acceptLeftOut: true")
        .withViolations(violations);
  }

  private static Problem republished(List<Republished> versions) {
    List<Violation> violations =
        versions.stream()
            .map(
                each ->
                    new Violation(
                        "/digest",
                        "republished",
                        each.version()
                            + " was published "
                            + each.published()
                                .map(digest -> "as " + digest)
                                .orElse("with another content")
                            + ", and is "
                            + each.now()
                            + " in it",
                        "bring back what was published under that number, and give the change a"
                            + " new one"))
            .toList();
    return Problem.of(
            ProblemCode.REPUBLISHED,
            versions.size() + " published versions have another content in it",
            "give each change a version number of its own; if it must be, ask with"
                + " acceptRepublished: true")
        .withViolations(violations);
  }

  private static ObjectNode effect(ObjectNode body, Effect effect) {
    body.set("report", Json.tree(effect.report()));
    ArrayNode lines = body.putArray("changelog");
    for (CatalogChangelog.Line line : effect.changelog()) {
      lines
          .addObject()
          .put("topic", line.topic().text())
          .put("subject", line.subject())
          .put("text", line.text());
    }
    ObjectNode impact = body.putObject("impact");
    ObjectNode counts = impact.putObject("counts");
    effect.impact().counts().forEach(counts::put);
    impact.put("whole", effect.impact().whole());
    ArrayNode touched = impact.putArray("touched");
    effect.impact().touched().stream().limit(MOST).forEach(each -> touched.add(json(each)));
    return body;
  }

  private static ObjectNode json(CatalogImpact.Touched touched) {
    return Json.object()
        .put("team", touched.key().team())
        .put("kind", touched.key().kind())
        .put("name", touched.key().name())
        .put("uid", touched.uid())
        .put("change", touched.change())
        .put("text", touched.text());
  }
}
