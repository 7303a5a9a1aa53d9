package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The life of resources over HTTP. Each test has a name of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourceApiIT {

  private static final String SMALL =
      """
      {"spec": {"environment": "dev", "size": "small", "purpose": "integration-test", "lifetime": "14d"}}
      """;

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

  private static String database(String name) {
    return "/v1/teams/payments/databases/" + name;
  }

  private Ask.Told put(String name, String body) {
    return server.ask("PUT", database(name)).json(body).header("Prefer", "wait=30").send();
  }

  @Test
  void answersWithTheReadyDocumentToWhoWaits() {
    Ask.Told told = put("waited", SMALL);

    assertEquals(201, told.status(), told.toString());
    assertEquals("wait=30", told.header("Preference-Applied"));
    assertEquals(database("waited"), told.header("Location"));
    assertEquals("Ready", told.at("/status/phase"));
    assertEquals("sha256:", told.at("/plan/digest").substring(0, 7));
    assertEquals(database("waited") + "/connection", told.at("/status/connection/href"));
    assertEquals(1, told.json().at("/status/connection/version").asInt());
    assertEquals("cc-1234", told.at("/plan/tags/cost-center"));
    assertEquals(
        "\"" + told.at("/metadata/uid") + "-1\"", told.header("ETag"), told.header("ETag"));
  }

  @Test
  void writesTheDocumentInTheOrderInWhichPeopleReadIt() {
    JsonNode document = put("ordered", SMALL).json();

    assertEquals(
        List.of("apiVersion", "kind", "metadata", "spec", "plan", "status"), keys(document));
    assertEquals(
        List.of(
            "team", "name", "labels", "uid", "generation", "createdAt", "createdBy", "expiresAt"),
        keys(document.path("metadata")));
    assertEquals(
        List.of("digest", "module", "moduleDigest", "type", "placement", "inputs", "origins"),
        keys(document.path("plan")).subList(0, 7));
    assertEquals(
        List.of("phase", "observedGeneration", "externalName", "nextReconcileAt", "conditions"),
        keys(document.path("status")).subList(0, 5));
  }

  private static List<String> keys(JsonNode node) {
    return new ArrayList<>(node.propertyNames());
  }

  @Test
  void answersAtOnceToWhoDoesNotWait() {
    server.cloud().slow.add("unhurried-");

    Ask.Told told = server.ask("PUT", database("unhurried")).json(SMALL).send();

    assertEquals(202, told.status(), told.toString());
    assertEquals(database("unhurried"), told.header("Location"));
    assertFalse(told.header("Retry-After").isEmpty());
  }

  @Test
  void givesUpWaitingWhenTheTimeIsOver() {
    server.cloud().slow.add("dawdling-");

    Ask.Told told =
        server.ask("PUT", database("dawdling")).json(SMALL).header("Prefer", "wait=1").send();

    assertEquals(202, told.status(), told.toString());
    assertEquals("wait=1", told.header("Preference-Applied"));
    server.cloud().slow.remove("dawdling-");
    Ask.Told later = server.ask("GET", database("dawdling")).header("Prefer", "wait=30").send();
    assertEquals("Ready", later.at("/status/phase"), later.toString());
  }

  @Test
  void saysWhyWhatCanNotBeMadeFailed() {
    server.cloud().impossible.add("impossible-");

    Ask.Told told = put("impossible", SMALL);

    assertEquals(201, told.status(), told.toString());
    assertEquals("Failed", told.at("/status/phase"));
    assertTrue(told.text().contains("the toy cloud has no such thing"), told.text());
  }

  @Test
  void saysAtOnceThatAChangeOfWhatIsReadyWasRefused() {
    put("stubborn", SMALL);
    server.cloud().stubborn.add("stubborn-");
    long began = System.nanoTime();

    Ask.Told told =
        server
            .ask("PUT", database("stubborn"))
            .json(SMALL.replace("small", "medium"))
            .header("Prefer", "wait=60")
            .send();

    assertEquals(200, told.status(), told.toString());
    assertEquals("Degraded", told.at("/status/phase"));
    assertTrue(told.text().contains("the toy cloud is full"), told.text());
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(took.compareTo(Duration.ofSeconds(45)) < 0, () -> took + " of 60 s");
    Ask.Told looked = server.ask("GET", database("stubborn")).header("Prefer", "wait=30").send();
    assertEquals("Degraded", looked.at("/status/phase"));
  }

  @Test
  void answersHeadAsGetWithoutTheBody() throws Exception {
    put("headed", SMALL);
    for (String path :
        List.of(
            database("headed"),
            database("headed") + "/events",
            database("headed") + "/connection",
            database("never"),
            "/v1/catalog",
            "/healthz",
            "/metrics")) {
      HttpResponse<String> get = plain("GET", path);
      HttpResponse<String> head = plain("HEAD", path);
      assertEquals(get.statusCode(), head.statusCode(), path);
      assertEquals("", head.body(), path);
      assertEquals(named(get), named(head), path);
      assertTrue(head.headers().firstValueAsLong("Content-Length").orElse(0) > 0, path);
      assertEquals(get.headers().firstValue("ETag"), head.headers().firstValue("ETag"), path);
    }
    HttpResponse<String> stream =
        plain("HEAD", database("headed") + "/events", "Accept", "text/event-stream");
    assertEquals(405, stream.statusCode());
    HttpResponse<String> action = plain("HEAD", "/v1/requests:validate");
    assertEquals(405, action.statusCode());
    assertEquals("POST", action.headers().firstValue("Allow").orElse(""));
  }

  private HttpResponse<String> plain(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder builder = server.request(path);
    if (headers.length > 0) {
      builder.headers(headers);
    }
    HttpRequest request = builder.method(method, HttpRequest.BodyPublishers.noBody()).build();
    return server.http().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** The names of the headers. */
  private static Set<String> named(HttpResponse<String> response) {
    return response.headers().map().keySet();
  }

  @Test
  void theSameAgainDoesNothing() {
    Ask.Told first = put("same", SMALL);

    Ask.Told second = server.ask("PUT", database("same")).json(SMALL).send();

    assertEquals(200, second.status());
    assertEquals(first.at("/metadata/uid"), second.at("/metadata/uid"));
    assertEquals(1, second.json().at("/metadata/generation").asInt());
  }

  @Test
  void readsWhatCurlSends() {
    Ask.Told told =
        server
            .ask("PUT", database("curled"))
            .body("application/x-www-form-urlencoded", SMALL.strip())
            .send();

    assertEquals(202, told.status(), told.toString());
  }

  @Test
  void readsYaml() {
    Ask.Told told =
        server
            .ask("PUT", database("yaml"))
            .body("application/yaml", "# a comment\nspec:\n  environment: dev\n")
            .send();

    assertEquals(202, told.status(), told.toString());
  }

  @Test
  void whatWasReadCanBeEditedAndSentBack() {
    ObjectNode document = (ObjectNode) put("edited", SMALL).json();
    ((ObjectNode) document.path("spec")).put("size", "medium");
    ((ObjectNode) document.path("metadata")).putObject("labels").put("app", "shop");

    Ask.Told told = put("edited", Json.write(document));

    assertEquals(200, told.status(), told.toString());
    assertEquals(2, told.json().at("/metadata/generation").asInt());
    assertEquals(100, told.json().at("/plan/settings/connections").asInt());
    assertEquals("shop", told.at("/metadata/labels/app"));
  }

  @Test
  void aDocumentOfAnotherIncarnationIsAConflict() {
    put("other", SMALL);
    String foreign =
        """
        {"metadata": {"uid": "aaaaaaaaaaaaaaaaaaaa"}, "spec": {"environment": "dev"}}
        """;

    Ask.Told told = put("other", foreign);

    assertEquals(409, told.status(), told.toString());
    assertEquals("other-uid", told.at("/code"));
  }

  @Test
  void anEtagGuardsWhatOthersChanged() {
    String etag = put("guarded", SMALL).header("ETag");
    String medium = SMALL.replace("small", "medium");

    assertEquals(
        304, server.ask("GET", database("guarded")).header("If-None-Match", etag).send().status());
    assertEquals(
        412,
        server
            .ask("PUT", database("guarded"))
            .json(SMALL)
            .header("If-None-Match", "*")
            .send()
            .status());
    Ask.Told changed =
        server.ask("PUT", database("guarded")).json(medium).header("If-Match", etag).send();
    assertEquals(202, changed.status(), changed.toString());
    Ask.Told stale =
        server.ask("PUT", database("guarded")).json(SMALL).header("If-Match", etag).send();
    assertEquals(412, stale.status(), stale.toString());
    assertEquals("stale", stale.at("/code"));
    assertEquals(changed.header("ETag"), stale.at("/current/etag"));
    assertEquals(
        412, server.ask("DELETE", database("guarded")).header("If-Match", etag).send().status());
    assertEquals(
        412,
        server
            .ask("PUT", database("never-was"))
            .json(SMALL)
            .header("If-Match", "*")
            .send()
            .status());
  }

  @Test
  void anotherManagerMustTakeOver() {
    server
        .ask("PUT", database("managed"))
        .json(SMALL)
        .header("Automat-Managed-By", "terraform:network")
        .send();
    String medium = SMALL.replace("small", "medium");

    Ask.Told refused =
        server
            .ask("PUT", database("managed"))
            .json(medium)
            .header("Automat-Managed-By", "cli")
            .send();
    Ask.Told taken =
        server
            .ask("PUT", database("managed") + "?takeOver=true")
            .json(medium)
            .header("Automat-Managed-By", "cli")
            .send();

    assertEquals(409, refused.status(), refused.toString());
    assertEquals("managed-elsewhere", refused.at("/code"));
    assertEquals(202, taken.status(), taken.toString());
    assertEquals("cli", taken.at("/metadata/managedBy"));
  }

  private Ask.Told validated(String name, String query) {
    return server
        .ask("POST", "/v1/requests:validate" + query)
        .json(
            """
            {"kind": "Database", "metadata": {"team": "payments", "name": "%s", "managedBy": "cli"},
             "spec": {"environment": "dev", "lifetime": "5d"}}
            """
                .formatted(name))
        .send();
  }

  @Test
  void anotherManagerMustTakeOverToEndItAndMayAlwaysLook() {
    server
        .ask("PUT", database("kept"))
        .json(SMALL)
        .header("Automat-Managed-By", "terraform:network")
        .header("Prefer", "wait=30")
        .send();

    Ask.Told byHand = server.ask("DELETE", database("kept")).send();
    Ask.Told byAnother =
        server.ask("DELETE", database("kept")).header("Automat-Managed-By", "cli").send();
    Ask.Told anew = server.ask("POST", database("kept") + ":recreate").send();
    Ask.Told looked = server.ask("POST", database("kept") + ":reconcile").send();
    Ask.Told anewTaken =
        server.ask("POST", database("kept") + ":recreate?takeOver=true").json("{}").send();
    Ask.Told checked = validated("kept", "");
    Ask.Told checkedTaken = validated("kept", "?takeOver=true");
    Ask.Told taken = server.ask("DELETE", database("kept") + "?takeOver=true").send();
    Ask.Told repeated = server.ask("DELETE", database("kept")).send();

    for (Ask.Told refused : List.of(byHand, byAnother, anew)) {
      assertEquals(409, refused.status(), refused.toString());
      assertEquals("managed-elsewhere", refused.at("/code"));
      assertTrue(refused.at("/fix").contains("takeOver=true"), refused.toString());
      assertEquals("terraform:network", refused.at("/current/managedBy"));
    }
    assertEquals(202, looked.status(), looked.toString());
    assertEquals("not-recreatable", anewTaken.at("/code"), "it is there: " + anewTaken);
    assertEquals("managed-elsewhere", checked.at("/items/0/violations/0/rule"), checked.toString());
    assertEquals("true", checkedTaken.at("/items/0/allowed"), checkedTaken.toString());
    assertEquals(202, taken.status(), taken.toString());
    assertTrue(List.of(202, 410).contains(repeated.status()), repeated.toString());
  }

  @Test
  void itsManagerEndsItWithoutAnotherWord() {
    server
        .ask("PUT", database("owned"))
        .json(SMALL)
        .header("Automat-Managed-By", "terraform:network")
        .send();

    Ask.Told told =
        server
            .ask("DELETE", database("owned"))
            .header("Automat-Managed-By", "terraform:network")
            .send();

    assertEquals(202, told.status(), told.toString());
  }

  @Test
  void validatingChangesNothing() {
    Ask.Told told =
        server.ask("PUT", database("imagined") + "?validateOnly=true").json(SMALL).send();

    assertEquals(200, told.status(), told.toString());
    assertTrue(told.json().path("status").isMissingNode());
    assertEquals(404, server.ask("GET", database("imagined")).send().status());
    assertEquals(put("imagined", SMALL).at("/plan/digest"), told.at("/plan/digest"));
  }

  @Test
  void validatingWhatStandsShowsWhatStands() {
    Ask.Told made = put("standing", SMALL);

    Ask.Told told =
        server.ask("PUT", database("standing") + "?validateOnly=true").json(SMALL).send();

    assertEquals(200, told.status(), told.toString());
    assertEquals(made.at("/plan/digest"), told.at("/plan/digest"));
    assertEquals(made.at("/metadata/uid"), told.at("/metadata/uid"));
  }

  @Test
  void whatIsDeletedIsGoneAndItsNameFree() {
    String uid = put("short-lived", SMALL).at("/metadata/uid");

    Ask.Told deleted =
        server.ask("DELETE", database("short-lived")).header("Prefer", "wait=30").send();

    assertEquals(200, deleted.status(), deleted.toString());
    assertEquals("Deleted", deleted.at("/status/phase"));
    Ask.Told gone = server.ask("GET", database("short-lived")).send();
    assertEquals(410, gone.status(), gone.toString());
    assertEquals("deleted", gone.at("/reason"));
    assertEquals(410, server.ask("DELETE", database("short-lived")).send().status());
    assertEquals("Deleted", server.ask("GET", "/v1/resources/" + uid).send().at("/status/phase"));
    Ask.Told anew = put("short-lived", SMALL);
    assertEquals(201, anew.status(), anew.toString());
    assertNotEquals(uid, anew.at("/metadata/uid"));
  }

  @Test
  void showsTheConnectionOnlyWhereItBelongs() {
    put("secretive", SMALL);

    Ask.Told told = server.ask("GET", database("secretive") + "/connection").send();
    String password = told.at("/password");

    assertEquals(200, told.status(), told.toString());
    assertTrue(told.at("/uri").contains(password));
    assertTrue(password.length() >= 20, "a password of its own");
    for (String path :
        List.of(database("secretive"), database("secretive") + "/events", "/v1/resources")) {
      assertFalse(server.ask("GET", path).send().text().contains(password), path);
    }
    assertTrue(
        server.log().stream().noneMatch(event -> event.getFormattedMessage().contains(password)));
  }

  @Test
  void thereIsNoConnectionBeforeItIsReady() {
    server.cloud().slow.add("unready-");
    server.ask("PUT", database("unready")).json(SMALL).send();

    Ask.Told told = server.ask("GET", database("unready") + "/connection").send();

    assertEquals(409, told.status(), told.toString());
    assertEquals("not-connectable", told.at("/code"));
  }

  @Test
  void aPersonCanHaveTheEngineLookAgain() {
    put("looked-at", SMALL);

    Ask.Told plain = server.ask("POST", database("looked-at") + ":reconcile").send();
    Ask.Told encoded = server.ask("POST", database("looked-at") + "%3Areconcile").send();

    assertEquals(202, plain.status(), plain.toString());
    assertEquals(202, encoded.status(), encoded.toString());
  }

  @Test
  void onlyWhatIsMissingIsMadeAnew() {
    String externalName = put("lost", SMALL).at("/status/externalName");
    assertEquals(
        "not-recreatable", server.ask("POST", database("lost") + ":recreate").send().at("/code"));

    server.cloud().standing.remove(externalName);
    Await.until(
        "the loss is seen",
        () -> {
          server.ask("POST", database("lost") + ":reconcile").send();
          return server.ask("GET", database("lost")).send().text().contains("MissingExternally");
        });

    Ask.Told told =
        server
            .ask("POST", database("lost") + ":recreate")
            .json("{\"acceptDataLoss\": true}")
            .send();
    assertEquals(202, told.status(), told.toString());
    Await.until("it is made anew", () -> server.cloud().standing.containsKey(externalName));
  }

  @Test
  void protectsWhatIsProtected() {
    String spec = "{\"spec\": {\"environment\": \"prod\"}}";
    put("precious", spec);

    Ask.Told told = server.ask("DELETE", database("precious")).send();

    assertEquals(409, told.status(), told.toString());
    assertEquals("protected", told.at("/code"));
  }

  @Test
  void neverReplacesWhatHoldsData() {
    put("fixed", "{\"spec\": {\"environment\": \"dev\", \"inputs\": {\"storageGiB\": 20}}}");

    Ask.Told told =
        put("fixed", "{\"spec\": {\"environment\": \"dev\", \"inputs\": {\"storageGiB\": 5}}}");

    assertEquals(422, told.status(), told.toString());
    assertEquals("/spec/inputs/storageGiB", told.at("/violations/0/pointer"));
  }
}
