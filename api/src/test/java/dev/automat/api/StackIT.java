package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several resources with one name and one lifetime, over HTTP and from the command line. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackIT {

  private static final String STACKS = "/v1/teams/payments/stacks/";
  private static final String BOTH =
      "{\"spec\": {\"environment\": \"dev\", \"lifetime\": \"3d\", \"resources\": {"
          + "\"orders\": {\"kind\": \"Database\"}, \"jobs\": {\"kind\": \"Queue\"}}}}";
  private static final String WHY = "{\"reason\": \"a longer review\"}";

  private RunningServer server;
  private Optional<String> member;

  @BeforeAll
  void start(@TempDir Path home) {
    server = new RunningServer(home);
    member =
        Optional.of(
            server
                .ask("POST", "/v1/teams/payments/tokens")
                .json("{\"name\": \"ci\", \"role\": \"member\", \"expires\": \"1d\"}")
                .send()
                .at("/token"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Ask.Told ask(String method, String path, String body) {
    Ask ask = server.askAs(member, method, path).header("Prefer", "wait=30");
    return body.isEmpty() ? ask.send() : ask.json(body).send();
  }

  private Ask.Told made(String name) {
    Ask.Told told = ask("PUT", STACKS + name, BOTH);
    assertEquals(201, told.status(), told.toString());
    return told;
  }

  private Ask.Told get(String name) {
    return server.askAs(member, "GET", STACKS + name).send();
  }

  private static List<String> places(Ask.Told told) {
    List<String> places = new ArrayList<>();
    told.json().path("violations").forEach(each -> places.add(each.path("pointer").asString()));
    return places;
  }

  private static void assertCode(int status, String code, Ask.Told told) {
    assertEquals(status, told.status(), told.toString());
    assertEquals(code, told.at("/code"), told.toString());
  }

  @Test
  void allOfItIsMadeReadAndGivenBackAsOne() {
    Ask.Told told = made("pr-1");
    assertEquals("Ready", told.at("/status/phase"));
    assertEquals(2, told.json().at("/status/members").size());
    assertTrue(told.text().contains("orders: disk"), told.toString());
    assertEquals("pr-1-orders", told.at("/plan/resources/orders/name"));
    assertFalse(told.json().at("/status/outputs/jobs/url").isMissingNode(), told.toString());
    assertEquals(200, ask("PUT", STACKS + "pr-1", BOTH).status());
    String etag = get("pr-1").header("ETag");
    assertEquals(
        304,
        server.askAs(member, "GET", STACKS + "pr-1").header("If-None-Match", etag).send().status());

    Ask.Told orders = ask("GET", "/v1/teams/payments/databases/pr-1-orders", "");
    assertEquals("pr-1", orders.at("/metadata/stack"));
    assertEquals(told.at("/metadata/expiresAt"), orders.at("/metadata/expiresAt"));
    assertEquals(2, ask("GET", "/v1/resources?stack=pr-1", "").json().path("items").size());
    assertEquals(0, ask("GET", "/v1/resources?stack=pr", "").json().path("items").size());
    JsonNode connection = ask("GET", STACKS + "pr-1/connection", "").json();
    assertTrue(connection.at("/orders/password").isString(), connection.toString());
    assertTrue(connection.at("/jobs/url").isString(), connection.toString());
    Ask.Told page = ask("GET", STACKS + "pr-1/events?limit=1", "");
    String next = page.at("/next");
    Ask.Told rest = ask("GET", STACKS + "pr-1/events?cursor=" + next, "");
    assertTrue(rest.text().contains("\"member\":\"orders\""), rest.toString());
    assertCode(400, "invalid-parameter", ask("GET", STACKS + "pr-1/events?cursor=x", ""));

    Ask.Told gone = ask("DELETE", STACKS + "pr-1", "");
    assertEquals(200, gone.status(), gone.toString());
    assertEquals("Deleted", gone.at("/status/phase"));
    assertCode(410, "gone", get("pr-1"));
    assertCode(410, "gone", ask("GET", "/v1/teams/payments/databases/pr-1-orders", ""));
    assertCode(404, "not-found", get("never"));
    Ask.Told back = ask("POST", STACKS + "pr-1:undelete", "");
    assertEquals(202, back.status(), back.toString());
    assertEquals(told.at("/metadata/uid"), back.at("/status/restoredFrom/uid"));
    assertEquals("Ready", ask("GET", STACKS + "pr-1", "").at("/status/phase"));
  }

  @Test
  void whatIsWrongWithOneMemberIsSaidAtItsPlaceAndNothingIsMade() {
    String wrong =
        BOTH.replace("\"kind\": \"Queue\"", "\"kind\": \"Queue\", \"inputs\": {\"visibility\": 1}")
            .replace("\"kind\": \"Database\"", "\"kind\": \"Database\", \"size\": \"huge\"");
    Ask.Told told = ask("PUT", STACKS + "pr-2", wrong);

    assertCode(422, "refused", told);
    assertTrue(places(told).contains("/spec/resources/orders/size"), told.toString());
    assertTrue(
        places(told).stream().anyMatch(each -> each.startsWith("/spec/resources/jobs/inputs")),
        told.toString());
    assertCode(404, "not-found", get("pr-2"));
    assertEquals(0, ask("GET", "/v1/resources?stack=pr-2", "").json().path("items").size());
    Ask.Told form =
        ask("PUT", STACKS + "pr-2", BOTH.replace("\"kind\": \"Queue\"", "\"lifetime\": \"1d\""));
    assertCode(422, "refused", form);
    assertTrue(places(form).contains("/spec/resources/jobs/lifetime"), form.toString());
    assertCode(
        422, "refused", ask("PUT", STACKS + "pr-2", BOTH.replace("\"lifetime\"", "\"lifetimes\"")));
  }

  @Test
  void isReviewedChangedAndPartedWithOneMember() {
    Ask.Told preview = ask("PUT", STACKS + "pr-3?validateOnly=true", BOTH);
    assertEquals(200, preview.status(), preview.toString());
    assertEquals("create", preview.at("/plan/resources/orders/effect"));
    assertCode(404, "not-found", get("pr-3"));
    String digest = preview.at("/plan/digest");
    assertEquals(
        201,
        server
            .askAs(member, "PUT", STACKS + "pr-3")
            .header("If-Plan-Match", digest)
            .header("Prefer", "wait=30")
            .json(BOTH)
            .send()
            .status());

    Ask.Told same = ask("PUT", STACKS + "pr-3?validateOnly=true", BOTH);
    assertEquals("nothing", same.at("/plan/resources/orders/effect"), same.toString());
    assertEquals(
        preview.at("/plan/resources/orders/plan/digest"),
        same.at("/plan/resources/orders/plan/digest"));
    String without =
        "{\"spec\": {\"environment\": \"dev\", \"lifetime\": \"3d\", \"resources\": {"
            + "\"jobs\": {\"kind\": \"Queue\"}}}}";
    String alone =
        without.replaceFirst(
            "\\{",
            "{\"kind\": \"Stack\", \"metadata\": {\"team\": \"payments\", \"name\": \"pr-3\"}, ");
    assertEquals("1", ask("POST", "/v1/requests:validate", alone).at("/refused"));
    assertEquals(
        "0", ask("POST", "/v1/requests:validate?allowDataLoss=true", alone).at("/refused"));
    assertCode(
        412,
        "plan-mismatch",
        server
            .askAs(member, "PUT", STACKS + "pr-3?allowDataLoss=true")
            .header("If-Plan-Match", digest)
            .json(without)
            .send());
    Ask.Told refused = ask("PUT", STACKS + "pr-3", without);
    assertCode(422, "refused", refused);
    assertEquals(List.of("/spec/resources/orders"), places(refused));
    Ask.Told parted = ask("PUT", STACKS + "pr-3?allowDataLoss=true", without);
    assertEquals(200, parted.status(), parted.toString());
    assertEquals("2", parted.json().at("/metadata/generation").asString());
    Await.until(
        "gone", () -> ask("GET", "/v1/teams/payments/databases/pr-3-orders", "").status() == 410);
    assertEquals(1, get("pr-3").json().at("/status/members").size());
    assertCode(
        412,
        "stale",
        server
            .askAs(member, "DELETE", STACKS + "pr-3")
            .header("If-Match", "\"aaaaaaaaaaaaaaaaaaaa-1\"")
            .send());
    assertCode(
        412,
        "exists",
        server
            .askAs(member, "PUT", STACKS + "pr-3")
            .header("If-None-Match", "*")
            .json(without)
            .send());
  }

  @Test
  void livesAsOneAndItsMembersDoNothingByThemselves() {
    made("pr-4");
    String database = "/v1/teams/payments/databases/pr-4-orders";
    String later = Instant.now().plus(Duration.ofDays(9)).toString();
    String extension = "{\"expiresAt\": \"" + later + "\", \"reason\": \"a longer review\"}";
    for (Ask.Told told :
        List.of(
            ask("DELETE", database, ""),
            ask("PUT", database, "{\"spec\": {\"environment\": \"dev\"}}"),
            ask("POST", database + ":extend", extension),
            ask("POST", database + ":release", WHY),
            ask("POST", database + ":pause", "{\"for\": \"1d\", \"reason\": \"a look\"}"))) {
      assertCode(409, "member-of-stack", told);
      assertTrue(told.at("/fix").contains(STACKS + "pr-4"), told.toString());
    }
    assertEquals(202, ask("POST", database + ":reconcile", "").status());

    Ask.Told extended = ask("POST", STACKS + "pr-4:extend", extension);
    assertEquals(202, extended.status(), extended.toString());
    assertEquals(
        extended.at("/metadata/expiresAt"), ask("GET", database, "").at("/metadata/expiresAt"));
    Ask.Told paused =
        ask("POST", STACKS + "pr-4:pause", "{\"for\": \"1d\", \"reason\": \"a look\"}");
    assertEquals(202, paused.status(), paused.toString());
    assertFalse(paused.at("/status/pause/until").isEmpty(), paused.toString());
    assertCode(409, "paused", ask("DELETE", STACKS + "pr-4", ""));
    assertEquals(202, ask("POST", STACKS + "pr-4:resume", "").status());
    assertCode(409, "not-quarantined", ask("POST", STACKS + "pr-4:release", WHY));
  }

  @Test
  void anExpiredStackGoesAsOneAndSaysSoOfTheWhole() {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    Ask.Told told =
        ask(
            "PUT",
            STACKS + "short",
            BOTH.replace("\"lifetime\": \"3d\"", "\"expiresAt\": \"" + end + "\""));
    assertEquals(201, told.status(), told.toString());

    Await.until("its end", () -> get("short").at("/status/phase").equals("Quarantined"));
    assertCode(409, "quarantined", ask("PUT", STACKS + "short", BOTH.replace("\"3d\"", "\"2d\"")));
    Ask.Told released = ask("POST", STACKS + "short:release", WHY);
    assertEquals(202, released.status(), released.toString());
    assertFalse(released.at("/status/quarantine/releasedUntil").isEmpty(), released.toString());
    Await.until(
        "the queue, of which nothing can be kept",
        () -> ask("GET", "/v1/teams/payments/queues/short-jobs", "").status() == 410);
    String timeline = ask("GET", STACKS + "short/events", "").text();
    assertTrue(timeline.contains("automat extend the stack short"), timeline);
    assertCode(
        409,
        "deleting",
        ask(
            "POST",
            STACKS + "short:extend",
            "{\"expiresAt\": \"2099-01-01T00:00:00Z\", \"reason\": \"too late\"}"));
    assertEquals("Deleted", ask("DELETE", STACKS + "short", "").at("/status/phase"));
  }

  @Test
  void isValidatedBesideOtherDocumentsAndListed() {
    made("pr-5");
    String metadata = "\"metadata\": {\"team\": \"payments\", \"name\": \"pr-%s\"}, ";
    String stack = "{\"kind\": \"Stack\", " + metadata + BOTH.substring(1);
    Ask.Told verdicts =
        ask(
            "POST",
            "/v1/requests:validate",
            "["
                + stack.formatted("5")
                + ", "
                + stack.formatted("6")
                + ", "
                + stack.formatted("7").replace("Queue", "Queu")
                + "]");
    assertEquals("nothing", verdicts.at("/items/0/effect"), verdicts.toString());
    assertEquals("create", verdicts.at("/items/1/effect"), verdicts.toString());
    assertTrue(verdicts.at("/items/1/stack/digest").startsWith("sha256:"));
    assertEquals("/spec/resources/jobs/kind", verdicts.at("/items/2/violations/0/pointer"));

    Ask.Told page = ask("GET", "/v1/teams/payments/stacks?limit=1", "");
    assertEquals(1, page.json().path("items").size(), page.toString());
    made("pr-8");
    page = ask("GET", "/v1/teams/payments/stacks?limit=1", "");
    assertFalse(page.at("/next").isEmpty(), page.toString());
    Ask.Told second =
        ask("GET", "/v1/teams/payments/stacks?limit=1&cursor=" + page.at("/next"), "");
    assertFalse(
        page.at("/items/0/metadata/uid").equals(second.at("/items/0/metadata/uid")),
        second.toString());
  }

  private record Run(int exitCode, String text) {}

  private Run run(String... arguments) {
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out, true);
    Stream<String> where =
        Stream.of(
            "--server",
            "http://127.0.0.1:" + server.port(),
            "--token-file",
            server.tokenFile().toString());
    int code =
        Main.run(both, both, Stream.concat(Arrays.stream(arguments), where).toArray(String[]::new));
    return new Run(code, out.toString());
  }

  @Test
  void theCommandLineKnowsStacksAsItKnowsKinds(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("pr.yaml");
    String document =
        """
        apiVersion: automat.dev/v1
        kind: Stack
        metadata: {team: payments, name: pr-9}
        spec:
          environment: dev
          lifetime: 3d
          resources:
            orders: {kind: Database}
            jobs: {kind: Queue}
        """;
    Files.writeString(file, document);

    assertSays(run("validate", "--on-server", file.toString()), "would create");
    assertSays(
        run("apply", "--wait=30", "-f", file.toString()), "Stack payments/pr-9: created, Ready");
    assertSays(run("apply", "-f", file.toString()), "unchanged");
    assertSays(run("get", "payments", "stacks"), "pr-9");
    assertSays(run("get", "payments", "stack", "pr-9"), "member: orders");
    assertSays(run("events", "payments", "stack", "pr-9"), "[jobs]");
    assertSays(run("connection", "payments", "stack", "pr-9", "--env"), "JOBS_URL=");
    assertSays(
        run("extend", "payments", "stack", "pr-9", "--by", "1d", "--reason", "a look"), "ends at");
    assertSays(
        run("pause", "payments", "stack", "pr-9", "--for", "1d", "--reason", "a look"),
        "paused until");
    assertSays(run("resume", "payments", "stack", "pr-9"), "Ready");
    assertSays(run("delete", "--wait=30", "payments", "stack", "pr-9"), "Deleted");
    String uid = get("pr-9").at("/current/uid");
    assertCode(404, "not-found", ask("POST", STACKS + "pr-9:undelete", "{\"uid\": \"nonsense\"}"));
    assertCode(422, "refused", ask("POST", STACKS + "pr-9:undelete", "{\"junk\": 1}"));
    assertSays(run("undelete", "payments", "stack", "pr-9", "--uid", uid), "restored from " + uid);
  }

  @Test
  void aFolderPrunesStacksAndNeverTheirMembers(@TempDir Path folder) throws IOException {
    String document =
        """
        kind: Stack
        metadata: {team: payments, name: %s}
        spec:
          environment: dev
          resources:
            jobs: {kind: Queue}
        """;
    Path one = folder.resolve("one.yaml");
    Path two = folder.resolve("two.yaml");
    Files.writeString(one, document.formatted("kept"));
    Files.writeString(two, document.formatted("pruned"));
    String[] apply = {
      "apply", "--prune", "--managed-by", "git:folder", "--wait=30", "-f", folder.toString()
    };
    assertSays(run(apply), "2 created");
    assertSays(run(apply), "2 unchanged");
    Files.delete(two);
    assertSays(run(apply), "1 deleted");
    assertEquals("Ready", get("kept").at("/status/phase"));
    assertEquals(410, get("pruned").status());
  }

  private static void assertSays(Run run, String words) {
    assertEquals(ExitCode.OK, run.exitCode(), run.text());
    assertTrue(run.text().contains(words), run.text());
  }
}
