package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A longer life without a change of the definition. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExtendIT {

  private static final String DATABASES = "/v1/teams/payments/databases/";
  private static final String FOURTEEN_DAYS =
      "{\"spec\": {\"environment\": \"dev\", \"lifetime\": \"14d\"}}";

  private RunningServer server;
  private Optional<String> member;

  @BeforeAll
  void start(@TempDir Path home) {
    server = new RunningServer(home);
    member =
        Optional.of(
            server
                .ask("POST", "/v1/teams/payments/tokens")
                .json("{\"name\": \"ci\", \"role\": \"member\", \"expires\": \"1d\"}")
                .send()
                .at("/token"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Ask.Told put(String name, String document) {
    return server
        .askAs(member, "PUT", DATABASES + name)
        .json(document)
        .header("Prefer", "wait=20")
        .send();
  }

  private Instant made(String name) {
    Ask.Told told = put(name, FOURTEEN_DAYS);
    assertEquals(201, told.status(), told.toString());
    return Instant.parse(told.at("/metadata/expiresAt"));
  }

  private Ask.Told extend(Optional<String> who, String name, Instant end) {
    return server
        .askAs(who, "POST", DATABASES + name + ":extend")
        .json("{\"expiresAt\": \"%s\", \"reason\": \"the load test runs on\"}".formatted(end))
        .send();
  }

  private static void assertRefused(Ask.Told told, String rule, String words) {
    assertEquals(422, told.status(), told.toString());
    assertEquals(rule, told.at("/violations/0/rule"));
    assertTrue(told.text().contains(words), told.toString());
  }

  private String timeline(String name) {
    return server.ask("GET", DATABASES + name + "/events").send().text();
  }

  @Test
  void movesTheEndAndNothingElse() {
    Instant end = made("orders").plus(Duration.ofDays(10));

    Ask.Told extended = extend(member, "orders", end);

    assertEquals(202, extended.status(), extended.toString());
    assertEquals(end, Instant.parse(extended.at("/metadata/expiresAt")));
    assertEquals("1", extended.at("/metadata/generation"));
    assertEquals("14d", extended.at("/spec/lifetime"));
    assertTrue(timeline("orders").contains("the load test runs on"));

    // Whoever keeps the definition in a file does not move it back.
    assertEquals(200, put("orders", FOURTEEN_DAYS).status());
    Ask.Told labelled =
        put("orders", "{\"metadata\": {\"labels\": {\"a\": \"b\"}}, " + FOURTEEN_DAYS.substring(1));
    assertEquals(end, Instant.parse(labelled.at("/metadata/expiresAt")), labelled.toString());
    assertEquals("2", labelled.at("/metadata/generation"));
  }

  @Test
  void aRepeatIsNothingNew() {
    Instant end = made("repeated").plus(Duration.ofDays(1));
    assertEquals(202, extend(member, "repeated", end).status());
    assertEquals(202, extend(member, "repeated", end).status());
    assertEquals(2, timeline("repeated").split("\"Extended\"", -1).length, "one line");
  }

  @Test
  void beyondTheLongestLifetimeThePlatformHasToAgree() {
    Instant end = made("long").plus(Duration.ofDays(40));
    assertRefused(extend(member, "long", end), "max-lifetime", "an administrator of the platform");

    assertEquals(202, extend(server.localToken(), "long", end).status());
    assertTrue(timeline("long").contains("beyond the 30d of its module"));
  }

  @Test
  void anEarlierEndIsNoExtension() {
    Instant ends = made("short");
    assertRefused(extend(member, "short", ends.minusSeconds(1)), "not-later", "spec.lifetime");
  }

  @Test
  void whatIsNotThereOrHasNoEndIsSaid() {
    Instant end = Instant.parse("2099-01-01T00:00:00Z");
    assertEquals(404, extend(member, "never", end).status());
    assertEquals(
        201,
        server
            .ask("PUT", "/v1/teams/payments/databases/endless")
            .json("{\"spec\": {\"environment\": \"prod\", \"deletionProtection\": false}}")
            .header("Prefer", "wait=20")
            .send()
            .status());
    Ask.Told endless = extend(member, "endless", end);
    assertEquals(409, endless.status(), endless.toString());
    assertEquals("endless", endless.at("/code"));

    made("gone");
    assertEquals(
        200, server.ask("DELETE", DATABASES + "gone").header("Prefer", "wait=20").send().status());
    assertEquals(410, extend(member, "gone", end).status());
  }

  @Test
  void needsAnInstantAndAReason() {
    made("reasoned");
    Ask.Told none =
        server
            .askAs(member, "POST", DATABASES + "reasoned:extend")
            .json("{\"expiresAt\": \"2099-01-01T00:00:00Z\"}")
            .send();
    assertEquals(422, none.status(), none.toString());
    assertTrue(none.text().contains("reason"), none.toString());
    Ask.Told tomorrow =
        server
            .askAs(member, "POST", DATABASES + "reasoned:extend")
            .json("{\"expiresAt\": \"tomorrow\", \"reason\": \"because\"}")
            .send();
    assertEquals(422, tomorrow.status(), tomorrow.toString());
  }

  @Test
  void theCommandLineCountsFromTheEndThatItHas() {
    Instant ends = made("counted");
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said, true);
    int exit =
        Main.run(
            both,
            both,
            "extend",
            "payments",
            "database",
            "counted",
            "--by",
            "7d",
            "--reason",
            "a holiday",
            "--server",
            server.uri("/").toString(),
            "--token-file",
            server.tokenFile().toString());
    assertEquals(ExitCode.OK, exit, said::toString);
    assertTrue(said.toString().contains(ends.plus(Duration.ofDays(7)).toString()), said::toString);
  }
}
