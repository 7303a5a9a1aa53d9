package dev.automat.api.handler;

import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Reply;
import dev.automat.identity.AuthSettings;
import dev.automat.identity.Caller;
import dev.automat.identity.Identity;
import dev.automat.identity.IssuerSettings;
import dev.automat.identity.Role;
import dev.automat.resource.Json;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What callers are told of themselves, and how they become somebody. */
final class SelfHandlers {

  private final AuthSettings settings;

  SelfHandlers(Services services) {
    this.settings = services.configuration().auth();
  }

  Reply whoami(Call call) {
    Caller caller = call.caller();
    Identity identity = caller.identity();
    ObjectNode body =
        Json.object()
            .put("actor", caller.actor())
            .put("issuer", identity.issuer())
            .put("subject", identity.subject());
    identity.groups().stream().sorted().forEach(body.putArray("groups")::add);
    ArrayNode platform = body.putArray("platform");
    caller.platform().stream().sorted().map(Role::text).forEach(platform::add);
    ObjectNode teams = body.putObject("teams");
    new TreeMap<>(caller.teams()).forEach((team, role) -> teams.put(team, role.text()));
    caller.everyTeam().ifPresent(role -> body.put("everyTeam", role.text()));
    identity.expires().ifPresent(expires -> body.put("expiresAt", expires.toString()));
    return Reply.json(200, body);
  }

  Reply login(Call call) {
    ObjectNode body = Json.object().put("mode", settings.mode().text());
    ArrayNode issuers = body.putArray("issuers");
    settings.issuers().forEach(issuer -> issuers.add(issuer(issuer)));
    return Reply.json(200, body);
  }

  private static ObjectNode issuer(IssuerSettings issuer) {
    ObjectNode node = Json.object().put("name", issuer.name()).put("url", issuer.url().toString());
    issuer
        .login()
        .ifPresent(
            login -> {
              node.put("clientId", login.clientId())
                  .put("token", login.accessToken() ? "access" : "id");
              login.scopes().forEach(node.putArray("scopes")::add);
            });
    return node;
  }
}
