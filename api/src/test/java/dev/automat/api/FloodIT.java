package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.api.exchange.Handler;
import dev.automat.api.exchange.Reply;
import dev.automat.api.http.HttpFront;
import dev.automat.config.Configuration;
import dev.automat.config.GivenSetting;
import dev.automat.resource.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers that want too much, or hold what others need. */
@Timeout(600)
class FloodIT {

  @TempDir private Path home;

  private static GivenSetting setting(String key, String value) {
    return new GivenSetting(key, value, "test");
  }

  @Test
  void aCallerBeyondItsRateIsToldWhenToComeBack() {
    try (RunningServer server =
        new RunningServer(home, setting("http.limits.requestsPerSecondPerCaller", "1"))) {
      Ask.Told told = server.ask("GET", "/v1/catalog").send();
      for (int i = 0; i < 50 && told.status() == 200; i++) {
        told = server.ask("GET", "/v1/catalog").send();
      }
      assertEquals(429, told.status(), told.toString());
      assertEquals("rate-limited", told.at("/code"));
      assertEquals("1", told.header("Retry-After"));
      assertEquals("nosniff", told.header("X-Content-Type-Options"));
    }
  }

  @Test
  void allTogetherGetNoMoreThanTheServerMayGive() {
    try (RunningServer server =
        new RunningServer(home, setting("http.limits.requestsPerSecond", "1"))) {
      int refused = 0;
      for (int i = 0; i < 20; i++) {
        refused += server.ask("GET", "/v1/catalog").send().status() == 429 ? 1 : 0;
      }
      assertTrue(refused > 0);
      assertEquals(200, server.ask("GET", "/healthz").send().status(), "it lives all the same");
    }
  }

  @Test
  void anAddressWhoseTokensAreNotValidIsNotHeardForAWhile() {
    Contract contract = Contract.load();
    Map<String, Handler> handlers = new HashMap<>();
    contract.operations().stream()
        .map(Operation::id)
        .forEach(id -> handlers.put(id, _ -> Reply.json(401, Json.object())));
    handlers.put("getHealth", _ -> Reply.json(200, Json.object()));
    Configuration.Http plain =
        Configuration.Http.plain(
            "127.0.0.1", 0, 1 << 16, Duration.ofMinutes(2), Duration.ofSeconds(1));
    try (HttpFront front =
        HttpFront.start(
            new Configuration.Http(
                plain.host(),
                plain.port(),
                plain.maxBodyBytes(),
                plain.requestTimeout(),
                plain.headTimeout(),
                plain.drain(),
                plain.tls(),
                plain.behindProxy(),
                plain.publicHosts(),
                new Configuration.Limits(0, 0, 3)),
            contract,
            handlers,
            new SimpleMeterRegistry(),
            Clock.systemUTC())) {
      String wrong = "GET /v1/accounts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      long began = System.nanoTime();
      for (int i = 0; i < 3; i++) {
        assertTrue(RawHttp.send(front.port(), wrong).startsWith("HTTP/1.1 401"));
      }
      int heard = 0;
      String refused = RawHttp.send(front.port(), wrong);
      while (refused.startsWith("HTTP/1.1 401")) {
        heard++;
        long oneEvery20Seconds = (System.nanoTime() - began) / 20_000_000_000L;
        assertTrue(heard <= 1 + oneEvery20Seconds, heard + " more were heard");
        refused = RawHttp.send(front.port(), wrong);
      }
      assertTrue(refused.startsWith("HTTP/1.1 429"), refused);
      assertTrue(refused.toLowerCase(Locale.ROOT).contains("retry-after: "), refused);
    }
  }

  /** Until the server closes the connection, or for two minutes, where it would wait for ever. */
  private static void awaitClosed(Socket socket) throws IOException {
    socket.setSoTimeout(120_000);
    byte[] piece = new byte[4096];
    try {
      while (socket.getInputStream().read(piece) >= 0) {
        // An answer before the end, such as 503.
      }
    } catch (SocketException reset) {
      // What the client sent met a connection that was closed already.
    }
  }

  private static Socket begin(RunningServer server, String begun) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  @Test
  void whoNeverEndsTheHeadOfARequestLosesTheConnection() throws IOException {
    try (RunningServer server = new RunningServer(home, setting("http.headTimeout", "1s"));
        Socket silent = begin(server, "");
        Socket slow = begin(server, "GET /healthz HTTP/1.1\r\nHost: localh")) {
      awaitClosed(silent);
      awaitClosed(slow);
    }
  }

  @Test
  void whoNeverEndsABodyLosesTheConnection() throws IOException {
    try (RunningServer server = new RunningServer(home, setting("http.requestTimeout", "1s"));
        Socket slow =
            begin(
                server,
                "PUT /v1/teams/payments/databases/slow HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")) {
      awaitClosed(slow);
    }
  }
}
