package dev.automat.api.handler;

import dev.automat.api.document.Asides;
import dev.automat.api.document.Envelope;
import dev.automat.api.document.TeamDocument;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.Reply;
import dev.automat.api.identity.Refusals;
import dev.automat.identity.Caller;
import dev.automat.identity.Permission;
import dev.automat.intake.Answer;
import dev.automat.intake.Aside;
import dev.automat.intake.TransferAnswer;
import dev.automat.intake.Transfers;
import dev.automat.resource.Json;
import dev.automat.resource.NearestSpelling;
import dev.automat.resource.Origin;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.schema.Schema;
import dev.automat.store.StoreClock;
import dev.automat.team.TeamDirectory;
import dev.automat.team.Transfer;
import dev.automat.team.TransferRecords;
import dev.automat.team.TransferRecords.Renewed;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What teams give to each other. */
final class TransferHandlers {

  private static final int MOST = 500;

  private final Lookup lookup;
  private final Answers answers;
  private final Transfers transfers;
  private final TransferRecords records;
  private final TeamDirectory teams;
  private final StoreClock clock;
  private final Schema schema;

  TransferHandlers(Services services, Lookup lookup, Answers answers) {
    this.lookup = lookup;
    this.answers = answers;
    this.transfers = services.transfers();
    this.records = services.store().transfers();
    this.teams = services.teams();
    this.clock = services.clock();
    this.schema = services.contract().component("TransferRequest");
  }

  Reply offer(Call call) {
    ResourceKey key = lookup.storableKey(call);
    JsonNode body = call.payload().value();
    refuse(Envelope.problems(schema, body));
    String to = body.path("to").asString();
    refuse(unknownTeam(to, call.caller()));
    boolean atOnce = body.path("accept").asBoolean(false);
    if (atOnce) {
      requireReceiver(to, call.caller());
    }
    Origin origin = origin(call);
    return atOnce
        ? reply(transfers.give(key, to, origin))
        : offered(transfers.offer(key, to, origin), call.caller());
  }

  /** What the receiver has room for is told to whoever may see the receiver, and to nobody else. */
  private Reply offered(TransferAnswer answer, Caller caller) {
    if (answer instanceof TransferAnswer.Standing(Transfer transfer, boolean made)
        && caller.may(Permission.TEAM_READ, transfer.to())) {
      List<Violation> warnings = transfers.warnings(transfer.key(), transfer.to());
      return Reply.json(
          made ? 201 : 200,
          Asides.write(
              new Aside(Optional.empty(), warnings), TeamDocument.of(transfer, clock.instant())));
    }
    return reply(answer);
  }

  /** Only to whoever may see all teams: others do not learn whether a team exists. */
  private List<Violation> unknownTeam(String to, Caller caller) {
    if (!caller.may(Permission.TEAM_READ) || teams.find(to).isPresent()) {
      return List.of();
    }
    List<String> names = teams.names();
    Optional<String> nearest = NearestSpelling.of(to, names);
    return List.of(
        new Violation(
            "/to",
            "unknown-team",
            "there is no team " + to,
            nearest.map(near -> "did you mean \"" + near + "\"?").orElse("name one that exists"),
            names,
            nearest));
  }

  private void requireReceiver(String to, Caller caller) {
    if (!caller.may(Permission.TRANSFER_WRITE, to)) {
      throw (caller.sees(to)
              ? Refusals.lacks(caller, Permission.TRANSFER_WRITE, to, teams)
              : Refusals.noSuchTeam(to))
          .exception();
    }
  }

  Reply list(Call call) {
    String team = call.pathParameter("team");
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    if (ResourceKey.isName(team)) {
      records.of(team, MOST).stream()
          .map(transfer -> TeamDocument.of(transfer, clock.instant()))
          .forEach(items::add);
    }
    return Reply.json(200, body);
  }

  Reply accept(Call call) {
    return reply(transfers.accept(uid(call), call.pathParameter("team"), origin(call)));
  }

  Reply decline(Call call) {
    return reply(transfers.decline(uid(call), call.pathParameter("team"), origin(call)));
  }

  Reply withdraw(Call call) {
    return reply(transfers.withdraw(uid(call), call.pathParameter("team"), origin(call)));
  }

  /** What can be no uid names no offer; a NUL would be refused by the database. */
  private static String uid(Call call) {
    String uid = call.pathParameter("uid");
    return uid.matches("[a-z2-7]{20}") ? uid : "none";
  }

  private static Origin origin(Call call) {
    return Origins.of(call, Optional.empty());
  }

  private Reply reply(TransferAnswer answer) {
    return switch (answer) {
      case TransferAnswer.Standing(Transfer transfer, boolean made) ->
          Reply.json(made ? 201 : 200, TeamDocument.of(transfer, clock.instant()));
      case TransferAnswer.Moved(Resource resource, Renewed secrets, List<Violation> warnings) ->
          answers.moved(resource, secrets, warnings);
      case TransferAnswer.Not(Answer.Refused(List<Violation> violations)) ->
          throw Problem.refused(violations).exception();
      case TransferAnswer.Not(Answer.Clash clash) -> throw Answers.problem(clash).exception();
      case TransferAnswer.Not(Answer other) ->
          throw new IllegalStateException("no answer to an offer: " + other);
    };
  }

  private static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw Problem.refused(violations).exception();
    }
  }
}
