package dev.automat.api.handler;

import dev.automat.api.contract.Contract;
import dev.automat.api.exchange.Call;
import dev.automat.api.exchange.Problem;
import dev.automat.api.exchange.ProblemCode;
import dev.automat.api.exchange.Reply;
import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration.PlacementRule;
import dev.automat.resource.Json;
import dev.automat.store.AccountHold;
import dev.automat.store.Leak;
import dev.automat.store.Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The machine itself: health, measures, contract, accounts, leaks. */
final class MachineHandlers {

  private final Store store;
  private final List<PlacementRule> placements;
  private final PrometheusMeterRegistry meters;
  private final Readiness readiness;
  private final Contract contract;
  private final Catalog catalog;
  private volatile Served served;

  MachineHandlers(Services services) {
    this.store = services.store();
    this.placements = services.configuration().placements();
    this.meters = services.meters();
    this.readiness = new Readiness(services);
    this.contract = services.contract();
    this.catalog = services.catalog();
    this.served = served(catalog.snapshot());
    PhaseGauges.register(meters, store, services.clock());
  }

  Reply health(Call call) {
    return Reply.json(200, Json.object().put("status", "alive").put("version", Version.current()));
  }

  Reply ready(Call call) {
    List<Readiness.Check> checks = readiness.checks();
    boolean ready = checks.stream().allMatch(Readiness.Check::ok);
    ObjectNode body = Json.object().put("ready", ready);
    body.set("checks", Json.tree(checks));
    return Reply.json(ready ? 200 : 503, body);
  }

  Reply metrics(Call call) {
    return new Reply.Whole(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        meters.scrape().getBytes(StandardCharsets.UTF_8),
        Map.of());
  }

  Reply openApi(Call call) {
    Catalog now = catalog.snapshot();
    Served last = served;
    if (!last.catalog().equals(now)) {
      last = served(now);
      served = last;
    }
    return new Reply.Whole(200, "application/json", last.document(), Map.of());
  }

  private Served served(Catalog now) {
    return new Served(now, ServedContract.of(contract, now));
  }

  /** The contract, with that catalogue written into it. */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares them
  private record Served(Catalog catalog, byte[] document) {}

  Reply accounts(Call call) {
    SortedMap<String, Optional<AccountHold>> accounts = new TreeMap<>();
    placements.forEach(rule -> accounts.put(rule.cloud() + "/" + rule.account(), Optional.empty()));
    store.holds().forEach(hold -> accounts.put(hold.account(), Optional.of(hold)));
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    accounts.forEach((account, hold) -> items.add(account(account, hold)));
    return Reply.json(200, body);
  }

  private static ObjectNode account(String account, Optional<AccountHold> hold) {
    ObjectNode node = Json.object().put("account", account).put("held", hold.isPresent());
    hold.ifPresent(held -> node.put("reason", held.reason()).put("since", held.since().toString()));
    return node;
  }

  Reply leaks(Call call) {
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray("items");
    store.leaks().forEach(leak -> items.add(leak(leak)));
    return Reply.json(200, body);
  }

  private static ObjectNode leak(Leak leak) {
    ObjectNode node =
        Json.object()
            .put("type", leak.place().type())
            .put("account", leak.place().account())
            .put("region", leak.place().region())
            .put("externalName", leak.externalName());
    leak.uid().ifPresent(uid -> node.put("uid", uid));
    leak.cloudId().ifPresent(id -> node.put("cloudId", id));
    return node.put("reason", leak.reason())
        .put("firstSeen", leak.firstSeen().toString())
        .put("lastSeen", leak.lastSeen().toString());
  }

  Reply release(Call call) {
    String account = call.pathParameter("provisioner") + "/" + call.pathParameter("account");
    List<String> held = store.holds().stream().map(AccountHold::account).toList();
    if (!held.contains(account) || !store.release(account)) {
      throw Problem.unknown(
              ProblemCode.NOT_HELD,
              "the account " + account + " is not held",
              account,
              held,
              "nothing is to be done: no account is held")
          .exception();
    }
    return Reply.json(200, account(account, Optional.empty()));
  }
}
