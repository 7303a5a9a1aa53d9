package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Beyond the end of a lifetime, over HTTP and from the command line. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifetimeIT {

  private static final String DATABASES = "/v1/teams/payments/databases/";
  private static final String DEV = "{\"spec\": {\"environment\": \"dev\"}}";
  private static final String WHY = "{\"reason\": \"the audit needs it\"}";

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
    return ask("PUT", name, document);
  }

  private Ask.Told made(String name) {
    Ask.Told told = put(name, DEV);
    assertEquals(201, told.status(), told.toString());
    return told;
  }

  private Ask.Told ask(String method, String name, String body) {
    Ask ask = server.askAs(member, method, DATABASES + name).header("Prefer", "wait=30");
    return body.isEmpty() ? ask.send() : ask.json(body).send();
  }

  private Ask.Told get(String name) {
    return server.askAs(member, "GET", DATABASES + name).send();
  }

  private static void assertClash(Ask.Told told, String code, String words) {
    assertEquals(409, told.status(), told.toString());
    assertEquals(code, told.at("/code"));
    assertTrue(told.text().contains(words), told.toString());
  }

  @Test
  void whatIsInQuarantineCanBeReleasedOnceAndExtended() {
    made("lasting");
    assertClash(ask("POST", "lasting:release", WHY), "not-quarantined", "extend it");
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    Ask.Told told =
        put("short", "{\"spec\": {\"environment\": \"dev\", \"expiresAt\": \"" + end + "\"}}");
    assertEquals(201, told.status(), told.toString());
    String externalName = told.at("/status/externalName");

    Await.until("quarantine", () -> get("short").at("/status/phase").equals("Quarantined"));
    Ask.Told released = ask("POST", "short:release", WHY);
    assertEquals(200, released.status(), released.toString());
    assertFalse(server.cloud().cut.contains(externalName), "it waited until there was access");
    assertTrue(
        Instant.parse(released.at("/status/quarantine/deletesAt"))
            .isAfter(Instant.parse(released.at("/status/quarantine/releasedUntil"))));
    assertClash(ask("POST", "short:release", WHY), "released-before", "extend it");
    assertClash(put("short", DEV), "quarantined", ":release");

    Instant later = Instant.now().plus(Duration.ofDays(5));
    Ask.Told extended =
        ask(
            "POST",
            "short:extend",
            "{\"expiresAt\": \"" + later + "\", \"reason\": \"it is used\"}");
    assertEquals(202, extended.status(), extended.toString());
    assertTrue(extended.json().at("/status/quarantine").isMissingNode(), extended.toString());
    Await.until("ready", () -> get("short").at("/status/phase").equals("Ready"));
    assertTrue(
        ask("GET", "short/events", "").text().contains("ExpiryAnnounced"), "it was announced");
  }

  @Test
  void whatWasDeletedComesBackWithItsData() {
    String first = made("orders").at("/metadata/uid");
    assertClash(ask("POST", "orders:undelete", ""), "not-undeletable", "it is not deleted");
    Ask.Told deleting = server.askAs(member, "DELETE", DATABASES + "orders").send();
    assertEquals("true", deleting.at("/status/recovery/recoverable"), deleting.toString());
    Await.until("gone", () -> get("orders").status() == 410);

    Ask.Told gone = get("orders");
    assertEquals("deleted", gone.at("/reason"));
    assertEquals("true", gone.at("/recoverable"));
    assertTrue(Instant.parse(gone.at("/undeleteUntil")).isAfter(Instant.now()));
    assertTrue(gone.text().contains(":undelete"), gone.toString());

    Ask.Told back = ask("POST", "orders:undelete", "");
    assertEquals(201, back.status(), back.toString());
    assertEquals("Ready", back.at("/status/phase"), "it waited");
    assertEquals(first, back.at("/status/restoredFrom/uid"));
    assertFalse(first.equals(back.at("/metadata/uid")), "another uid");
    assertEquals(
        back.at("/metadata/uid"),
        server.askAs(member, "GET", "/v1/resources/" + first).send().at("/status/undeletedAs"));
  }

  @Test
  void aDeletionSaysWhatItDoesNotKeep() {
    made("throwaway");
    Ask.Told deleting =
        server.askAs(member, "DELETE", DATABASES + "throwaway?snapshot=false").send();
    assertEquals(202, deleting.status(), deleting.toString());
    assertEquals("false", deleting.at("/status/recovery/recoverable"));
    assertTrue(deleting.at("/status/recovery/reason").contains("without a copy"));
    Await.until("gone", () -> get("throwaway").status() == 410);
    assertEquals("false", get("throwaway").at("/recoverable"));
    assertClash(
        ask("POST", "throwaway:undelete", ""), "not-undeletable", "no copy of its data was kept");
    assertTrue(
        server.cloud().snapshots.keySet().stream().noneMatch(name -> name.startsWith("throwaway")));
  }

  @Test
  void whatIsPausedIsNeitherChangedNorDeleted() {
    made("steady");
    Ask.Told paused = ask("POST", "steady:pause", "{\"for\": \"3d\", \"reason\": \"load test\"}");
    assertEquals(202, paused.status(), paused.toString());
    assertEquals("load test", paused.at("/status/pause/reason"));
    Await.until("said", () -> get("steady").text().contains("\"Paused\""));

    assertClash(ask("DELETE", "steady", ""), "paused", ":resume");
    Ask.Told changed =
        server
            .askAs(member, "PUT", DATABASES + "steady")
            .json("{\"spec\": {\"environment\": \"dev\", \"size\": \"medium\"}}")
            .send();
    assertEquals(202, changed.status(), changed.toString());
    Await.until("waits", () -> get("steady").text().contains("automat resume"));
    assertEquals("1", get("steady").at("/status/observedGeneration"));

    Ask.Told resumed = ask("POST", "steady:resume", "");
    assertEquals(200, resumed.status(), resumed.toString());
    assertEquals("2", resumed.at("/status/observedGeneration"), "it waited until it was done");
    assertEquals(200, ask("POST", "steady:resume", "").status(), "a repeat is the same");
    assertEquals(
        202,
        server.askAs(member, "POST", DATABASES + "steady:resume").send().status(),
        "who does not wait is told where to look");

    Ask.Told tooLong = ask("POST", "steady:pause", "{\"for\": \"15d\", \"reason\": \"load test\"}");
    assertEquals(422, tooLong.status(), tooLong.toString());
    assertEquals("pause-limit", tooLong.at("/violations/0/rule"));
  }

  @Test
  void commandsDoTheSame() {
    String shop = made("shop").at("/metadata/uid");
    assertSays(
        "paused until",
        "pause",
        "payments",
        "databases",
        "shop",
        "--for",
        "2h",
        "--reason",
        "look");
    assertSays("shop: Ready", "resume", "payments", "databases", "shop", "--wait");
    assertEquals(200, ask("DELETE", "shop", "").status());
    assertSays(
        "Ready, restored from",
        "undelete",
        "payments",
        "databases",
        "shop",
        "--uid",
        shop,
        "--wait",
        "30");
    StringWriter out = new StringWriter();
    assertEquals(
        ExitCode.FAILED, run(out, "release", "payments", "databases", "shop", "--reason", "look"));
    assertTrue(out.toString().contains("extend it"), out.toString());
  }

  private void assertSays(String words, String... command) {
    StringWriter out = new StringWriter();
    assertEquals(ExitCode.OK, run(out, command), out.toString());
    assertTrue(out.toString().contains(words), out.toString());
  }

  private int run(StringWriter out, String... command) {
    PrintWriter both = new PrintWriter(out, true);
    String[] where = {
      "--server", server.uri("/").toString(), "--token-file", server.tokenFile().toString()
    };
    return Main.run(
        both,
        both,
        Stream.concat(Arrays.stream(command), Arrays.stream(where)).toArray(String[]::new));
  }
}
