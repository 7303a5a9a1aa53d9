package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Does with a server all that can be done, and keeps what it answers. */
final class Exercise {

  static final String TEAM = "/v1/teams/canary/";

  /** A database that stays. */
  static final String STAYS = TEAM + "databases/stays";

  private static final String GOES = TEAM + "databases/goes";
  private static final String FAILS = TEAM + "databases/fails";
  private static final String QUEUE = TEAM + "queues/queue";
  private static final String SMALL =
      "{\"spec\": {\"environment\": \"dev\", \"size\": \"small\", \"inputs\": {\"storageGiB\":"
          + " 50}}}";

  private final Talk talk;
  private final List<String> answers = new ArrayList<>();

  Exercise(Talk talk) {
    this.talk = talk;
  }

  /** All that was answered, but for connections and echoes. */
  List<String> answers() {
    return answers;
  }

  Answer heard(String method, String path, String body, String... headers) {
    return kept(method, path, talk.ask(method, path, body, headers));
  }

  private Answer kept(String method, String path, Answer answer) {
    answers.add(method + " " + path + ": " + answer + answer.response().headers().map());
    return answer;
  }

  /** One life of each sort. */
  void lives() {
    assertEquals("Ready", put(STAYS, SMALL).at("/status/phase"));
    assertEquals("Ready", put(GOES, SMALL).at("/status/phase"));
    assertEquals("Ready", put(QUEUE, "{\"spec\": {\"environment\": \"dev\"}}").at("/status/phase"));
    assertEquals("Ready", put(STAYS, SMALL.replace("small", "medium")).at("/status/phase"));
    String otherVersion = SMALL.replace("50", "50, \"engineVersion\": \"17\"");
    assertEquals("Failed", put(FAILS, otherVersion).at("/status/phase"));
    assertTrue(heard("DELETE", GOES, "", "Prefer", "wait=60").isGood());
    Await.until("it is gone", () -> heard("GET", GOES, "").status() == 410);
  }

  /**
   * Binds an application, gives it a new secret, and lets another go.
   *
   * @return all passwords that were shown
   */
  List<String> bindings() {
    List<String> passwords = new ArrayList<>();
    for (String consumer : List.of("checkout", "report")) {
      String path = STAYS + "/bindings/" + consumer;
      assertEquals("Ready", put(path, "{}").at("/status/phase"));
      passwords.add(connection(path).at("/password"));
    }
    String rotation = STAYS + "/bindings/checkout:rotate";
    assertTrue(heard("POST", rotation, "{\"overlap\": \"0s\"}", "Prefer", "wait=60").isGood());
    passwords.add(connection(STAYS + "/bindings/checkout").at("/password"));
    assertTrue(heard("DELETE", STAYS + "/bindings/report", "", "Prefer", "wait=60").isGood());
    heard("GET", STAYS + "/bindings", "");
    return passwords;
  }

  private Answer put(String path, String body) {
    return talk.settled(path, body, (method, answer) -> kept(method, path, answer));
  }

  /** Has the engine find something changed behind its back, and put it right. */
  void drift(LocalServers servers) throws Exception {
    String name = heard("GET", STAYS, "").at("/status/externalName");
    try (var admin = servers.administrator("postgres");
        var statement = admin.createStatement()) {
      statement.execute("ALTER DATABASE \"" + name + "\" CONNECTION LIMIT 3");
    }
    assertTrue(heard("POST", STAYS + ":reconcile", "").isGood());
    Await.until(
        "the connection limit is put right",
        () -> {
          try {
            return servers.databases().get(name) == 100;
          } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Everything that can be read, but connections. */
  void reads() throws IOException, InterruptedException {
    String uid = heard("GET", STAYS, "").at("/metadata/uid");
    for (String path :
        List.of(
            STAYS + "/events",
            GOES + "/events",
            FAILS + "/events",
            FAILS,
            QUEUE,
            "/v1/resources?deleted=true&limit=500",
            "/v1/resources/" + uid,
            "/v1/accounts",
            "/v1/catalog",
            "/v1/catalog/kinds/databases",
            "/metrics",
            "/openapi.json",
            "/healthz",
            "/readyz")) {
      heard("GET", path, "");
    }
    assertTrue(stream(STAYS + "/events").size() > 5);
  }

  /** The first lines of a stream of events. */
  private List<String> stream(String path) throws IOException, InterruptedException {
    HttpRequest request = talk.request(path).header("Accept", "text/event-stream").build();
    try (HttpClient http = HttpClient.newHttpClient();
        Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
      List<String> first = lines.limit(10).toList();
      answers.addAll(first);
      http.shutdownNow();
      return first;
    }
  }

  /** Mistakes of all sorts. */
  void mistakes() {
    assertEquals(400, heard("PUT", STAYS, "{\"spec\": ").status());
    assertEquals(422, heard("PUT", STAYS, "{\"spec\": {\"environment\": \"moon\"}}").status());
    assertEquals(422, heard("PUT", STAYS, "{\"spec\": {\"environment\": \"prod\"}}").status());
    assertEquals(412, heard("PUT", STAYS, SMALL, "If-Match", "\"other-1\"").status());
    assertEquals(412, heard("PUT", STAYS, SMALL, "If-None-Match", "*").status());
    assertEquals(404, heard("GET", TEAM + "databases/never", "").status());
    assertEquals(404, heard("DELETE", TEAM + "databases/never", "").status());
    assertEquals(404, heard("GET", TEAM + "moons/never", "").status());
    assertEquals(405, heard("PATCH", STAYS, SMALL).status());
    assertEquals(409, heard("GET", FAILS + "/connection", "").status());
    assertEquals(409, heard("POST", STAYS + ":recreate", "{\"acceptDataLoss\": true}").status());
    assertEquals(410, heard("GET", GOES + "/connection", "").status());
    assertEquals(400, heard("GET", "/v1/resources?limit=many", "").status());
    assertTrue(heard("POST", "/v1/requests:validate", SMALL).status() < 500);
  }

  /**
   * People paste passwords where they do not belong; an answer may echo them, nothing else. Not in
   * a path: that is an address, and the access log is there to say which were asked for.
   */
  void misplaced(String password) {
    for (Answer answer :
        List.of(
            talk.ask("PUT", STAYS, SMALL.replace("50", "50, \"password\": \"" + password + "\"")),
            talk.ask("PUT", STAYS, "{\"spec\": {\"environment\": \"" + password + "\"}}"),
            talk.ask("PUT", STAYS, "{\"password\": \"" + password + "\""),
            talk.ask("GET", STAYS + "?password=" + password, ""),
            talk.ask("GET", STAYS, "", "If-Match", password, "Authorization", "Bearer " + password),
            talk.ask("GET", "/v1/resources?cursor=" + password, ""))) {
      assertTrue(answer.status() < 500, answer::toString);
    }
  }

  /** A connection, which is the one answer that shows a secret. */
  Answer connection(String path) {
    Answer connection = talk.get(path + "/connection");
    assertEquals(200, connection.status(), connection::text);
    assertEquals(
        "no-store", connection.response().headers().firstValue("cache-control").orElse(""));
    return connection;
  }
}
