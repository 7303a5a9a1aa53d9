package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.identity.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Team B, with a good token of its administrator, tries to reach team A's database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class OtherTeamIT {

  private static final String ORDERS = OtherTeamWays.ORDERS;
  private static final String SMALL = OtherTeamWays.SMALL;

  private RunningServer server;
  private Optional<String> b = Optional.empty();
  private JsonNode orders;

  @BeforeAll
  void start(@TempDir Path home) {
    server = new RunningServer(home);
    b = Optional.of(Tokens.of(server, "search", Role.TEAM_ADMIN));
    orders = server.ask("PUT", ORDERS).header("Prefer", "wait=30").json(SMALL).send().json();
    assertEquals("Ready", orders.at("/status/phase").asString());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.automat.api.OtherTeamWays#attempts")
  void isRefusedAsIfItDidNotExistAndWrittenDown(OtherTeamWays.Attempt attempt) {
    Ask ask = server.askAs(b, attempt.method(), attempt.path());
    Ask.Told told = (attempt.body().isEmpty() ? ask : ask.json(attempt.body())).send();

    assertEquals(404, told.status(), told.toString());
    assertEquals("not-found", told.at("/code"));
    revealsNothing(told);
    assertTrue(isAudited(told, "payments"), () -> "no entry of " + told);
  }

  @Test
  void watchesNothing() {
    Ask.Told told =
        server.askAs(b, "GET", ORDERS + "/events").header("Accept", "text/event-stream").send();

    assertEquals(404, told.status());
    assertTrue(isAudited(told, "payments"));
  }

  @Test
  void isToldNothingOfAUid() {
    String uid = orders.at("/metadata/uid").asString();
    Ask.Told known = server.askAs(b, "GET", "/v1/resources/" + uid).send();
    Ask.Told unknown = server.askAs(b, "GET", "/v1/resources/aaaaaaaaaaaaaaaaaaaa").send();

    assertEquals(404, known.status());
    assertEquals(without(unknown, "aaaaaaaaaaaaaaaaaaaa"), without(known, uid));
    assertTrue(isAudited(known, "payments"));
  }

  private static String without(Ask.Told told, String uid) {
    return told.text().replace(told.at("/requestId"), "").replace(uid, "");
  }

  @Test
  void listsItsOwnAlone() {
    server.askAs(b, "PUT", "/v1/teams/search/databases/index").json(SMALL).send();
    String cursor = server.ask("GET", "/v1/resources?limit=1&deleted=true").send().at("/next");
    assertFalse(cursor.isEmpty());

    for (String query :
        List.of("", "?kind=Database", "?phase=Ready", "?deleted=true", "?limit=1&deleted=true")) {
      Ask.Told page = server.askAs(b, "GET", "/v1/resources" + query).send();
      page.json()
          .path("items")
          .forEach(item -> assertEquals("search", item.at("/metadata/team").asString()));
      revealsNothing(page);
    }
    revealsNothing(
        server.askAs(b, "GET", "/v1/resources?limit=1&deleted=true&cursor=" + cursor).send());
    Ask.Told asked = server.askAs(b, "GET", "/v1/resources?team=payments").send();
    assertEquals(0, asked.json().path("items").size());
    assertTrue(isAudited(asked, "payments"));
  }

  @Test
  void isToldNoCostsButItsOwn() {
    for (String by : List.of("resource", "team", "environment", "kind")) {
      revealsNothing(server.askAs(b, "GET", "/v1/costs?by=" + by).send());
      Ask.Told asked = server.askAs(b, "GET", "/v1/costs?team=payments&by=" + by).send();
      assertEquals(0, asked.json().path("items").size());
      assertTrue(isAudited(asked, "payments"));
    }
  }

  @Test
  void aValidationSaysNothingOfWhatThereIs() {
    Ask.Told told =
        server
            .askAs(b, "POST", "/v1/requests:validate")
            .json(
                """
                [{"kind": "Database", "metadata": {"team": "payments", "name": "orders"}, "spec": {"environment": "dev"}},
                 {"kind": "Database", "metadata": {"team": "search", "name": "orders"}, "spec": {"environment": "dev"}}]
                """)
            .send();

    assertEquals("no-such-team", told.at("/items/0/violations/0/rule"));
    assertTrue(told.json().at("/items/0/plan").isMissingNode());
    assertTrue(told.json().at("/items/1/allowed").asBoolean(), told.toString());
    assertTrue(isAudited(told, "payments"));
  }

  @Test
  void noSuggestionNamesWhatIsNotTheirs() {
    Ask.Told told = server.askAs(b, "GET", "/v1/teams/search/databases/order").send();

    assertEquals(404, told.status());
    assertFalse(told.text().contains("orders"), told.toString());
  }

  @Test
  void aForgedNameLabelOrUidChangesNothingOfWhoseItIs() {
    String uid = orders.at("/metadata/uid").asString();
    Ask.Told team =
        server
            .askAs(b, "PUT", "/v1/teams/search/databases/forged")
            .json("{\"metadata\": {\"team\": \"payments\"}, \"spec\": {\"environment\": \"dev\"}}")
            .send();
    assertEquals(422, team.status(), team.toString());

    Ask.Told taken =
        server
            .askAs(b, "PUT", "/v1/teams/search/databases/forged")
            .json(
                "{\"metadata\": {\"uid\": \"%s\"}, \"spec\": {\"environment\": \"dev\"}}"
                    .formatted(uid))
            .send();
    assertEquals(409, taken.status(), taken.toString());

    Ask.Told labelled =
        server
            .askAs(b, "PUT", "/v1/teams/search/databases/labelled")
            .json(
                """
                {"metadata": {"labels": {"team": "payments", "automat-uid": "%s", "owner": "payments-team"}},
                 "spec": {"environment": "dev"}}
                """
                    .formatted(uid))
            .send();
    assertEquals(422, labelled.status(), labelled.toString());
    labelled
        .json()
        .path("violations")
        .forEach(violation -> assertEquals("invalid-label", violation.path("rule").asString()));
    assertEquals(
        orders.at("/status/externalName").asString(),
        server.ask("GET", ORDERS).send().at("/status/externalName"));
  }

  @Test
  void aNameThatWasDeletedIsNoWayIn() {
    String path = "/v1/teams/payments/databases/reused";
    String uid =
        server.ask("PUT", path).json(SMALL).header("Prefer", "wait=30").send().at("/metadata/uid");
    assertEquals(200, server.ask("DELETE", path).header("Prefer", "wait=30").send().status());

    Ask.Told own =
        server
            .askAs(b, "PUT", "/v1/teams/search/databases/reused")
            .json(SMALL)
            .header("Prefer", "wait=30")
            .send();
    assertNotEquals(uid, own.at("/metadata/uid"));
    // Who may see it is told that it is gone; who may not, not even that it was.
    assertEquals(410, server.ask("GET", path).send().status());
    Ask.Told told = server.askAs(b, "GET", path).send();
    assertEquals(404, told.status());
    assertTrue(isAudited(told, "payments"));
    assertEquals(404, server.askAs(b, "GET", "/v1/resources/" + uid).send().status());
  }

  @Test
  void theirLogIsTheirsAlone() {
    Ask.Told own = server.askAs(b, "GET", "/v1/audit?limit=500").send();
    own.json()
        .path("items")
        .forEach(entry -> assertEquals("search", entry.path("team").asString()));

    Ask.Told foreign = server.askAs(b, "GET", "/v1/audit?team=payments").send();
    assertEquals(0, foreign.json().path("items").size());
    assertTrue(isAudited(foreign, "payments"));
  }

  @Test
  void secretsThatWereReadAreWrittenDown() {
    Ask.Told read = server.ask("GET", ORDERS + "/connection").send();

    assertEquals(200, read.status());
    JsonNode entry = entry(read.header("X-Request-Id"));
    assertEquals("done", entry.path("outcome").asString());
    assertEquals("dev@local", entry.path("actor").asString());
    assertEquals("getConnection", entry.path("operation").asString());
  }

  /** Nothing that only who may see it knows. */
  private void revealsNothing(Ask.Told told) {
    for (String pointer : List.of("/metadata/uid", "/status/externalName", "/plan/digest")) {
      String known = orders.at(pointer).asString();
      assertFalse(told.text().contains(known), () -> pointer + " in " + told);
    }
    assertTrue(told.header("ETag").isEmpty(), told.toString());
  }

  private boolean isAudited(Ask.Told told, String team) {
    JsonNode entry = entry(told.header("X-Request-Id"));
    return entry.path("outcome").asString("").equals("denied")
        && entry.path("team").asString("").equals(team)
        && entry.path("actor").asString("").equals("token:search/test");
  }

  private JsonNode entry(String requestId) {
    return server
        .ask("GET", "/v1/audit?limit=500")
        .send()
        .json()
        .path("items")
        .valueStream()
        .filter(entry -> entry.path("requestId").asString().equals(requestId))
        .findFirst()
        .orElseThrow();
  }
}
