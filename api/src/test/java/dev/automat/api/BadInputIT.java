package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.util.List;
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

  @ParameterizedTest
  @MethodSource("dev.automat.api.Mistakes#all")
  void hasItsAnswer(Mistakes.Mistake mistake) {
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
