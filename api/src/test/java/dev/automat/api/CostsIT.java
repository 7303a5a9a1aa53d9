package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.Main;
import dev.automat.config.GivenSetting;
import dev.automat.identity.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Estimates, limits of teams and what is paid for, over HTTP and from the command line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class CostsIT {

  private static final String CONFIGURATION =
      """
      teams:
        payments: {quota: {databases: 9}, budgets: {dev: {monthly: "60"}}}
        search: {quota: {databases: 9}, budgets: {dev: {monthly: "5", onExceed: warn}}}
        billing: {quota: {databases: 9}}
        '*': {quota: {databases: 2}}
      placements:
        - {name: default, match: {}, cloud: toy, account: default, region: here}
      """;

  private static final String SMALL = "{\"spec\": {\"environment\": \"dev\"}}";
  private static final String MEDIUM =
      "{\"spec\": {\"environment\": \"dev\", \"size\": \"medium\"}}";

  private static final String GUILD = "\"owner\": \"guild-owner\", \"costCenter\": \"cc-1\"";

  private Path home = Path.of("");
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    home = directory;
    Path file = home.resolve("automat.yaml");
    Files.writeString(file, CONFIGURATION);
    server =
        RunningServer.of(
            RunningServer.configuration(
                home,
                file,
                new GivenSetting(
                    "catalogDir",
                    RunningServer.configurationFile().resolveSibling("modules").toString(),
                    "test")));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String database(String team, String name) {
    return "/v1/teams/" + team + "/databases/" + name;
  }

  private Ask.Told put(String path, String document) {
    return server.ask("PUT", path).header("Prefer", "wait=30").json(document).send();
  }

  @Test
  void givesTheLastPlaceToOneOf64Clients() throws Exception {
    assertEquals(201, put(database("crowd", "first"), SMALL).status());
    List<Ask.Told> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Ask.Told>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String path = database("crowd", "racer-" + i);
        calls.add(() -> server.ask("PUT", path).json(SMALL).send());
      }
      for (Future<Ask.Told> future : clients.invokeAll(calls)) {
        answers.add(future.get());
      }
    }

    assertEquals(1, answers.stream().filter(told -> told.status() == 202).count());
    assertEquals(
        63,
        answers.stream()
            .filter(told -> told.status() == 422)
            .filter(
                told ->
                    told.at("/violations/0/message")
                        .equals("the team crowd has 2 of 2 databases: none is free"))
            .filter(told -> told.at("/violations/0/rule").equals("quota"))
            .count());
    Ask.Told dry =
        server.ask("PUT", database("crowd", "late") + "?validateOnly=true").json(SMALL).send();
    assertEquals("quota", dry.at("/violations/0/rule"));
  }

  @Test
  void refusesWhatABudgetHasNoRoomForAndSaysWhatIsFree() {
    assertEquals(201, put(database("payments", "a"), SMALL).status());
    assertEquals(201, put(database("payments", "b"), SMALL).status());

    Ask.Told dry =
        server.ask("PUT", database("payments", "c") + "?validateOnly=true").json(MEDIUM).send();
    Ask.Told told = put(database("payments", "c"), MEDIUM);

    assertEquals(422, told.status());
    assertEquals(
        "it would cost 50.00 USD a month, and of the 60.00 that the team payments may spend in dev,"
            + " 40.00 are free: what it has comes to 20.00",
        told.at("/violations/0/message"));
    assertEquals(told.at("/violations/0/message"), dry.at("/violations/0/message"));
    assertEquals(404, server.ask("GET", database("payments", "c")).send().status());
  }

  @Test
  void tellsWhatAChangeDoesToTheEstimate() {
    assertEquals(201, put(database("billing", "ledger"), SMALL).status());
    Ask.Told dry =
        server.ask("PUT", database("billing", "ledger") + "?validateOnly=true").json(MEDIUM).send();
    Ask.Told changed = put(database("billing", "ledger"), MEDIUM);

    assertEquals("10.00", dry.at("/costDelta/from"));
    assertEquals("40.00", dry.at("/costDelta/monthly"));
    assertEquals(dry.json().path("costDelta"), changed.json().path("costDelta"));
    assertEquals("50.00", changed.at("/plan/cost/monthly"));
    assertEquals(
        200,
        put(database("billing", "ledger"), changed.text()).status(),
        "what was answered can be sent back");
  }

  @Test
  void aBudgetThatWarnsSaysSoEverywhere() {
    Ask.Told told = put(database("search", "index"), SMALL);

    assertEquals(201, told.status());
    assertEquals("budget", told.at("/warnings/0/rule"));
    JsonNode events =
        server.ask("GET", database("search", "index") + "/events").send().json().path("items");
    assertTrue(events.get(0).path("message").asString().contains("beyond the budget"));
  }

  @Test
  void limitsInTheDocumentOfATeamHoldAndOfNoKindAreRefused() {
    String path = "/v1/teams/guild";
    Ask.Told mistyped =
        server
            .ask("PUT", path)
            .json("{\"spec\": {" + GUILD + ", \"quota\": {\"databses\": 1}}}")
            .send();
    assertEquals("unknown-kind", mistyped.at("/violations/0/rule"));
    assertEquals("databases", mistyped.at("/violations/0/nearest"));

    String limits = "\"quota\": {\"databases\": 0}, \"budgets\": {\"dev\": {\"monthly\": \"1.5\"}}";
    Ask.Told made =
        server.ask("PUT", path).json("{\"spec\": {" + GUILD + ", " + limits + "}}").send();
    assertEquals("1.50", made.at("/spec/budgets/dev/monthly"));
    Ask.Told refused = put(database("guild", "hall"), SMALL);

    assertEquals(422, refused.status());
    assertEquals("quota", refused.at("/violations/0/rule"));
    assertEquals("budget", refused.at("/violations/1/rule"), "all that is wrong, at once");
  }

  @Test
  void addsUpForThoseWhoMayLook() {
    put(database("vault", "gold"), SMALL);
    String member = Tokens.of(server, "vault", Role.MEMBER);

    JsonNode all = costs(Optional.empty(), "by=team");
    JsonNode own = costs(Optional.of(member), "by=team");

    assertTrue(all.size() > 1);
    assertEquals(1, own.size());
    assertEquals("vault", own.get(0).path("team").asString());
    assertEquals("10.00", own.get(0).path("monthly").asString());
    assertEquals(1, costs(Optional.of(member), "by=environment").size());
    assertEquals(1, costs(Optional.of(member), "").size());
    assertEquals(0, costs(Optional.of(member), "team=payments").size());
  }

  @Test
  void whatADeletionLeftIsShownUntilItIsDeletedToo() {
    put(database("attic", "old"), SMALL);
    server.ask("DELETE", database("attic", "old")).header("Prefer", "wait=30").send();
    Await.until(
        "its tombstone",
        () -> costs(Optional.empty(), "team=attic").at("/0/retainedUntil").isString());

    JsonNode left = costs(Optional.empty(), "team=attic").get(0);

    assertEquals("10.00", left.path("monthly").asString());
    Instant until = Instant.parse(left.path("retainedUntil").asString());
    assertTrue(until.isAfter(Instant.parse(left.path("deletedAt").asString())), until.toString());
    assertEquals(0, costs(Optional.empty(), "by=team&team=attic").size());
  }

  @Test
  void theCommandShowsATableAndTheColumnsOfFocus() {
    put(database("shop", "carts"), SMALL);

    String table = run(0, "costs", "--team", "shop");
    String csv = run(0, "costs", "--team", "shop", "-o", "csv");

    assertTrue(table.contains("shop  Database  carts  dev          10.00 USD"), table);
    List<String> lines = csv.lines().toList();
    assertTrue(lines.getFirst().startsWith("BilledCost,EffectiveCost,ListCost,BillingCurrency"));
    assertTrue(lines.get(1).startsWith("\"\",,,USD,20"), csv);
    assertTrue(lines.get(1).contains(",10.00,true,,shop,dev,Database"), csv);
  }

  @Test
  void aBillIsLaidBesideTheEstimates() throws IOException {
    put(database("audit", "trail"), SMALL);
    String uid = server.ask("GET", database("audit", "trail")).send().at("/metadata/uid");
    Path bill = home.resolve("bill.csv");
    Files.writeString(
        bill,
        """
        BilledCost,BillingCurrency,ResourceId,Tags
        7.50,USD,arn:aws:rds:eu:1:db:x,"{""automat-uid"": ""%s""}"
        1.25,USD,arn:aws:rds:eu:1:db:trail-%s,
        3.00,USD,arn:aws:s3:::somebody,"{""team"": ""x""}"
        """
            .formatted(uid, uid));

    String report = run(1, "costs", "reconcile", "--focus", bill.toString(), "-o", "json");

    JsonNode json = dev.automat.resource.Json.read(report, JsonNode.class);
    assertEquals("8.75", json.at("/matched/0/billed").asString());
    assertEquals("-1.25", json.at("/matched/0/difference").asString());
    assertEquals("arn:aws:s3:::somebody", json.at("/unmatched/0/resource").asString());
    assertFalse(report.contains("\"uid\" : \"\""));

    Files.writeString(bill, "Cost,ResourceId\n1,x\n");
    StringWriter err = new StringWriter();
    Main.run(
        new PrintWriter(new StringWriter()),
        new PrintWriter(err, true),
        "costs",
        "reconcile",
        "--focus",
        bill.toString());
    assertTrue(err.toString().contains("bill.csv:1: has no column BilledCost"), err.toString());
  }

  private JsonNode costs(Optional<String> token, String query) {
    String path = "/v1/costs?" + query;
    Ask ask = token.isPresent() ? server.askAs(token, "GET", path) : server.ask("GET", path);
    return ask.send().json().path("items");
  }

  private String run(int exitCode, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all =
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--server",
                    "http://127.0.0.1:" + server.port(),
                    "--token-file",
                    server.tokenFile().toString()))
            .toArray(String[]::new);
    assertEquals(
        exitCode,
        Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all),
        () -> out + "\n" + err);
    return out.toString();
  }
}
