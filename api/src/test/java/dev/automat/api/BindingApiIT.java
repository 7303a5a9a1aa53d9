package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The life of bindings over HTTP. Each test has a database of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BindingApiIT {

  private static final String SMALL = "{\"spec\": {\"environment\": \"dev\"}}";

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

  private String database(String name) {
    String path = "/v1/teams/payments/databases/" + name;
    Ask.Told told = server.ask("PUT", path).json(SMALL).header("Prefer", "wait=30").send();
    assertEquals("Ready", told.at("/status/phase"), told.toString());
    return path;
  }

  private Ask.Told ask(String method, String path, String body) {
    Ask ask = server.ask(method, path).header("Prefer", "wait=30");
    return body.isEmpty() ? ask.send() : ask.json(body).send();
  }

  private Ask.Told bind(String database, String consumer) {
    return ask("PUT", database + "/bindings/" + consumer, "");
  }

  private Ask.Told get(String path) {
    return server.ask("GET", path).send();
  }

  @Test
  void givesAConsumerAConnectionOfItsOwn() {
    String database = database("own");
    Ask.Told bound = bind(database, "checkout");

    assertEquals(201, bound.status(), bound.toString());
    assertEquals(database + "/bindings/checkout", bound.header("Location"));
    assertEquals("Ready", bound.at("/status/phase"));
    assertEquals("readwrite", bound.at("/spec/access"));
    assertEquals("1h", bound.at("/spec/overlap"));
    assertEquals(1, bound.json().at("/status/version").asInt());
    assertEquals("Database", bound.at("/metadata/resource/kind"));

    Ask.Told connection = get(bound.at("/status/connection/href"));
    assertEquals(200, connection.status(), connection.toString());
    assertEquals("toy", connection.at("/provider"));
    assertEquals("toy", connection.at("/type"));
    assertEquals("this machine only", connection.at("/reachableFrom"));
    assertEquals("127.0.0.1", connection.at("/host"));
    assertEquals(
        bound.at("/metadata/resource/uid") + "_" + bound.at("/metadata/id") + "_1",
        connection.at("/username"));
    assertNotEquals(get(database + "/connection").at("/password"), connection.at("/password"));
    assertTrue(server.cloud().users.containsKey(connection.at("/username")));
    assertEquals("checkout", get(database + "/bindings").at("/items/0/metadata/consumer"));
  }

  @Test
  void theSameAgainIsNothingAndAnotherSpecIsAChange() {
    String path = database("again") + "/bindings/checkout";
    assertEquals(201, ask("PUT", path, "").status());
    assertEquals(200, ask("PUT", path, "{\"spec\": {\"access\": \"readwrite\"}}").status());
    Ask.Told changed = ask("PUT", path, "{\"spec\": {\"overlap\": \"10m\"}}");
    assertEquals(200, changed.status(), changed.toString());
    assertEquals(2, changed.json().at("/metadata/generation").asInt());
    assertEquals("10m", changed.at("/spec/overlap"));
    // A document that was read can be sent back.
    assertEquals(200, ask("PUT", path, changed.text()).status());
  }

  @Test
  void rotatesWithAnOverlapAndTellsUntilWhen() {
    String path = database("rotated") + "/bindings/checkout";
    ask("PUT", path, "");
    String old = get(path + "/connection").at("/password");
    Ask.Told rotated = ask("POST", path + ":rotate", "");
    assertEquals(200, rotated.status(), rotated.toString());
    assertEquals(2, rotated.json().at("/status/version").asInt());
    assertEquals(1, rotated.json().at("/status/previousVersion").asInt());
    assertFalse(rotated.at("/status/previousValidUntil").isEmpty(), rotated.toString());
    assertNotEquals(old, get(path + "/connection").at("/password"));
    assertEquals(2, usersOf(rotated));

    Ask.Told again = ask("POST", path + ":rotate", "{}");
    assertEquals(409, again.status(), again.toString());
    assertEquals("rotating", again.at("/code"));
    assertFalse(again.header("Retry-After").isEmpty());

    Ask.Told now = ask("POST", path + ":rotate", "{\"overlap\": \"0s\"}");
    assertEquals(3, now.json().at("/status/version").asInt(), now.toString());
    assertEquals("", now.at("/status/previousValidUntil"));
    assertEquals(1, usersOf(now));
  }

  private long usersOf(Ask.Told binding) {
    String prefix = binding.at("/metadata/resource/uid") + "_" + binding.at("/metadata/id");
    return server.cloud().users.keySet().stream().filter(u -> u.startsWith(prefix)).count();
  }

  @Test
  void unbindsAndThenKnowsItNoMore() {
    String database = database("unbound");
    Ask.Told bound = bind(database, "checkout");
    Ask.Told gone = ask("DELETE", database + "/bindings/checkout", "");
    assertEquals(200, gone.status(), gone.toString());
    assertEquals("Unbound", gone.at("/status/phase"));
    assertEquals(0, usersOf(bound));
    assertEquals(404, get(database + "/bindings/checkout").status());
    assertEquals(404, get(database + "/bindings/checkout/connection").status());
    assertEquals(404, ask("DELETE", database + "/bindings/checkout", "").status());
    assertEquals("[]", get(database + "/bindings").json().path("items").toString());
    Ask.Told next = bind(database, "checkout");
    assertEquals(201, next.status());
    assertNotEquals(bound.at("/metadata/id"), next.at("/metadata/id"));
  }

  @Test
  void saysWhatFailedAndWhatToDo() {
    String database = database("failing");
    Ask.Told failed = bind(database, "impossible");
    assertEquals("Failed", failed.at("/status/phase"), failed.toString());
    assertEquals("Refused", failed.at("/status/trouble/reason"));
    assertEquals(
        "the toy cloud does not like it: call it otherwise", failed.at("/status/trouble/message"));
    Ask.Told connection = get(database + "/bindings/impossible/connection");
    assertEquals(409, connection.status());
    assertEquals("not-connectable", connection.at("/code"));
    assertTrue(connection.text().contains("does not like it"), connection.text());
    assertEquals("Ready", get(database).at("/status/phase"));
    assertTrue(get(database + "/events").text().contains("BindingFailed"));
  }

  @Test
  void refusesWhatTheTypeCanNotDoWithTheReason() {
    String database = database("refusing");
    Ask.Told access = ask("PUT", database + "/bindings/a", "{\"spec\": {\"access\": \"read\"}}");
    assertEquals(422, access.status());
    assertEquals("/spec/access", access.at("/violations/0/pointer"));
    assertEquals(
        "toy/database can not hold an application to read", access.at("/violations/0/message"));
    Ask.Told principal =
        ask("PUT", database + "/bindings/a", "{\"spec\": {\"principal\": \"arn:x\"}}");
    assertEquals("principal-not-used", principal.at("/violations/0/rule"), principal.toString());
    Ask.Told overlap = ask("PUT", database + "/bindings/a", "{\"spec\": {\"overlap\": \"31d\"}}");
    assertEquals("invalid-overlap", overlap.at("/violations/0/rule"), overlap.toString());
    assertEquals(422, ask("PUT", database + "/bindings/Not_A_Name", "").status());
    assertEquals(
        422, ask("PUT", database + "/bindings/a", "{\"spec\": {\"acces\": \"x\"}}").status());
    assertEquals(
        422, ask("POST", database + "/bindings/a:rotate", "{\"overlap\": \"x\"}").status());
    assertEquals(404, ask("POST", database + "/bindings/a:rotate", "").status());

    String queue = "/v1/teams/payments/queues/refusing";
    server.ask("PUT", queue).json(SMALL).header("Prefer", "wait=30").send();
    Ask.Told refused = ask("PUT", queue + "/bindings/a", "");
    assertEquals(409, refused.status(), refused.toString());
    assertEquals("not-bindable", refused.at("/code"));
    assertEquals("toy/queue makes no users and no grants for applications", refused.at("/detail"));
  }

  @Test
  void endsWithItsResourceAndIsNotTheNextOnes() {
    String database = database("ending");
    bind(database, "checkout");
    server.ask("DELETE", database).header("Prefer", "wait=30").send();
    assertEquals(410, get(database + "/bindings/checkout").status());
    assertEquals(410, bind(database, "checkout").status());
    database("ending");
    assertEquals(404, get(database + "/bindings/checkout").status());
    assertEquals(404, get("/v1/teams/payments/databases/never/bindings").status());
  }

  @Test
  void givesTheConnectionInTheFormThatIsAskedFor() {
    String path = database("formed") + "/bindings/checkout";
    ask("PUT", path, "");
    String connection = path + "/connection?format=";
    assertTrue(get(connection + "kubernetes-secret").text().startsWith("apiVersion: v1\n"));
    assertTrue(get(connection + "external-secret").text().contains("kind: ExternalSecret"));
    assertTrue(get(connection + "dotenv").text().contains("FORMED_HOST=127.0.0.1\n"));
    assertTrue(get(connection + "uri").text().startsWith("toy://"));
    assertEquals(get(path + "/connection").text(), get(connection + "servicebinding").text());
    assertEquals(400, get(connection + "xml").status());
  }
}
