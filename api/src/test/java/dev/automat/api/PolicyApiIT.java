package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.config.GivenSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** Rules, their waivers, and plans that are carried out as they were reviewed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class PolicyApiIT {

  static final String RULES =
      """
      policies:
        - {rule: no-medium, check: plan.size != 'medium', match: {kinds: [Database]}, at: /spec/size, message: "${plan.size} is much", fix: ask for small, docs: 'https://example.com/rules', severity: deny, waivable: true}
        - {rule: no-engine-17, check: plan.inputs.engine != '17', match: {kinds: [Database]}, at: /spec/inputs/engine, message: old, fix: ask for 18, severity: deny}
        - {rule: says-why, check: request.purpose != '', match: {kinds: [Database]}, at: /spec/purpose, message: it does not say why, fix: say it, severity: warn}
      tests:
        - {name: small, kind: Database, on: toy, given: {environment: dev}, expect: {no-medium: pass, says-why: fail}}
      """;

  private static final String MEDIUM =
      "{\"spec\": {\"environment\": \"dev\", \"size\": \"medium\"}}";
  private static final String SMALL =
      "{\"spec\": {\"environment\": \"dev\", \"purpose\": \"a test\"}}";

  private TeamServer server;

  @BeforeAll
  void start(@TempDir Path home) throws IOException {
    server = new TeamServer(home, new GivenSetting("catalogDir", catalog(home).toString(), "test"));
    server.make("shop", "bo");
    server.make("rival", "eve");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** The toy's catalogue, with rules. */
  static Path catalog(Path home) throws IOException {
    Path from = RunningServer.configurationFile().resolveSibling("modules");
    Path to = home.resolve("modules");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Files.createDirectories(to.resolve("policies"));
    Files.writeString(to.resolve("policies/toy.yaml"), RULES);
    return to;
  }

  private static String database(String name) {
    return "/v1/teams/shop/databases/" + name;
  }

  private Ask.Told ask(String waiver, String resource) {
    return server
        .as("bo", "PUT", "/v1/teams/shop/waivers/" + waiver)
        .json(
            """
            {"spec": {"rules": ["no-medium"], "kind": "Database", "resource": "%s", "environment": "dev", "reason": "a load test", "expiresAt": "%s"}}
            """
                .formatted(resource, Instant.now().plus(Duration.ofDays(5))))
        .send();
  }

  private Ask.Told act(String who, String waiver, String verb) {
    return server.as(who, "POST", "/v1/teams/shop/waivers/" + waiver + ":" + verb).send();
  }

  private static JsonNode compliant(Ask.Told told) {
    return told.json()
        .at("/status/conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asString().equals("Compliant"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(told));
  }

  @Test
  void aRuleRefusesUntilAnotherHasGrantedAWaiverAndWhatLeansOnItSaysSo() {
    String path = database("waived");
    Ask.Told refused = server.as("bo", "PUT", path).json(MEDIUM).send();
    assertEquals(422, refused.status(), refused.toString());
    assertEquals("no-medium", refused.at("/violations/0/rule"));
    assertEquals("/spec/size", refused.at("/violations/0/pointer"));
    assertEquals("medium is much", refused.at("/violations/0/message"));
    assertEquals("https://example.com/rules", refused.at("/violations/0/docs"));
    assertTrue(refused.json().at("/violations/0/waivable").asBoolean());

    Ask.Told asked = ask("load", "waived");
    assertEquals(201, asked.status(), asked.toString());
    assertEquals("asked", asked.at("/status/state"));
    assertEquals(422, server.as("bo", "PUT", path).json(MEDIUM).send().status(), "only asked");
    assertEquals(403, act("bo", "load", "grant").status(), "who needs it can not grant it");
    Ask.Told granted = act("root", "load", "grant");
    assertEquals("granted", granted.at("/status/state"), granted.toString());
    assertEquals("corp:root", granted.at("/status/grantedBy"));

    Ask.Told made = server.as("bo", "PUT", path).header("Prefer", "wait=30").json(MEDIUM).send();
    assertEquals(201, made.status(), made.toString());
    JsonNode waived = compliant(made);
    assertEquals("Waived", waived.path("reason").asString());
    assertTrue(waived.path("message").asString().contains("by load until"), waived.toString());
    assertEquals("fail", made.at("/plan/policy/verdicts/0/outcome"), "the plan knows of none");

    Ask.Told revoked = act("root", "load", "revoke");
    assertEquals("revoked", revoked.at("/status/state"), revoked.toString());
    Ask.Told now = server.as("bo", "GET", path).send();
    assertEquals("WaiverEnded", compliant(now).path("reason").asString());
    assertEquals("False", compliant(now).path("status").asString());
    assertTrue(compliant(now).path("message").asString().contains("no-medium"), now.toString());
    assertEquals(made.at("/plan/digest"), now.at("/plan/digest"));
    assertEquals(made.at("/metadata/generation"), now.at("/metadata/generation"));
    Ask.Told same = server.as("bo", "PUT", path).json(MEDIUM).send();
    assertEquals(200, same.status(), "it takes effect with the next change: " + same);
    Ask.Told changed =
        server
            .as("bo", "PUT", path)
            .json(MEDIUM.replace("dev\"", "dev\", \"purpose\": \"x\""))
            .send();
    assertEquals(422, changed.status(), changed.toString());
  }

  @Test
  void whoAskedCanNotGrantAndWhatIsDecidedIsDecided() {
    String waiver = "/v1/teams/shop/waivers/own";
    String body =
        """
        {"spec": {"rules": ["no-medium"], "reason": "mine", "expiresAt": "%s"}}
        """
            .formatted(Instant.now().plus(Duration.ofDays(5)));
    assertEquals(201, server.as("root", "PUT", waiver).json(body).send().status());
    Ask.Told own = act("root", "own", "grant");
    assertEquals(403, own.status(), own.toString());
    assertEquals("forbidden", own.at("/code"));

    assertEquals(200, server.as("root", "PUT", waiver).json(body).send().status(), "the same");
    Ask.Told rejected =
        server.as("root", "POST", waiver + ":reject").json("{\"reason\": \"use small\"}").send();
    assertEquals("use small", rejected.at("/status/reason"), rejected.toString());
    Ask.Told late = act("root", "own", "grant");
    assertEquals(409, late.status(), late.toString());
    assertEquals("waiver-decided", late.at("/code"));
    assertEquals(404, act("root", "onw", "grant").status());
    Ask.Told list = server.as("bo", "GET", "/v1/teams/shop/waivers").send();
    assertTrue(list.text().contains("\"own\""), list.toString());
    assertEquals("rejected", server.as("bo", "GET", waiver).send().at("/status/state"));
    assertEquals(409, server.as("bo", "DELETE", waiver).send().status());
  }

  @Test
  void whatCanNotBeWaivedIsToldWhenItIsAskedFor() {
    Ask.Told told =
        server
            .as("bo", "PUT", "/v1/teams/shop/waivers/wrong")
            .json(
                """
                {"spec": {"rules": ["no-engine-17", "no-medum"], "kind": "Databse", "reason": "x", "expiresAt": "soon"}}
                """)
            .send();
    assertEquals(422, told.status(), told.toString());
    assertEquals("unknown-kind", told.at("/violations/0/rule"));
    Ask.Told rules =
        server
            .as("bo", "PUT", "/v1/teams/shop/waivers/wrong")
            .json(
                """
                {"spec": {"rules": ["no-engine-17", "no-medum"], "reason": "x", "expiresAt": "2999-01-01T00:00:00Z"}}
                """)
            .send();
    assertEquals("not-waivable", rules.at("/violations/0/rule"), rules.toString());
    assertEquals("no-medium", rules.at("/violations/1/nearest"));
    assertEquals("waiver-too-long", rules.at("/violations/2/rule"));
    assertEquals(404, server.as("bo", "GET", "/v1/teams/shop/waivers/wrong").send().status());
  }

  @Test
  void theReportCountsAndIsThePlatforms() {
    ask("counted", "counted");
    Ask.Told report = server.as("root", "GET", "/v1/insights/waivers").send();
    assertEquals("no-medium", report.at("/items/0/rule"), report.toString());
    assertEquals(403, server.as("bo", "GET", "/v1/insights/waivers").send().status());
    assertEquals(404, server.as("eve", "GET", "/v1/teams/shop/waivers").send().status());
  }

  @Test
  void whatIsDecidedIsAudited() {
    ask("audited", "audited");
    Ask.Told granted = act("root", "audited", "grant");
    Ask.Told log = server.as("root", "GET", "/v1/audit?limit=500").send();
    JsonNode entry =
        log.json()
            .path("items")
            .valueStream()
            .filter(
                each -> each.path("requestId").asString().equals(granted.header("X-Request-Id")))
            .findFirst()
            .orElseThrow();
    assertEquals("grantWaiver", entry.path("operation").asString());
    assertEquals("corp:root", entry.path("actor").asString());
    assertEquals("done", entry.path("outcome").asString());
    assertEquals("shop", entry.path("team").asString());
  }

  private JsonNode log() {
    return server.as("root", "GET", "/v1/audit?limit=500").send().json().path("items");
  }

  private Optional<JsonNode> lineOf(Ask.Told told) {
    String id = told.header("X-Request-Id");
    return log()
        .valueStream()
        .filter(each -> each.path("requestId").asString().equals(id))
        .findFirst();
  }

  @Test
  void whatARuleRefusesIsAudited() {
    Ask.Told refused = server.as("bo", "PUT", database("big")).json(MEDIUM).send();
    assertEquals(422, refused.status(), refused.toString());
    JsonNode line = lineOf(refused).orElseThrow();
    assertEquals("putResource", line.path("operation").asString());
    assertEquals("refused", line.path("outcome").asString());
    assertEquals("no-medium", line.path("reason").asString());
    assertEquals("corp:bo", line.path("actor").asString());
    assertTrue(line.at("/change/ruleset").asString().startsWith("sha256:"), line.toString());

    Ask.Told asked =
        server.as("bo", "PUT", database("big") + "?validateOnly=true").json(MEDIUM).send();
    assertEquals(Optional.empty(), lineOf(asked), "nobody was kept from anything");
    Ask.Told mistyped =
        server.as("bo", "PUT", database("big")).json("{\"spec\": {\"sise\": 1}}").send();
    assertEquals(422, mistyped.status());
    assertEquals(Optional.empty(), lineOf(mistyped), "a slip is nobody's decision");
  }

  @Test
  void whatIsAcceptedOfResourcesIsAuditedOnceAndSoIsWhatTheEngineDoes() {
    String path = database("kept");
    Ask.Told made = server.as("bo", "PUT", path).header("Prefer", "wait=30").json(SMALL).send();
    assertEquals(201, made.status(), made.toString());
    Ask.Told again = server.as("bo", "PUT", path).json(SMALL).send();
    assertEquals(200, again.status(), again.toString());
    Ask.Told changed =
        server.as("bo", "PUT", path).json(SMALL.replace("a test", "two tests")).send();
    Ask.Told looked = server.as("bo", "POST", path + ":reconcile").send();
    Ask.Told deleted = server.as("bo", "DELETE", path).header("Prefer", "wait=30").send();

    JsonNode first = lineOf(made).orElseThrow();
    assertEquals("done", first.path("outcome").asString());
    assertEquals(made.at("/metadata/uid"), first.at("/change/uid").asString());
    assertEquals(made.at("/plan/digest"), first.at("/change/after/plan").asString());
    assertEquals(
        made.at("/plan/policy/digest"), first.at("/change/rules").asString(), first.toString());
    assertEquals(Optional.empty(), lineOf(again), "nothing was written");
    JsonNode purpose = lineOf(changed).orElseThrow().at("/change/changed").path("/spec/purpose");
    assertEquals("{\"before\":\"a test\",\"after\":\"two tests\"}", purpose.toString());
    assertEquals("reconcileResource", lineOf(looked).orElseThrow().path("operation").asString());
    assertEquals("deleteResource", lineOf(deleted).orElseThrow().path("operation").asString());

    String uid = made.at("/metadata/uid");
    Await.until("the engine's lines", () -> engineLines(uid).contains("engine.delete done"));
    assertEquals(
        List.of("engine.create begun", "engine.create done"),
        engineLines(uid).stream().filter(each -> each.startsWith("engine.create")).toList());
  }

  /** The oldest first. */
  private List<String> engineLines(String uid) {
    return log()
        .valueStream()
        .filter(each -> each.path("actor").asString().equals("automat:engine"))
        .filter(each -> each.at("/change/uid").asString().equals(uid))
        .map(each -> each.path("operation").asString() + " " + each.path("outcome").asString())
        .toList()
        .reversed();
  }

  @Test
  void warnsInAnswersAndPlans() {
    Ask.Told made =
        server
            .as("bo", "PUT", database("warned"))
            .json("{\"spec\": {\"environment\": \"dev\"}}")
            .send();
    assertEquals(202, made.status(), made.toString());
    assertEquals("says-why", made.at("/warnings/0/rule"));
    assertEquals("/spec/purpose", made.at("/warnings/0/pointer"));
    Ask.Told read = server.as("bo", "GET", database("warned")).send();
    assertEquals("says-why", read.at("/warnings/0/rule"));
    Ask.Told again = server.as("bo", "PUT", database("warned")).json(read.text()).send();
    assertEquals(200, again.status(), "what was read can be sent back: " + again);
    assertFalse(
        server.as("bo", "PUT", database("quiet")).json(SMALL).send().json().has("warnings"));
  }

  @Test
  void carriesOutTheReviewedPlanOrNone() {
    String path = database("reviewed");
    String digest =
        server.as("bo", "PUT", path + "?validateOnly=true").json(SMALL).send().at("/plan/digest");
    String other = "sha256:" + "0".repeat(64);
    Ask.Told mismatch =
        server.as("bo", "PUT", path).header("If-Plan-Match", other).json(SMALL).send();
    assertEquals(412, mismatch.status(), mismatch.toString());
    assertEquals("plan-mismatch", mismatch.at("/code"));
    assertEquals(other, mismatch.at("/reviewed"));
    assertEquals(digest, mismatch.at("/plan/digest"));
    assertEquals(404, server.as("bo", "GET", path).send().status(), "nothing was made");

    Ask.Told made =
        server
            .as("bo", "PUT", path)
            .header("If-Plan-Match", '"' + digest + '"')
            .header("Prefer", "wait=30")
            .json(SMALL)
            .send();
    assertEquals(digest, made.at("/plan/digest"), made.toString());
    assertEquals(
        200,
        server.as("bo", "PUT", path).header("If-Plan-Match", digest).json(SMALL).send().status());
    Ask.Told larger =
        server
            .as("bo", "PUT", path)
            .header("If-Plan-Match", digest)
            .json(SMALL.replace("\"purpose\"", "\"inputs\": {\"storageGiB\": 20}, \"purpose\""))
            .send();
    assertEquals(412, larger.status(), larger.toString());
    assertTrue(
        larger
            .json()
            .path("changes")
            .valueStream()
            .anyMatch(
                change ->
                    change.path("pointer").asString().equals("/inputs/storageGiB")
                        && change.path("was").asInt() == 10
                        && change.path("now").asInt() == 20),
        larger::toString);
    Ask.Told malformed =
        server.as("bo", "PUT", path).header("If-Plan-Match", "latest").json(SMALL).send();
    assertEquals(400, malformed.status(), malformed.toString());
  }
}
