package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.identity.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tokens for machines, and the one of this machine, from their making to their end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class TokenApiIT {

  private static final String PAYMENTS = "/v1/teams/payments/tokens";

  private Path home;
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    home = directory;
    server = new RunningServer(home);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String request(String role, String expires) {
    return "{\"name\": \"ci\", \"role\": \"%s\", \"expires\": \"%s\"}".formatted(role, expires);
  }

  private int statusOf(String token) {
    return server.askAs(Optional.of(token), "GET", "/v1/whoami").send().status();
  }

  @Test
  void isShownOnceAndKeptAsADigest() throws IOException {
    Ask.Told made = server.ask("POST", PAYMENTS).json(request("member", "30d")).send();
    String token = made.at("/token");
    assertEquals(201, made.status());
    assertEquals(PAYMENTS + "/" + made.at("/id"), made.header("Location"));

    Ask.Told self = server.askAs(Optional.of(token), "GET", "/v1/whoami").send();
    Ask.Told list = server.ask("GET", PAYMENTS).send();

    assertEquals("token:payments/ci", self.at("/actor"));
    assertEquals("member", self.at("/teams/payments"));
    assertEquals(made.at("/expiresAt"), self.at("/expiresAt"));
    assertFalse(list.text().contains(token));
    JsonNode entry =
        list.json()
            .path("items")
            .valueStream()
            .filter(each -> each.path("id").asString().equals(made.at("/id")))
            .findFirst()
            .orElseThrow();
    assertFalse(entry.path("lastUsedAt").isMissingNode(), list.toString());
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(token), file.toString());
      }
    }
    assertTrue(
        server.log().stream().noneMatch(event -> event.getFormattedMessage().contains(token)));
  }

  @Test
  void whatItDoesBearsItsName() {
    String token = Tokens.of(server, "payments", Role.MEMBER);
    Ask.Told made =
        server
            .askAs(Optional.of(token), "PUT", "/v1/teams/payments/databases/made-by-ci")
            .json("{\"spec\": {\"environment\": \"dev\"}}")
            .send();

    assertEquals("token:payments/test", made.at("/metadata/createdBy"), made.toString());
  }

  @Test
  void isRefusedSoonAfterItsRevocationAndItsStreamsEnd() throws Exception {
    server
        .ask("PUT", "/v1/teams/payments/databases/streamed")
        .json("{\"spec\": {\"environment\": \"dev\"}}")
        .send();
    Ask.Told made = server.ask("POST", PAYMENTS).json(request("viewer", "1d")).send();
    String token = made.at("/token");
    HttpResponse<Stream<String>> stream =
        server
            .http()
            .send(
                server
                    .nobodysRequest("/v1/teams/payments/databases/streamed/events")
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/event-stream")
                    .build(),
                HttpResponse.BodyHandlers.ofLines());
    assertEquals(200, stream.statusCode());
    assertEquals(200, statusOf(token));

    assertEquals(200, server.ask("DELETE", PAYMENTS + "/" + made.at("/id")).send().status());
    // How soon, says TokenProverTest by a clock of its own; by itself it would end in a day.
    Await.until("it is refused", () -> statusOf(token) == 401);
    Iterator<String> lines = stream.body().iterator();
    while (lines.hasNext()) {
      lines.next();
    }

    Ask.Told refused = server.askAs(Optional.of(token), "GET", "/v1/whoami").send();
    assertTrue(refused.at("/detail").contains("was revoked"), refused.toString());
    assertTrue(refused.header("WWW-Authenticate").contains("invalid_token"));
    assertEquals(200, server.ask("DELETE", PAYMENTS + "/" + made.at("/id")).send().status());
  }

  @Test
  void isNeverStrongerThanItsMaker() {
    Optional<String> admin = Optional.of(Tokens.of(server, "payments", Role.TEAM_ADMIN));
    Optional<String> platform = Optional.of(Tokens.of(server, "", Role.PLATFORM_ADMIN));

    assertEquals(
        201, server.askAs(admin, "POST", PAYMENTS).json(request("member", "2h")).send().status());
    Ask.Told longer = server.askAs(admin, "POST", PAYMENTS).json(request("member", "2d")).send();
    assertEquals(403, longer.status());
    assertTrue(longer.at("/detail").contains("outlive"), longer.toString());
    Ask.Told secrets =
        server.askAs(platform, "POST", PAYMENTS).json(request("member", "1h")).send();
    assertEquals(403, secrets.status());
    assertTrue(secrets.at("/detail").contains("connection.read"), secrets.toString());
    assertEquals(
        201,
        server.askAs(platform, "POST", PAYMENTS).json(request("viewer", "1h")).send().status());
    assertEquals(
        403,
        server.askAs(admin, "POST", "/v1/tokens").json(request("auditor", "1h")).send().status());
  }

  @Test
  void endsAtTheLatestWhenTheConfigurationSays() {
    Ask.Told longer = server.ask("POST", PAYMENTS).json(request("member", "53w")).send();
    Ask.Told endless = server.ask("POST", PAYMENTS).json(request("member", "none")).send();
    Ask.Told misplaced = server.ask("POST", PAYMENTS).json(request("auditor", "1d")).send();

    assertEquals("max-lifetime", longer.at("/violations/0/rule"), longer.toString());
    assertEquals(422, endless.status());
    assertEquals("wrong-role", misplaced.at("/violations/0/rule"), misplaced.toString());
  }

  @Test
  void whatIsNoTokenIsRefusedInWords() {
    for (String wrong : new String[] {"automat_cut", "eyJhbGciOiJub25lIn0.e30.", "secret"}) {
      Ask.Told told = server.askAs(Optional.of(wrong), "GET", "/v1/whoami").send();
      assertEquals(401, told.status());
      assertFalse(told.at("/fix").isEmpty());
      assertFalse(told.text().contains(wrong), told.toString());
    }
    assertEquals(
        401,
        server
            .askAs(Optional.empty(), "GET", "/v1/whoami")
            .header("Authorization", "Basic ZGV2OmRldg==")
            .send()
            .status());
  }

  @Test
  void theLocalTokenIsReadableByItsOwnerAlone() throws IOException {
    assertEquals(
        PosixFilePermissions.fromString("rw-------"),
        Files.getPosixFilePermissions(server.tokenFile()));
    Ask.Told self = server.ask("GET", "/v1/whoami").send();
    assertEquals("dev@local", self.at("/actor"));
    assertEquals("team-admin", self.at("/everyTeam"));
    assertEquals("local", server.ask("GET", "/v1/login").send().at("/mode"));
  }
}
