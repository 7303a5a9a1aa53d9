package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server and its command line with a real OpenID provider. */
@Timeout(900)
class OpenIdIT {

  @Test
  void takesMachinesAndPeopleOfTheProvider(@TempDir Path directory) throws Exception {
    Workplace place = Workplace.in(directory);
    try (OpenIdProvider provider = OpenIdProvider.start(directory);
        Browser browser = new Browser()) {
      Path file = place.configuration("automat.yaml", configuration(provider.issuer()));
      List<String> arguments = List.of("--config", file.toString());
      String token;
      try (ServerProcess server = ServerProcess.launch(place, Map.of(), List.of(), arguments)) {
        String url = server.awaitUp();
        token = machinesAreTaken(url, provider.issuer(), browser);
        peopleLogIn(place, url, browser);
        aLoginIsForItsServerAlone(place);
        aLogoutEndsIt(place, url);
      }
      provider.stop();
      try (ServerProcess server = ServerProcess.launch(place, Map.of(), List.of(), arguments);
          Talk talk = new Talk(server.awaitUp(), token)) {
        Talk.Answer answer = talk.get("/v1/whoami");
        assertEquals(503, answer.status(), answer.toString());
        assertEquals("issuer-unavailable", answer.at("/code"));
        assertEquals(200, talk.get("/readyz").status());
      }
    }
  }

  private static String configuration(URI issuer) {
    return """
    auth:
      issuers:
        people:
          url: %s
          audience: [automat-cli, automat]
          display: email
          login: {clientId: automat-cli, scopes: [openid, email, groups, offline_access]}
          grants:
            - {when: "'eng' in claims.groups", team: payments, role: member}
            - {when: "claims.client_id == 'ci'", team: search, role: viewer}
    """
        .formatted(issuer);
  }

  private static String machinesAreTaken(String url, URI issuer, Browser browser) {
    String before = browser.machineToken(issuer);
    try (Talk talk = new Talk(url, before)) {
      Talk.Answer self = talk.get("/v1/whoami");
      assertEquals(200, self.status(), self.toString());
      assertEquals("people:ci", self.at("/actor"));
      assertEquals("viewer", self.at("/teams/search"));
      assertEquals(200, talk.get("/v1/resources").status());
      assertEquals(404, talk.get("/v1/teams/payments/databases/orders").status());
    }
    browser.rotate(issuer);
    String after = browser.machineToken(issuer);
    try (Talk talk = new Talk(url, after)) {
      assertEquals("people:ci", talk.get("/v1/whoami").at("/actor"));
    }
    try (Talk talk = new Talk(url, after.substring(0, after.length() - 9) + "AAAAAAAAA")) {
      assertEquals(401, talk.get("/v1/whoami").status());
    }
    return after;
  }

  private static void peopleLogIn(Workplace place, String url, Browser browser) throws IOException {
    CommandProcess login = CommandProcess.start(place, "login", "--server", url);
    Await.until(() -> "it says where: " + login.err(), () -> login.address().isPresent());
    browser.confirm(URI.create(login.address().orElseThrow()), "alice");
    assertEquals(0, login.end(), login::err);
    assertTrue(login.out().contains("people:alice@example.com"), login::out);
    assertTrue(login.out().contains("in payments: member"), login::out);

    assertEquals(
        PosixFilePermissions.fromString("rw-------"),
        Files.getPosixFilePermissions(place.root().resolve("config/automat/logins.json")));
    CommandProcess get = CommandProcess.start(place, "get", "payments", "--server", url);
    assertEquals(0, get.end(), get::err);
  }

  /** Another server is told nothing, whatever it answers. */
  private static void aLoginIsForItsServerAlone(Workplace place) throws IOException {
    List<String> headers = new CopyOnWriteArrayList<>();
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          try (exchange) {
            headers.addAll(exchange.getRequestHeaders().keySet());
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'{', '}'});
          }
        });
    other.start();
    try {
      CommandProcess.start(
              place, "whoami", "--server", "http://127.0.0.1:" + other.getAddress().getPort())
          .end();
      assertFalse(headers.isEmpty());
      assertFalse(headers.contains("Authorization"), headers::toString);
    } finally {
      other.stop(0);
    }
  }

  private static void aLogoutEndsIt(Workplace place, String url) throws IOException {
    assertEquals(0, CommandProcess.start(place, "whoami", "--server", url).end());
    assertEquals(0, CommandProcess.start(place, "logout", "--server", url).end());
    CommandProcess nobody = CommandProcess.start(place, "whoami", "--server", url);
    assertEquals(1, nobody.end());
    assertTrue(nobody.err().contains("automat login"), nobody::err);
  }
}
