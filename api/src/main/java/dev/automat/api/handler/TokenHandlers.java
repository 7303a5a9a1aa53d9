package dev.automat.api.handler;

import dev.automat.api.document.Envelope;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.identity.AuthSettings;
import dev.automat.identity.IssuedToken;
import dev.automat.identity.Role;
import dev.automat.identity.TokenIssue;
import dev.automat.identity.TokenRecord;
import dev.automat.resource.Json;
import dev.automat.resource.Lifetime;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokens for machines: of a team, and of the platform. */
final class TokenHandlers {

  /** How long one that ended stays in lists. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final TokenIssue tokens;
  private final AuthSettings settings;
  private final Schema schema;

  TokenHandlers(Services services) {
    this.tokens = services.tokens();
    this.settings = services.configuration().auth();
    this.schema = services.contract().component("TokenRequest");
  }

  Reply create(Call call) {
    Optional<String> team = team(call);
    JsonNode body = call.payload().value();
    refuse(Envelope.problems(schema, body));
    Role role = Role.of(body.path("role").asString()).orElseThrow();
    refuse(misplaced(role, team));
    Instant expires = call.receivedAt().plus(lifetime(body.path("expires").asString()));
    Optional<String> tooStrong = tokens.tooStrong(call.caller(), team, role, expires);
    if (tooStrong.isPresent()) {
      throw Problem.of(
              ProblemCode.FORBIDDEN,
              tooStrong.get(),
              "ask for a lesser role or a shorter time, or have it made by somebody who has them")
          .exception();
    }
    IssuedToken issued =
        tokens.issue(
            call.caller(), team, role, body.path("name").asString(), call.receivedAt(), expires);
    return Reply.json(
        201,
        json(issued.record()).put("token", issued.token()),
        Map.of("Location", "/v1" + place(team) + "/tokens/" + issued.record().id()));
  }

  private static List<Violation> misplaced(Role role, Optional<String> team) {
    return role.isOfTeam() == team.isPresent()
        ? List.of()
        : List.of(
            new Violation(
                "/role",
                "wrong-role",
                role.text() + " is a role " + (role.isOfTeam() ? "in a team" : "on the platform"),
                role.isOfTeam()
                    ? "make it in a team: POST /v1/teams/{team}/tokens"
                    : "make it on the platform: POST /v1/tokens"));
  }

  private Duration lifetime(String text) {
    Optional<Duration> wanted = Lifetime.parse(text).flatMap(Lifetime::duration);
    boolean short_ =
        wanted.filter(time -> time.compareTo(settings.longestToken()) <= 0).isPresent();
    if (!short_) {
      throw Problem.refused(
              List.of(
                  new Violation(
                      "/expires",
                      "max-lifetime",
                      "a token is good for at most " + settings.longestToken().toDays() + " days",
                      "ask for less, such as 90d, and make a new one before it ends")))
          .exception();
    }
    return wanted.get();
  }

  Reply list(Call call) {
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    tokens
        .list(team(call), call.receivedAt().minus(REMEMBERED))
        .forEach(record -> items.add(json(record)));
    return Reply.json(200, body);
  }

  Reply revoke(Call call) {
    String id = call.pathParameter("id");
    return tokens
        .revoke(id, team(call), call.receivedAt())
        .map(record -> Reply.json(200, json(record)))
        .orElseThrow(
            () ->
                Problem.of(
                        ProblemCode.NOT_FOUND,
                        "there is no token with the id " + id + " here",
                        "ids are in the list: GET /v1" + place(team(call)) + "/tokens")
                    .exception());
  }

  private static Optional<String> team(Call call) {
    return Optional.ofNullable(call.path().get("team"));
  }

  private static String place(Optional<String> team) {
    return team.map(id -> "/teams/" + id).orElse("");
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
  }

  private static ObjectNode json(TokenRecord record) {
    ObjectNode node = Json.object().put("id", record.id()).put("name", record.name());
    record.team().ifPresent(team -> node.put("team", team));
    node.put("role", record.role().text())
        .put("createdBy", record.createdBy())
        .put("createdAt", record.created().toString())
        .put("expiresAt", record.expires().toString());
    record.revoked().ifPresent(at -> node.put("revokedAt", at.toString()));
    record.lastUsed().ifPresent(at -> node.put("lastUsedAt", at.toString()));
    return node;
  }
}
