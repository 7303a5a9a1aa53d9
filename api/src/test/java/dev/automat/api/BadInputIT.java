package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake of a client gets its status and a problem document, and leaves no trace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

  private static final String ORDERS = "/v1/teams/payments/databases/orders";
  private static final String GOOD = "{\"spec\": {\"environment\": \"dev\"}}";

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
  void aClientsMistakeIsNoneOfTheServers() {
    assertEquals(List.of(), server.stackTraces());
    assertEquals(
        List.of(),
        server.log().stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .map(event -> event.getFormattedMessage())
            .toList());
  }

  @AfterEach
  void nothingWasStored() {
    assertEquals(
        0, server.ask("GET", "/v1/resources?deleted=true").send().json().path("items").size());
  }

  /**
   * A mistake.
   *
   * @param word what the answer must say
   */
  record Mistake(
      String what,
      String method,
      String path,
      String contentType,
      String body,
      int status,
      String code,
      String word) {

    @Override
    public String toString() {
      return what;
    }
  }

  private static Mistake json(String what, String body, int status, String code, String word) {
    return new Mistake(what, "PUT", ORDERS, "application/json", body, status, code, word);
  }

  private static Mistake at(String what, String method, String path, int status, String code) {
    String body = method.equals("PUT") ? GOOD : "";
    return new Mistake(what, method, path, "application/json", body, status, code, "");
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
            malformed(), wrongDocuments(), wrongPaths(), wrongParameters(), wrongContentTypes())
        .flatMap(stream -> stream);
  }

  private static Stream<Mistake> malformed() {
    return Stream.of(
        json("nothing", "", 400, "empty-body", "no body"),
        json("not JSON", "{\"spec\": {", 400, "malformed-body", "line 1"),
        json("YAML as JSON", "{spec: {}}", 400, "malformed-body", "line 1"),
        json("a place", "{\n \"spec\":\n  x}", 400, "malformed-body", "line 3, column 3"),
        json("two values", "{} {}", 400, "malformed-body", ""),
        json("a text", "\"spec\"", 422, "refused", ""),
        json("a list", "[]", 422, "refused", ""),
        json("null", "null", 422, "refused", ""),
        json(
            "twice the same key",
            "{\"spec\":{\"size\":\"a\",\"size\":\"b\"}}",
            400,
            "malformed-body",
            "uplicate"),
        json(
            "deep",
            "{\"spec\":" + "[".repeat(100) + "]".repeat(100) + "}",
            400,
            "malformed-body",
            "64"),
        json("very deep", "[".repeat(500_000), 400, "malformed-body", "64"),
        json(
            "half a character",
            "{\"spec\":{\"purpose\":\"\\ud800\"}}",
            400,
            "malformed-body",
            "surrogate"),
        json(
            "no character",
            "{\"spec\":{\"purpose\":\"a\\u0000b\"}}",
            400,
            "malformed-body",
            "U+0000"),
        json(
            "infinite",
            "{\"spec\":{\"inputs\":{\"storageGiB\":1e999}}}",
            400,
            "malformed-body",
            "/spec/inputs/storageGiB"),
        json(
            "beyond 64 bits",
            "{\"spec\":{\"inputs\":{\"storageGiB\":99999999999999999999}}}",
            400,
            "malformed-body",
            "out of range"),
        json(
            "10 MB",
            "{\"spec\":\"" + "x".repeat(10_000_000) + "\"}",
            413,
            "body-too-large",
            "1048576"),
        new Mistake(
            "broken YAML",
            "PUT",
            ORDERS,
            "application/yaml",
            "spec: [",
            400,
            "malformed-body",
            "body:1"),
        new Mistake(
            "anchors",
            "PUT",
            ORDERS,
            "text/yaml",
            "a: &a {b: 1}\nc: *a",
            400,
            "malformed-body",
            "anchors"),
        new Mistake(
            "deep YAML",
            "PUT",
            ORDERS,
            "application/yaml",
            "[".repeat(200_000),
            400,
            "malformed-body",
            ""),
        new Mistake(
            "two documents",
            "PUT",
            ORDERS,
            "application/yaml",
            "a: 1\n---\nb: 2",
            400,
            "malformed-body",
            "only one"));
  }

  private static Stream<Mistake> wrongDocuments() {
    return Stream.of(
        json("no spec", "{}", 422, "refused", "/spec"),
        json(
            "an unknown field",
            "{\"spce\": {}, \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "spce"),
        json(
            "an unknown field of the spec",
            "{\"spec\": {\"enviroment\": \"dev\"}}",
            422,
            "refused",
            "/spec/enviroment"),
        json(
            "a wrong type",
            "{\"spec\": {\"environment\": 7}}",
            422,
            "refused",
            "/spec/environment"),
        json("a spec that is a list", "{\"spec\": []}", 422, "refused", "/spec"),
        json(
            "labels that are a list",
            "{\"metadata\": {\"labels\": []}, \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "/metadata/labels"),
        json(
            "a label too long",
            "{\"metadata\": {\"labels\": {\"a\": \""
                + "x".repeat(64)
                + "\"}}, \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "/metadata/labels/a"),
        json(
            "another API version",
            "{\"apiVersion\": \"v1\", \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "automat.dev/v1"),
        json(
            "another team than the path",
            "{\"metadata\": {\"team\": \"fraud\"}, \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "path-agrees"),
        json(
            "another kind than the path",
            "{\"kind\": \"Queue\", \"spec\": {\"environment\": \"dev\"}}",
            422,
            "refused",
            "path-agrees"),
        json(
            "an unknown module",
            "{\"spec\": {\"module\": \"tooy\", \"environment\": \"dev\"}}",
            422,
            "refused",
            "\"toy\""),
        json(
            "an unknown environment",
            "{\"spec\": {\"environment\": \"dve\"}}",
            422,
            "refused",
            "\"dev\""),
        json(
            "an unknown size",
            "{\"spec\": {\"environment\": \"dev\", \"size\": \"smal\"}}",
            422,
            "refused",
            "\"small\""),
        json(
            "too long a life",
            "{\"spec\": {\"environment\": \"dev\", \"lifetime\": \"60d\"}}",
            422,
            "refused",
            "max-lifetime"),
        json(
            "an input out of bounds",
            "{\"spec\": {\"environment\": \"dev\", \"inputs\": {\"storageGiB\": 0}}}",
            422,
            "refused",
            "/spec/inputs/storageGiB"),
        json(
            "everything at once",
            "{\"x\": 1, \"metadata\": {\"labels\": 1}, \"spec\": {\"environment\": \"dve\","
                + " \"size\": 1}}",
            422,
            "refused",
            "/spec/environment"));
  }

  private static Stream<Mistake> wrongPaths() {
    String teams = "/v1/teams/";
    return Stream.of(
        at("a name in capitals", "PUT", teams + "payments/databases/ORDERS", 422, "refused"),
        at(
            "a name too long",
            "PUT",
            teams + "payments/databases/" + "x".repeat(41),
            422,
            "refused"),
        at("a name with U+0000", "PUT", teams + "payments/databases/a%00b", 422, "refused"),
        at("a name with a slash", "PUT", teams + "payments/databases/a%2Fb", 422, "refused"),
        at("a name in Greek", "PUT", teams + "payments/databases/%CE%B1", 422, "refused"),
        at("a team with SQL in it", "PUT", teams + "x'%3B--/databases/orders", 422, "refused"),
        at(
            "a name that is none, to GET",
            "GET",
            teams + "payments/databases/A%00",
            404,
            "not-found"),
        at(
            "a name that is none, to DELETE",
            "DELETE",
            teams + "payments/databases/A%00",
            404,
            "not-found"),
        at(
            "a name that is none, to POST",
            "POST",
            teams + "payments/databases/A%00:reconcile",
            404,
            "not-found"),
        at(
            "a verb that is none",
            "POST",
            teams + "payments/databases/orders:explode",
            405,
            "method-not-allowed"),
        at("an unknown kind", "PUT", teams + "payments/database/orders", 404, "unknown-kind"),
        at(
            "an unknown kind in the catalogue",
            "GET",
            "/v1/catalog/kinds/databse",
            404,
            "unknown-kind"),
        at("what never was", "GET", teams + "payments/databases/orders", 404, "not-found"),
        at("its events", "GET", teams + "payments/databases/orders/events", 404, "not-found"),
        at(
            "its connection",
            "GET",
            teams + "payments/databases/orders/connection",
            404,
            "not-found"),
        at(
            "deleting what never was",
            "DELETE",
            teams + "payments/databases/orders",
            404,
            "not-found"),
        at("a uid that is none", "GET", "/v1/resources/%00", 404, "not-found"),
        at("a path that is none", "GET", "/v1/resource", 404, "no-such-path"),
        at("the root", "GET", "/", 404, "no-such-path"),
        at("a path upwards", "GET", "/v1/../../etc/passwd", 404, "no-such-path"),
        at("a method that is none here", "DELETE", "/v1/resources", 405, "method-not-allowed"),
        at("PATCH", "PATCH", ORDERS, 405, "method-not-allowed"));
  }

  private static Stream<Mistake> wrongParameters() {
    return Stream.of(
        at("an unknown parameter", "PUT", ORDERS + "?validateonly=true", 400, "unknown-parameter"),
        at("no boolean", "PUT", ORDERS + "?validateOnly=yes", 400, "invalid-parameter"),
        at(
            "twice",
            "PUT",
            ORDERS + "?validateOnly=true&validateOnly=false",
            400,
            "invalid-parameter"),
        at("no number", "GET", "/v1/resources?limit=all", 400, "invalid-parameter"),
        at("too many", "GET", "/v1/resources?limit=501", 400, "invalid-parameter"),
        at("none", "GET", "/v1/resources?limit=0", 400, "invalid-parameter"),
        at("an unknown phase", "GET", "/v1/resources?phase=Redy", 400, "invalid-parameter"),
        at("an unknown kind", "GET", "/v1/resources?kind=Databse", 400, "invalid-parameter"),
        at("a cursor of one's own", "GET", "/v1/resources?cursor=abc", 400, "invalid-parameter"),
        at("a parameter where there is none", "GET", "/healthz?x=1", 400, "unknown-parameter"));
  }

  private static Stream<Mistake> wrongContentTypes() {
    return Stream.of(
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
            "image/png",
            "/",
            ";;")
        .map(
            type ->
                new Mistake(
                    type, "PUT", ORDERS, type, GOOD, 415, "unsupported-media-type", "json"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void hasItsAnswer(Mistake mistake) {
    Ask ask = server.ask(mistake.method(), mistake.path());
    if (!mistake.body().isEmpty()) {
      ask.body(mistake.contentType(), mistake.body());
    }

    Ask.Told told = ask.send();

    assertEquals(mistake.status(), told.status(), told.toString());
    assertEquals(mistake.code(), told.at("/code"), told.toString());
    assertEquals("application/problem+json", told.header("Content-Type"));
    assertTrue(told.text().contains(mistake.word()), told.toString());
    assertFalse(told.at("/detail").isEmpty(), told.toString());
    assertFalse(told.at("/violations/0/fix").isEmpty() && told.at("/fix").isEmpty(), "what to do");
    if (mistake.status() == 405) {
      assertFalse(told.header("Allow").isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example, 403",
    "Origin, 'null', 403",
    "Origin, http://localhost:3000, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "If-Match, unquoted, 400",
    "If-Match, 'W/\"weak\"', 400",
    "If-Match, '\"aaaaaaaaaaaaaaaaaaaa-1\"', 412",
    "If-None-Match, '\"x\"', 400",
    "Automat-Managed-By, Not A Manager, 400",
    "Content-Encoding, gzip, 415",
  })
  void hasItsAnswerForAHeader(String name, String value, int status) {
    Ask.Told told = server.ask("PUT", ORDERS).json(GOOD).header(name, value).send();

    assertEquals(status, told.status(), told.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:80",
    "10.0.0.1",
    "''"
  })
  void answersForLoopbackNamesOnly(String host) {
    String answer =
        RawHttp.send(
            server.port(),
            "GET /v1/resources HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 421"), answer);
    assertTrue(answer.contains("\"code\":\"wrong-host\""), answer);
  }

  @ParameterizedTest
  @CsvSource({"localhost", "LOCALHOST:8080", "127.0.0.1", "[::1]:99"})
  void answersForEveryLoopbackName(String host) {
    String answer =
        RawHttp.send(
            server.port(),
            "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
  }

  @Test
  void answersAPageThatItCouldServeItself() {
    Ask.Told told =
        server
            .ask("GET", "/v1/resources")
            .header("Origin", "http://127.0.0.1:" + server.port())
            .header("Sec-Fetch-Site", "same-origin")
            .send();

    assertEquals(200, told.status(), told.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'nonsense', 400",
    "'GET /%zz HTTP/1.1', 4",
    "'GET /v1/resources?a=%zz HTTP/1.1', 400",
    "'GET /v1/resources?limit=%ff HTTP/1.1', 400",
  })
  void hasItsAnswerForWhatIsNotHttp(String line, String status) {
    String answer =
        RawHttp.send(server.port(), line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertTrue(answer.matches("(?s)HTTP/1.[01] " + status + ".*"), answer);
    assertTrue(answer.contains("application/problem+json"), answer);
  }

  @Test
  void hasItsAnswerForTooLongALine() {
    String answer =
        RawHttp.send(
            server.port(), "GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertTrue(answer.matches("(?s)HTTP/1.[01] 414.*"), answer);
    assertTrue(answer.contains("uri-too-long"), answer);
  }

  @Test
  void hasItsAnswerForTooLargeHeaders() {
    String answer =
        RawHttp.send(
            server.port(),
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");

    assertTrue(answer.matches("(?s)HTTP/1.[01] 431.*"), answer);
  }

  @Test
  void stopsReadingABodyThatIsAnnouncedTooLarge() {
    String answer =
        RawHttp.send(
            server.port(),
            "PUT "
                + ORDERS
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");

    assertTrue(answer.matches("(?s)HTTP/1.[01] 413.*"), answer);
  }

  @Test
  void aForgedLineDoesNotReachTheLog() {
    String crlf = "\r\n";
    RawHttp.send(
        server.port(),
        String.join(
            crlf,
            "GET /x%0d%0aERROR%20forged HTTP/1.1",
            "Host: localhost",
            "X-Request-Id: a\tERROR forged",
            "Connection: close",
            crlf));

    assertTrue(
        server.log().stream().noneMatch(event -> event.getFormattedMessage().contains("\n")));
    assertTrue(
        server.log().stream()
            .noneMatch(event -> event.getFormattedMessage().contains("ERROR forged")));
  }
}
