package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.api.exchange.Handler;
import dev.automat.api.http.HttpFront;
import dev.automat.config.Configuration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every answer has, and what none has, whatever was asked and whatever went wrong. */
@Timeout(600)
class AnswersIT {

  /** What code, machines and libraries would give away. */
  private static final Pattern TELLTALE =
      Pattern.compile(
          "(?i)\\bat [a-z]+(\\.[a-z]+)+\\(|exception|dev\\.automat\\.[a-z]+\\.|java\\.|io\\.vertx"
              + "|netty|jackson|jdbc|select |/tmp/|/root|/home|\\.java\\b|canary|server: ");

  @TempDir private Path home;

  private static String request(String line, String... more) {
    return line + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("", more) + "\r\n";
  }

  private static String put(String body) {
    return request(
            "PUT /v1/teams/payments/databases/orders",
            "Content-Type: application/json\r\n",
            "Content-Length: " + body.length() + "\r\n")
        + body;
  }

  /** Well-meant and ill-meant ones. */
  private static List<String> requests() {
    return List.of(
        request("GET /healthz"),
        request("GET /readyz"),
        request("GET /v1/catalog"),
        request("GET /v1/resources?team=payments&limit=1"),
        request("GET /"),
        request("GET /../../etc/passwd"),
        request("GET /v1/teams/payments/databases/%00"),
        request("GET /v1/teams/payments/databases/%zz"),
        request("GET /v1/resources?cursor=AAAA"),
        request("GET /v1/resources?limit=many"),
        request("GET /v1/resources?team=a&team=b"),
        request("GET /v1/resources/nobody"),
        request("GET /v1/catalog/databases/../../../etc/passwd/1.0.0"),
        request("GET /v1/teams/payments/databases/nothing/connection"),
        request("POST /v1/accounts/a/b:release", "Content-Length: 0\r\n"),
        request("POST /v1/keys/1:retire", "Content-Length: 0\r\n"),
        request("DELETE /healthz"),
        request("OPTIONS *"),
        request("TRACE /healthz"),
        request("GET /healthz", "Origin: https://evil.example\r\n"),
        request("GET /" + "a".repeat(5_000)),
        request("GET /healthz", "X: " + "a".repeat(20_000) + "\r\n"),
        request("GET /v1/teams/payments/databases/orders", "If-Match: nonsense\r\n"),
        "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "nonsense\r\n\r\n",
        put("{"),
        put("{\"spec\": 1}"),
        put("[".repeat(3_000)),
        put("{\"spec\": {\"environment\": \"" + "\\u0000".repeat(50) + "\"}}"),
        put("{\"spec\": {\"environment\": \"dev\", \"inputs\": {\"x\": 1e99999}}}"));
  }

  private static Handler breaking(RuntimeException mistake) {
    return _ -> {
      throw mistake;
    };
  }

  /** A server in which every operation is broken, and its mistakes say too much. */
  private static HttpFront broken() {
    Contract contract = Contract.load();
    IllegalStateException mistake =
        new IllegalStateException(
            "canary: SELECT * FROM secret at /home/automat/Foo.java",
            new UncheckedIOException(new IOException("/tmp/canary: Permission denied")));
    Map<String, Handler> handlers = new HashMap<>();
    contract.operations().stream()
        .map(Operation::id)
        .forEach(id -> handlers.put(id, breaking(mistake)));
    return HttpFront.start(
        Configuration.Http.plain(
            "127.0.0.1", 0, 1 << 16, Duration.ofMinutes(2), Duration.ofSeconds(1)),
        contract,
        handlers,
        new SimpleMeterRegistry(),
        Clock.systemUTC());
  }

  private static String answer(int port, String request) {
    String close = "Connection: close\r\n\r\n";
    int end = request.indexOf("\r\n\r\n");
    return RawHttp.send(port, request.substring(0, end + 2) + close + request.substring(end + 4));
  }

  private static Stream<String> answers(int port) {
    return requests().stream().map(request -> answer(port, request));
  }

  @Test
  void everyAnswerHasTheHeadersThatKeepItToItself() {
    try (RunningServer server = new RunningServer(home);
        HttpFront broken = broken()) {
      Stream.concat(answers(server.port()), answers(broken.port()))
          .forEach(AnswersIT::keepsToItself);
    }
  }

  private static void keepsToItself(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    assertTrue(end > 0, () -> "no answer: " + answer);
    String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
    for (String header :
        List.of(
            "cache-control: no-store",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "content-security-policy: default-src 'none'; frame-ancestors 'none'",
            "x-request-id: ")) {
      assertTrue(head.contains("\r\n" + header), () -> header + " is not in\n" + answer);
    }
    assertFalse(head.contains("\r\nserver:"), head);
    assertFalse(head.contains("strict-transport-security"), "it is no TLS: " + head);
  }

  @Test
  void noAnswerTellsOfCodeOrFolders() {
    try (RunningServer server = new RunningServer(home);
        HttpFront broken = broken()) {
      List<String> telling =
          Stream.concat(answers(server.port()), answers(broken.port()))
              .filter(answer -> TELLTALE.matcher(answer).find())
              .toList();
      assertEquals(List.of(), telling);
      assertTrue(
          answer(broken.port(), request("GET /healthz")).contains(" 500 "), "they are broken");
    }
  }
}
