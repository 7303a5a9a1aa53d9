package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.api.Certificates;
import dev.automat.api.OtherTeamWays;
import dev.automat.resource.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * A server that is reached over TLS alone, with a certificate of a private authority, and whose
 * callers have tokens of a real OpenID provider. Alice, who logs in by the command line, is of team
 * search; the machine {@code ci} is of team payments. The provider itself is on loopback, without
 * TLS.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class OpenIdOverTlsIT {

  private Workplace place;
  private OpenIdProvider provider;
  private ServerProcess server;
  private Browser browser;
  private String url;
  private String authority;
  private Talk payments;
  private Talk search;
  private JsonNode orders;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    place = Workplace.in(directory);
    provider = OpenIdProvider.start(directory);
    Certificates certificates = new Certificates(directory);
    certificates.issue("server", 2);
    authority = certificates.authority().toString();
    Path file = place.configuration("automat.yaml", configuration(certificates, provider.issuer()));
    server = ServerProcess.launch(place, Map.of(), List.of(), List.of("--config", file.toString()));
    url = server.awaitUp();
    assertTrue(url.startsWith("https://"), url);
    SSLContext trust = trusting(certificates.authority());
    browser = new Browser();
    payments = new Talk(url, browser.machineToken(provider.issuer()), trust);
    Talk.Answer made = payments.ask("PUT", OtherTeamWays.ORDERS, OtherTeamWays.SMALL);
    assertTrue(made.isGood(), made::toString);
    orders = made.json();
    search = new Talk(url, loggedIn(), trust);
  }

  private static String configuration(Certificates certificates, URI issuer) {
    return """
    http:
      tls: {certificate: %s, key: %s}
    teams:
      payments: {owner: payments-team, costCenter: cc-1}
      search: {owner: search-team, costCenter: cc-2}
    auth:
      issuers:
        people:
          url: %s
          audience: [automat-cli, automat]
          display: email
          login: {clientId: automat-cli, scopes: [openid, email, groups, offline_access]}
          grants:
            - {when: "'eng' in claims.groups", team: search, role: team-admin}
            - {when: "claims.client_id == 'ci'", team: payments, role: team-admin}
    """
        .formatted(certificates.certificate("server"), certificates.key("server"), issuer);
  }

  @AfterAll
  void stop() {
    for (Optional<? extends AutoCloseable> each :
        List.of(
            Optional.ofNullable(search),
            Optional.ofNullable(payments),
            Optional.ofNullable(browser),
            Optional.ofNullable(server),
            Optional.ofNullable(provider))) {
      each.ifPresent(OpenIdOverTlsIT::close);
    }
  }

  private static void close(AutoCloseable what) {
    try {
      what.close();
    } catch (Exception e) {
      throw new AssertionError("it does not close", e);
    }
  }

  private static SSLContext trusting(Path authority) throws Exception {
    try (InputStream in = Files.newInputStream(authority)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    }
  }

  /** By the device flow of the command line; what it keeps for the server is the token. */
  private String loggedIn() throws IOException {
    CommandProcess login = CommandProcess.start(place, "login", "--server", url, "--ca", authority);
    Await.until(() -> "it says where: " + login.err(), () -> login.address().isPresent());
    browser.confirm(URI.create(login.address().orElseThrow()), "alice");
    assertEquals(0, login.end(), login::err);
    assertTrue(login.out().contains("people:alice@example.com"), login::out);
    assertTrue(login.out().contains("in search: team-admin"), login::out);
    JsonNode kept =
        Json.read(
            Files.readString(place.root().resolve("config/automat/logins.json")), JsonNode.class);
    assertEquals(1, kept.size(), "one server");
    return kept.iterator().next().path("token").asString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.automat.api.OtherTeamWays#attempts")
  void isRefusedAsIfItDidNotExistAndWrittenDown(OtherTeamWays.Attempt attempt) {
    Talk.Answer told = search.ask(attempt.method(), attempt.path(), attempt.body());

    assertEquals(404, told.status(), told.toString());
    assertEquals("not-found", told.at("/code"), told.toString());
    for (String pointer : List.of("/metadata/uid", "/status/externalName", "/plan/digest")) {
      assertFalse(told.text().contains(orders.at(pointer).asString()), told.toString());
    }
    String requestId = told.response().headers().firstValue("X-Request-Id").orElseThrow();
    JsonNode entry =
        payments
            .get("/v1/audit?team=payments&limit=500")
            .json()
            .path("items")
            .valueStream()
            .filter(each -> each.path("requestId").asString("").equals(requestId))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no entry of " + told));
    assertEquals("denied", entry.path("outcome").asString());
    assertEquals("people:alice@example.com", entry.path("actor").asString());
  }

  @Test
  void whoIsOfTheTeamReachesIt() {
    assertEquals(200, payments.get(OtherTeamWays.ORDERS).status());
    assertEquals(200, search.get("/v1/teams/search").status());
  }

  @Test
  void commandsTrustTheAuthorityByOptionOrByVariable() throws IOException {
    CommandProcess option =
        CommandProcess.start(place, "get", "search", "--server", url, "--ca", authority);
    assertEquals(0, option.end(), option::err);
    CommandProcess variable =
        CommandProcess.start(
            place, Map.of("AUTOMAT_CA_FILE", authority), "get", "search", "--server", url);
    assertEquals(0, variable.end(), variable::err);
  }

  @Test
  void aServerThatNobodyVouchesForIsToldNothing() throws IOException {
    CommandProcess stranger = CommandProcess.start(place, "get", "search", "--server", url);
    assertNotEquals(0, stranger.end());
    assertTrue(stranger.err().contains("--ca"), stranger::err);
  }

  @Test
  void aTokenThatIsChangedIsNone() throws Exception {
    String good = browser.machineToken(provider.issuer());
    String bad = good.substring(0, good.length() - 9) + "AAAAAAAAA";
    try (Talk talk = new Talk(url, bad, trusting(Path.of(authority)))) {
      assertEquals(401, talk.get("/v1/whoami").status());
    }
  }
}
