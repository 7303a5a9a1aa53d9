package dev.automat.api.handler;

import dev.automat.api.document.ResourceDocument;
import dev.automat.api.document.TeamDocument;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.ETags;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.api.identity.Refusals;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Kind;
import dev.automat.config.Configuration;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.identity.Permission;
import dev.automat.identity.Reach;
import dev.automat.resource.Json;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.team.Possession;
import dev.automat.team.Team;
import dev.automat.team.TeamDirectory;
import dev.automat.team.TeamForm;
import dev.automat.team.TeamKeeping;
import dev.automat.team.TeamKeeping.Outcome;
import dev.automat.team.TeamSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents of teams. */
final class TeamHandlers {

  private static final String LOOK_AGAIN = "read it again, and repeat the change on what you find";

  private final TeamDirectory directory;
  private final TeamKeeping keeping;
  private final List<String> placements;
  private final Optional<TeamSource> sync;
  private final ResourceDocument documents;
  private final Schema schema;
  private final Catalog catalog;

  TeamHandlers(Services services, ResourceDocument documents) {
    Configuration configuration = services.configuration();
    this.directory = services.teams();
    this.keeping = services.teamKeeping();
    this.placements = configuration.placements().stream().map(PlacementRule::name).toList();
    this.sync = configuration.teamSync();
    this.documents = documents;
    this.schema = services.contract().component("TeamRequest");
    this.catalog = services.catalog();
  }

  Reply list(Call call) {
    Reach reach = call.caller().reach(Permission.TEAM_READ);
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    directory.named().stream()
        .filter(team -> reach.includes(team.id()))
        .map(TeamDocument::of)
        .forEach(items::add);
    return Reply.json(200, body);
  }

  Reply get(Call call) {
    String id = call.pathParameter("team");
    Team team =
        Optional.of(id)
            .filter(ResourceKey::isName)
            .flatMap(directory::team)
            .orElseThrow(() -> Refusals.noDocument(id).exception());
    if (team.isTombstone()) {
      throw Problem.of(
              ProblemCode.GONE, "the team " + id + " has ended", "its id is never used again")
          .exception();
    }
    return document(200, team, Map.of());
  }

  private static Reply document(int status, Team team, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>(more);
    if (team.made().isPresent()) {
      headers.put("ETag", '"' + team.version() + '"');
    }
    return Reply.json(status, TeamDocument.of(team), headers);
  }

  Reply put(Call call) {
    String id = call.pathParameter("team");
    JsonNode document = call.payload().value();
    List<Violation> violations =
        new ArrayList<>(TeamDocument.check(id, document, schema, placements));
    violations.addAll(unknownKinds(document.at("/spec/quota")));
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
    return reply(
        call, keeping.put(id, TeamForm.read(document.path("spec")), ifMatch(call), call.caller()));
  }

  /** A quota of what there is not would limit nothing. */
  private List<Violation> unknownKinds(JsonNode quota) {
    List<String> plurals = catalog.kinds().stream().map(Kind::plural).sorted().toList();
    return quota.propertyNames().stream()
        .filter(plural -> !plurals.contains(plural))
        .map(
            plural -> {
              Optional<String> nearest = NearestSpelling.of(plural, plurals);
              return new Violation(
                  "/spec/quota/" + plural,
                  "unknown-kind",
                  "no kind has the plural " + plural,
                  nearest
                      .map(near -> "did you mean \"" + near + "\"?")
                      .orElse("use " + String.join(", ", plurals)),
                  plurals,
                  nearest);
            })
        .toList();
  }

  Reply delete(Call call) {
    return reply(call, keeping.delete(call.pathParameter("team"), ifMatch(call)));
  }

  private static Optional<String> ifMatch(Call call) {
    return call.header("if-match").map(header -> ETags.expected(header).orElse("*"));
  }

  private Reply reply(Call call, Outcome outcome) {
    String id = call.pathParameter("team");
    return switch (outcome) {
      case Outcome.Stored(Team team, boolean created, boolean _) ->
          created
              ? document(201, team, Map.of("Location", "/v1/teams/" + id))
              : document(200, team, Map.of());
      case Outcome.Ended(Team team) -> document(200, team, Map.of());
      case Outcome.Refused(List<Violation> violations) ->
          throw Problem.refused(violations).exception();
      case Outcome.NotYours(List<Violation> violations) ->
          throw Problem.of(
                  ProblemCode.FORBIDDEN,
                  "you may change the team " + id + ", but not all that you did",
                  "leave what the violations name as it was")
              .withViolations(violations)
              .exception();
      case Outcome.MayNotCreate _ ->
          throw Refusals.lacks(call.caller(), Permission.TEAM_CREATE).exception();
      case Outcome.ManagedElsewhere(Team team) -> throw managedElsewhere(team).exception();
      case Outcome.Gone _ ->
          throw Problem.of(
                  ProblemCode.TEAM_GONE,
                  "there was a team " + id + ", which has ended, and an id is never used again",
                  "choose another id")
              .exception();
      case Outcome.Missing _ -> throw Refusals.noDocument(id).exception();
      case Outcome.Stale(Optional<Team> team) ->
          throw Problem.of(
                  ProblemCode.STALE,
                  "it is not the version that If-Match names; now it is "
                      + team.map(Team::version).orElse("not there"),
                  LOOK_AGAIN)
              .exception();
      case Outcome.Contended _ ->
          throw Problem.of(ProblemCode.CONTENDED, "others changed it at the same time", LOOK_AGAIN)
              .exception();
      case Outcome.Owns(Team team, List<Possession> possessions) ->
          throw owns(team, possessions).exception();
    };
  }

  private Problem managedElsewhere(Team team) {
    boolean configured = team.managedBy().equals(Team.CONFIGURATION);
    String file = sync.map(from -> from.file().toString()).orElse("that teamSync.file named");
    return Problem.of(
        ProblemCode.MANAGED_ELSEWHERE,
        configured
            ? "the team " + team.id() + " stands in the configuration, which would undo this change"
            : "the team "
                + team.id()
                + " comes from the file "
                + file
                + " ("
                + team.managedBy()
                + ")",
        configured
            ? "change teams." + team.id() + " in automat.yaml, and start the server again"
            : "change it where the file is made");
  }

  private Problem owns(Team team, List<Possession> possessions) {
    return Problem.of(
            ProblemCode.TEAM_OWNS,
            "the team "
                + team.id()
                + " still owns what is listed, so it can neither end nor be without a team-admin",
            "delete it, give it to another team with :transfer, or answer what is offered; or name"
                + " another team-admin")
        .withViolations(possessions.stream().map(each -> violation(team, each)).toList());
  }

  private Violation violation(Team team, Possession possession) {
    return switch (possession) {
      case Possession.Owned(ResourceKey key) ->
          new Violation(
              "",
              "team-owns",
              key.kind() + " " + key.name(),
              "DELETE " + documents.href(key) + ", or POST " + documents.href(key) + ":transfer");
      case Possession.Offered(String transfer, ResourceKey key) ->
          new Violation(
              "",
              "team-owns",
              key.kind() + " " + key.name() + ", which the team " + key.team() + " offers to it",
              "POST /v1/teams/" + team.id() + "/transfers/" + transfer + ":decline");
    };
  }
}
