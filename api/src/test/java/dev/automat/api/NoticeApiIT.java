package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import dev.automat.config.Configuration;
import dev.automat.config.GivenSetting;
import dev.automat.trial.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be made is told to a receiver, and what became of that is shown. */
class NoticeApiIT {

  private static final String NOTICES = "/v1/teams/payments/notices";

  @TempDir private Path home;

  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private HttpServer receiver;
  private volatile int answer = 204;

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          try (exchange) {
            received.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(answer, -1);
          }
        });
    receiver.start();
    Files.writeString(home.resolve("secret"), "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3\n");
  }

  @AfterEach
  void end() {
    receiver.stop(0);
  }

  private RunningServer server() throws IOException {
    Path file = home.resolve("automat.yaml");
    Files.writeString(
        file,
        """
        teams:
          payments: {owner: payments-team, costCenter: cc-1234}
          '*': {}
        placements:
          - {name: default, match: {}, cloud: toy, account: default, region: here}
        notify:
          egress: {allowLoopback: true}
          sinks:
            hook:
              webhook: {url: 'http://localhost:%d/hook', secretFile: secret}
              match: {teams: [payments]}
        """
            .formatted(receiver.getAddress().getPort()));
    Configuration configuration =
        RunningServer.configuration(
            home,
            file,
            new GivenSetting(
                "catalogDir",
                RunningServer.configurationFile().resolveSibling("modules").toString(),
                "test"));
    RunningServer server = RunningServer.of(configuration);
    server.cloud().impossible.add("impossible");
    return server;
  }

  private static void ask(RunningServer server) {
    server
        .ask("PUT", "/v1/teams/payments/queues/impossible")
        .json("{\"spec\": {\"environment\": \"dev\"}}")
        .send();
  }

  private static Ask.Told until(RunningServer server, String state) {
    Await.until(
        "the notice is " + state,
        () -> server.ask("GET", NOTICES).send().at("/items/0/state").equals(state));
    return server.ask("GET", NOTICES).send();
  }

  private record Done(int exitCode, String said) {}

  private static Done command(RunningServer server, String... words) {
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said, true);
    String[] all =
        Stream.concat(
                Arrays.stream(words),
                Stream.of(
                    "--server",
                    server.uri("").toString(),
                    "--token-file",
                    server.tokenFile().toString()))
            .toArray(String[]::new);
    return new Done(Main.run(both, both, all), said.toString());
  }

  @Test
  void whatASinkRefusesForGoodIsEscalatedShownAndSentAgain() throws IOException {
    answer = 410;
    try (RunningServer server = server()) {
      ask(server);
      Ask.Told escalated = until(server, "escalated");
      String id = escalated.at("/items/0/id");
      assertEquals(
          "it answered 410: it wants no more", escalated.at("/items/0/deliveries/0/lastError"));
      assertEquals("log", escalated.at("/items/0/deliveries/1/sink"));
      assertTrue(
          server.log().stream().anyMatch(line -> line.getFormattedMessage().contains(id)), id);
      assertTrue(received.getFirst().contains("\"id\":\"" + id + "\""), received::toString);
      Ask.Told events = server.ask("GET", "/v1/teams/payments/queues/impossible/events").send();
      assertTrue(events.text().contains("\"notice\":{\"state\":\"escalated\""), events::toString);
      assertTrue(command(server, "notices", "--dead").said().contains(id));
      assertTrue(command(server, "notices", "--team", "search").said().contains("no notices"));

      answer = 204;
      Done again = command(server, "notices", "redeliver", id);
      assertEquals(ExitCode.OK, again.exitCode(), again.said());
      until(server, "delivered");
      assertEquals(409, server.ask("POST", "/v1/notices/" + id + ":redeliver").send().status());
      assertEquals(404, server.ask("POST", "/v1/notices/none:redeliver").send().status());
      assertTrue(command(server, "notices", "--dead").said().contains("no notices"));
      String measures = server.ask("GET", "/metrics").send().text();
      assertTrue(
          measures.contains("automat_notices_total{outcome=\"dead\",sink=\"hook\"} 1.0"), measures);
    }
  }

  @Test
  void whatWasWrittenBeforeAStopArrivesAfterIt() throws IOException {
    answer = 503;
    try (RunningServer server = server()) {
      ask(server);
      Await.until("it was tried", () -> !received.isEmpty());
    }
    answer = 204;
    try (RunningServer server = server()) {
      Ask.Told delivered = until(server, "delivered");
      assertEquals("hook", delivered.at("/items/0/deliveries/0/sink"));
      assertEquals(
          1,
          received.stream()
              .map(body -> body.replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1"))
              .distinct()
              .count());
    }
  }

  @Test
  void aTestSaysWhatCameOfIt() throws IOException {
    try (RunningServer server = server()) {
      Done good = command(server, "notify", "test", "hook");
      assertEquals(ExitCode.OK, good.exitCode(), good.said());
      answer = 302;
      Done bad = command(server, "notify", "test", "hook");
      assertEquals(ExitCode.FAILED, bad.exitCode());
      assertTrue(bad.said().contains("302: redirections are not followed"), bad::said);
      Done none = command(server, "notify", "test", "hok");
      assertTrue(none.said().contains("did you mean hook?"), none::said);
      assertEquals(0, server.ask("GET", "/v1/notices").send().json().path("items").size());
    }
  }
}
