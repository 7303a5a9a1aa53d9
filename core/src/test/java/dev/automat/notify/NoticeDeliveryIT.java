package dev.automat.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.automat.notify.NoticeReport.State;
import dev.automat.notify.NotifySettings.Egress;
import dev.automat.notify.SinkSettings.Match;
import dev.automat.notify.SinkSettings.Smtp.Security;
import dev.automat.resource.Json;
import dev.automat.resource.ResourceKey;
import dev.automat.store.InMemoryStore;
import dev.automat.store.SampleWrites;
import dev.automat.store.Store;
import dev.automat.team.TeamSpec;
import dev.automat.team.Teams;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Real receivers: HTTPS and SMTP servers with certificates of an authority of this test. */
class NoticeDeliveryIT {

  private static final Match ALL = new Match(Set.of(), Set.of(), Set.of());
  private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
  private static final String NEW_SECRET = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4";

  @TempDir private static Path directory;
  private static ReceiverCertificate certificate;
  private static HttpsServer server;
  private static final List<Received> RECEIVED = Collections.synchronizedList(new ArrayList<>());
  private static final AtomicInteger REQUESTS = new AtomicInteger();

  private record Received(Map<String, String> headers, String body, int answered) {}

  @BeforeAll
  static void listen() throws Exception {
    certificate = new ReceiverCertificate(directory, "hooks.example.com", "localhost");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.tls()));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/half", exchange -> answer(exchange, REQUESTS.incrementAndGet() % 2 == 0 ? 204 : 503));
    server.createContext("/ok", exchange -> answer(exchange, 200));
    server.createContext("/gone", exchange -> answer(exchange, 410));
    server.createContext(
        "/busy",
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "120");
          answer(exchange, 429);
        });
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/ok");
          answer(exchange, 307);
        });
    server.start();
    Files.writeString(directory.resolve("one"), "whsec_" + SECRET + "\n");
    Files.writeString(directory.resolve("two"), "whsec_" + SECRET + "\nwhsec_" + NEW_SECRET + "\n");
    Files.writeString(directory.resolve("none"), "canary\n");
  }

  @AfterAll
  static void end() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      RECEIVED.add(new Received(headers, body, status));
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private static int port() {
    return server.getAddress().getPort();
  }

  private static Egress egress(boolean loopback) {
    return new Egress(List.of(), Set.of(port()), loopback, Optional.of(certificate.authority()));
  }

  /** A name that leads here; asked for once for each connection. */
  private static HttpSender http(Egress egress, AtomicInteger lookUps) {
    return new HttpSender(
        new EgressRules(
            egress,
            host -> {
              // Whoever asked twice would be led elsewhere.
              boolean first = lookUps.getAndIncrement() == 0;
              return new InetAddress[] {
                InetAddress.getByAddress(host, new byte[] {127, 0, 0, (byte) (first ? 1 : 9)})
              };
            }),
        Trust.of(egress.authorities()));
  }

  private static SinkSettings.Webhook webhook(String host, String path, String secrets) {
    return new SinkSettings.Webhook(
        "hook",
        ALL,
        false,
        URI.create("https://" + host + ":" + port() + path),
        directory.resolve(secrets));
  }

  private static Answer send(String host, String path, String secrets, boolean loopback) {
    try (HttpSender http = http(egress(loopback), new AtomicInteger())) {
      return new WebhookSink(webhook(host, path, secrets), http)
          .send(Notices.notice(), Instant.parse("2026-11-21T09:30:05Z"));
    }
  }

  private static String error(Answer answer) {
    return assertInstanceOf(Answer.Failed.class, answer).error();
  }

  /** Worked out by a program that is not ours. */
  private static String signature(String secret, String id, String timestamp, String body)
      throws Exception {
    Path signed = Files.writeString(directory.resolve("signed"), id + "." + timestamp + "." + body);
    String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(secret));
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "dgst",
                "-sha256",
                "-mac",
                "HMAC",
                "-macopt",
                "hexkey:" + hex,
                "-binary",
                signed.toString())
            .start();
    return "v1," + Base64.getEncoder().encodeToString(openssl.getInputStream().readAllBytes());
  }

  @Test
  void aReceiverThatFailsHalfTheTimeGetsEveryNoticeSignedUntilItAccepts() throws Exception {
    RECEIVED.clear();
    Store store = InMemoryStore.empty();
    Instant[] now = {Instant.parse("2026-11-21T10:00:00Z")};
    SinkSettings.Webhook hook = webhook("localhost", "/half", "two");
    HttpSender local =
        new HttpSender(EgressRules.of(egress(true)), Trust.of(egress(true).authorities()));
    for (int i = 0; i < 6; i++) {
      SampleWrites.tell(
          store, new ResourceKey("payments", "Database", "db" + i), now[0], "MissingExternally");
    }
    try (local;
        Dispatch dispatch =
            new Dispatch(
                Optional.of(
                    new NotifySettings(
                        List.of(hook),
                        NotifySettings.LOG,
                        Duration.ofHours(24),
                        NotifySettings.KEEP,
                        egress(true))),
                Map.of("hook", new WebhookSink(hook, local)),
                store.outbox(),
                () -> now[0],
                new SplittableRandom(1),
                new SimpleMeterRegistry())) {
      for (int i = 0; i < 50 && waiting(store) > 0; i++) {
        dispatch.settle();
        now[0] = now[0].plusSeconds(60);
      }
    }
    assertEquals(0, waiting(store));
    List<Received> accepted = RECEIVED.stream().filter(each -> each.answered() == 204).toList();
    assertEquals(
        6, accepted.stream().map(each -> each.headers().get("webhook-id")).distinct().count());
    assertTrue(RECEIVED.size() > 6, () -> "failed too: " + RECEIVED.size());
    for (Received each : RECEIVED) {
      String id = each.headers().get("webhook-id");
      String timestamp = each.headers().get("webhook-timestamp");
      assertEquals(
          signature(SECRET, id, timestamp, each.body())
              + " "
              + signature(NEW_SECRET, id, timestamp, each.body()),
          each.headers().get("webhook-signature"));
    }
    JsonNode event = Json.read(accepted.getFirst().body(), JsonNode.class);
    assertEquals("1.0", event.path("specversion").asString());
    assertEquals(accepted.getFirst().headers().get("webhook-id"), event.path("id").asString());
    assertEquals("dev.automat.notice.MissingExternally", event.path("type").asString());
    assertEquals("payments", event.at("/data/team").asString());
    assertTrue(
        accepted
            .getFirst()
            .headers()
            .getOrDefault("content-type", "")
            .startsWith("application/cloudevents+json"));
  }

  private static long waiting(Store store) {
    return store.outbox().page(Optional.empty(), false, Long.MAX_VALUE, 100).stream()
        .filter(each -> each.state() != State.DELIVERED)
        .count();
  }

  @Test
  void theConnectionGoesToTheAddressThatWasLookedAtAndTlsToTheName() {
    AtomicInteger lookUps = new AtomicInteger();
    try (HttpSender http = http(egress(true), lookUps)) {
      Answer answer =
          new WebhookSink(webhook("hooks.example.com", "/ok", "one"), http)
              .send(Notices.notice(), Notices.NOW);
      assertInstanceOf(Answer.Accepted.class, answer, answer::toString);
      assertEquals(1, lookUps.get());
    }
    assertEquals(
        "its certificate is not trusted, or not made out to its name",
        error(send("other.example.com", "/ok", "one", true)));
    assertEquals(
        "its name stands for an address that is not public",
        error(send("hooks.example.com", "/ok", "one", false)));
  }

  @Test
  void saysInItsOwnWordsWhatWentWrong() {
    Answer.Failed gone =
        assertInstanceOf(Answer.Failed.class, send("hooks.example.com", "/gone", "one", true));
    assertTrue(gone.lasting(), gone::toString);
    Answer.Failed busy =
        assertInstanceOf(Answer.Failed.class, send("hooks.example.com", "/busy", "one", true));
    assertEquals(Optional.of(Duration.ofMinutes(2)), busy.pause());
    assertEquals(
        "it answered 307: redirections are not followed",
        error(send("hooks.example.com", "/moved", "one", true)));
    String noSecret = error(send("hooks.example.com", "/ok", "none", true));
    assertTrue(noSecret.contains("whsec_") && !noSecret.contains("canary"), noSecret);
    String noFile = error(send("hooks.example.com", "/ok", "absent", true));
    assertTrue(noFile.endsWith("absent can not be read"), noFile);
  }

  @Test
  void aChatGetsTextAndBlocksInWhichNothingIsAMention() throws Exception {
    RECEIVED.clear();
    Path url =
        Files.writeString(
            directory.resolve("chat"), "https://hooks.example.com:" + port() + "/ok/canary\n");
    try (HttpSender http = http(egress(true), new AtomicInteger())) {
      Answer answer =
          new SlackSink(new SinkSettings.Slack("chat", ALL, false, url), http)
              .send(Notices.notice(), Notices.NOW);
      assertInstanceOf(Answer.Accepted.class, answer, answer::toString);
    }
    JsonNode message = Json.read(RECEIVED.getFirst().body(), JsonNode.class);
    assertEquals(
        "payments/Database/orders: It is gone: &lt;somebody&gt; &amp; all",
        message.path("text").asString());
    assertEquals(3, message.path("blocks").size());
  }

  private static SmtpSink mail(
      int port, Security security, Optional<Path> password, String... contacts) {
    TeamSpec team =
        new TeamSpec(
            Optional.empty(),
            Optional.of("owners@example.com"),
            Optional.empty(),
            Arrays.asList(contacts),
            List.of(),
            Optional.empty());
    return new SmtpSink(
        new SinkSettings.Smtp(
            "mail",
            ALL,
            false,
            "localhost",
            port,
            security,
            password.map(_ -> "automat"),
            password,
            "automat@example.com",
            List.of("platform@example.com"),
            true),
        Teams.configured(Map.of("payments", team)),
        Trust.of(Optional.of(certificate.authority())));
  }

  @Test
  void aMailGoesToContactsAndOwnerOverTlsWithLogin() throws Exception {
    System.setProperty("greenmail.tls.keystore.file", certificate.store().toString());
    System.setProperty("greenmail.tls.keystore.password", ReceiverCertificate.PASSWORD);
    Path password = Files.writeString(directory.resolve("password"), "canary\n");
    Path wrong = Files.writeString(directory.resolve("wrong"), "sparrow\n");
    ServerSetup anyPort = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS);
    anyPort.setServerStartupTimeout(Duration.ofMinutes(1).toMillis());
    GreenMail mails = new GreenMail(anyPort);
    mails.setUser("automat", "canary");
    mails.start();
    int port = mails.getSmtps().getPort();
    try {
      SmtpSink sink =
          mail(port, Security.TLS, Optional.of(password), "ann@example.com", "https://chat/1");
      Answer answer = sink.send(Notices.notice(), Notices.NOW);
      assertInstanceOf(Answer.Accepted.class, answer, answer::toString);
      sink.send(Notices.notice(), Notices.NOW);
      MimeMessage[] received = mails.getReceivedMessages();
      assertEquals(6, received.length);
      assertEquals("<abc-2@example.com>", received[0].getMessageID());
      assertEquals("<abc-2@example.com>", received[5].getMessageID());
      assertEquals("MissingExternally: payments/Database/orders", received[0].getSubject());
      assertEquals(
          "[ann@example.com, owners@example.com, platform@example.com]",
          Arrays.toString(received[0].getAllRecipients()));
      assertEquals(
          "it refuses the login",
          error(
              mail(port, Security.TLS, Optional.of(wrong), "ann@example.com")
                  .send(Notices.notice(), Notices.NOW)));
    } finally {
      mails.stop();
    }
    assertEquals(
        "it can not be reached, or not as securely as configured",
        error(
            mail(port, Security.TLS, Optional.empty(), "ann@example.com")
                .send(Notices.notice(), Notices.NOW)));
  }

  @Test
  void aProxyOfPlainHttpIsOnlyForThisMachine() throws Exception {
    HttpServer plain =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    plain.createContext("/ok", exchange -> answer(exchange, 200));
    plain.start();
    URI url = URI.create("http://localhost:" + plain.getAddress().getPort() + "/ok");
    SinkSettings.Webhook hook =
        new SinkSettings.Webhook("hook", ALL, false, url, directory.resolve("one"));
    try (HttpSender open = new HttpSender(EgressRules.of(egress(true)), certificate.tls());
        HttpSender closed = new HttpSender(EgressRules.of(egress(false)), certificate.tls())) {
      assertInstanceOf(
          Answer.Accepted.class, new WebhookSink(hook, open).send(Notices.notice(), Notices.NOW));
      assertTrue(
          error(new WebhookSink(hook, closed).send(Notices.notice(), Notices.NOW))
              .startsWith("its URL is not https"));
    } finally {
      plain.stop(0);
    }
  }
}
