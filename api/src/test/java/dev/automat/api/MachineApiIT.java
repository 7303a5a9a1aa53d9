package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lists, verdicts, the catalogue, and the machine itself over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MachineApiIT {

  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path home) {
    server = new RunningServer(home);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void theLogHoldsNoStackTrace() {
    assertEquals(List.of(), server.stackTraces());
  }

  @Test
  void listsInPagesAndMissesNothing() {
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      String path = "/v1/teams/paging/queues/q" + i;
      expected.add(
          server
              .ask("PUT", path)
              .json("{\"spec\": {\"environment\": \"dev\"}}")
              .send()
              .at("/metadata/uid"));
    }
    Set<String> found = new HashSet<>();
    String next = "";
    int pages = 0;
    do {
      String cursor = next.isEmpty() ? "" : "&cursor=" + next;
      Ask.Told page =
          server.ask("GET", "/v1/resources?team=paging&kind=Queue&limit=3" + cursor).send();
      assertEquals(200, page.status(), page.toString());
      page.json().path("items").forEach(item -> found.add(item.at("/metadata/uid").asString()));
      next = page.at("/next");
      pages++;
    } while (!next.isEmpty());

    assertEquals(expected, found);
    assertEquals(3, pages);
    Ask.Told other = server.ask("GET", "/v1/resources?team=paging&environment=prod").send();
    assertEquals(0, other.json().path("items").size());
  }

  @Test
  void aCursorHoldsForItsFiltersOnly() {
    for (int i = 0; i < 2; i++) {
      server
          .ask("PUT", "/v1/teams/cursors/queues/q" + i)
          .json("{\"spec\": {\"environment\": \"dev\"}}")
          .send();
    }
    String next = server.ask("GET", "/v1/resources?team=cursors&limit=1").send().at("/next");

    Ask.Told told = server.ask("GET", "/v1/resources?team=others&limit=1&cursor=" + next).send();

    assertEquals(400, told.status(), told.toString());
  }

  @Test
  void givesOneVerdictForEachDocument() {
    String documents =
        """
        kind: Database
        metadata: {team: payments, name: verdict-one}
        spec: {environment: dev}
        ---
        kind: Databse
        metadata: {team: payments, name: verdict-two}
        spec: {environment: dev}
        ---
        kind: Queue
        metadata: {team: payments, name: Verdict_Three, lables: {}}
        spec: {environment: nowhere, inputs: {visibilitySeconds: -1}}
        """;

    Ask.Told told =
        server.ask("POST", "/v1/requests:validate").body("application/yaml", documents).send();

    assertEquals(200, told.status(), told.toString());
    assertEquals(2, told.json().path("refused").asInt());
    assertEquals("create", told.at("/items/0/effect"));
    assertEquals("Database", told.at("/items/1/violations/0/nearest"));
    assertTrue(told.json().at("/items/2/violations").size() >= 3, told.toString());
  }

  @Test
  void saysWhatEachDocumentWouldDo() {
    server
        .ask("PUT", "/v1/teams/payments/databases/effects")
        .json("{\"spec\":{\"environment\":\"dev\"}}")
        .send();
    String documents =
        """
        kind: Database
        metadata: {team: payments, name: effects}
        spec: {environment: dev}
        ---
        kind: Database
        metadata: {team: payments, name: effects, labels: {tier: gold}}
        spec: {environment: dev}
        """;

    Ask.Told told =
        server.ask("POST", "/v1/requests:validate").body("application/yaml", documents).send();

    assertEquals(200, told.status(), told.toString());
    assertEquals("nothing", told.at("/items/0/effect"), told.toString());
    assertEquals("change", told.at("/items/1/effect"), told.toString());
  }

  @Test
  void showsTheCatalogue() {
    assertEquals("toy", server.ask("GET", "/v1/catalog").send().at("/kinds/0/defaultModule"));
    assertEquals(
        "databases", server.ask("GET", "/v1/catalog/kinds/databases").send().at("/plural"));
    Ask.Told module = server.ask("GET", "/v1/catalog/databases/toy/1.0.0").send();
    assertEquals(200, module.status(), module.toString());
    assertEquals("replace", module.at("/marks/engine/changes/toy"), module.toString());
    Ask.Told unknown = server.ask("GET", "/v1/catalog/databases/toy/1.0.1").send();
    assertEquals(404, unknown.status());
    assertEquals("toy/1.0.0", unknown.at("/nearest"));
  }

  @Test
  void servesTheContractWithTheCatalogueInIt() {
    JsonNode contract = server.ask("GET", "/openapi.json").send().json();

    assertEquals("3.1.0", contract.path("openapi").asString());
    assertEquals("databases", contract.at("/components/parameters/Kinds/schema/enum/0").asString());
    assertFalse(contract.at("/components/schemas/Spec_Database_toy_1.0.0").isMissingNode());
  }

  @Test
  void saysHowItIs() {
    server
        .ask("PUT", "/v1/teams/payments/databases/measured")
        .json("{\"spec\": {\"environment\": \"dev\"}}")
        .header("Prefer", "wait=30")
        .send();

    assertEquals(200, server.ask("GET", "/healthz").send().status());
    Ask.Told ready = server.ask("GET", "/readyz").send();
    assertEquals(200, ready.status(), ready.toString());
    assertTrue(ready.text().contains("\"catalogue\""), ready.toString());
    String metrics = server.ask("GET", "/metrics").send().text();
    assertTrue(metrics.contains("automat_resources{phase=\"Ready\"}"), metrics);
    assertTrue(metrics.contains("operation=\"putResource\",status=\"201\""), metrics);
    assertTrue(metrics.contains("automat_catalog_behind 0.0"), metrics);
    assertTrue(metrics.contains("jvm_memory_used_bytes"), metrics);
    assertFalse(metrics.contains("measured"), "no names of resources in measures");
  }

  @Test
  void showsAccountsAndReleasesOnlyWhatIsHeld() {
    Ask.Told accounts = server.ask("GET", "/v1/accounts").send();
    assertEquals("toy/default", accounts.at("/items/0/account"));

    Ask.Told told = server.ask("POST", "/v1/accounts/toy/default:release").send();

    assertEquals(404, told.status(), told.toString());
    assertEquals("not-held", told.at("/code"));
  }
}
