package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.api.http.TlsUnusableException;
import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import dev.automat.config.GivenSetting;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS with certificates that change while it is served. */
@Timeout(600)
class TlsIT {

  private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir private Path home;
  private Vertx vertx;
  private Certificates made;
  private Path certificate;
  private Path key;

  @BeforeEach
  void makeCertificates() throws IOException {
    vertx = Vertx.vertx();
    made = new Certificates(home);
    certificate = home.resolve("server.pem");
    key = home.resolve("server.key");
    serve("first", 2);
  }

  @AfterEach
  void stop() {
    vertx.close();
  }

  private void serve(String name, int days) throws IOException {
    made.issue(name, days);
    Files.copy(made.certificate(name), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(made.key(name), key, StandardCopyOption.REPLACE_EXISTING);
  }

  private RunningServer start(GivenSetting... more) {
    List<GivenSetting> settings = new ArrayList<>(List.of(more));
    settings.add(new GivenSetting("http.tls.certificate", certificate.toString(), "test"));
    settings.add(new GivenSetting("http.tls.key", key.toString(), "test"));
    return new RunningServer(home, settings.toArray(GivenSetting[]::new));
  }

  /** With a certificate of its own if a name is given. */
  private SSLContext trusting(Optional<String> client) throws Exception {
    KeyManager[] own =
        client.isEmpty()
            ? new KeyManager[0]
            : new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(Files.readAllBytes(made.certificate(client.get()))))
                .setKeyValue(Buffer.buffer(Files.readAllBytes(made.key(client.get()))))
                .getKeyManagerFactory(vertx)
                .getKeyManagers();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        own,
        new PemTrustOptions()
            .addCertValue(Buffer.buffer(Files.readAllBytes(made.authority())))
            .getTrustManagerFactory(vertx)
            .getTrustManagers(),
        null);
    return context;
  }

  private SSLSocket connect(int port) throws Exception {
    return connect(port, Optional.empty());
  }

  private SSLSocket connect(int port, Optional<String> client) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            trusting(client)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(120_000);
    return socket;
  }

  /** The lines of the answer's head. */
  private static List<String> ask(Socket socket) throws IOException {
    socket.getOutputStream().write(HEALTH.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    List<String> head = new ArrayList<>();
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.add(line.toLowerCase(java.util.Locale.ROOT));
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
    }
    assertEquals(length, in.skip(length));
    return head;
  }

  private BigInteger serial(int port) {
    try (SSLSocket socket = connect(port)) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    } catch (Exception e) {
      throw new AssertionError("no TLS", e);
    }
  }

  private static long complaints(RunningServer server, String about) {
    return server.log().stream()
        .filter(event -> event.getLevel().toString().equals("ERROR"))
        .filter(event -> event.getFormattedMessage().contains("goes on being served"))
        .filter(event -> event.getFormattedMessage().contains(about))
        .count();
  }

  @Test
  void speaksTlsAndNothingOlderOrPlain() throws Exception {
    try (RunningServer server = start();
        SSLSocket socket = connect(server.port())) {
      List<String> head = ask(socket);
      assertEquals("http/1.1 200 ok", head.getFirst());
      assertTrue(
          head.stream().anyMatch(line -> line.startsWith("strict-transport-security: max-age=")),
          head::toString);
      assertEquals("https://127.0.0.1:" + server.port(), server.server().url());
      assertTrue(!RawHttp.send(server.port(), HEALTH).contains("200"));
      try (SSLSocket old = connect(server.port())) {
        old.setEnabledProtocols(new String[] {"TLSv1.1"});
        assertThrows(SSLException.class, old::startHandshake);
      }
    }
  }

  @Test
  void commandsTrustTheAuthorityThatIsNamed() {
    try (RunningServer server = start()) {
      String url = "https://127.0.0.1:" + server.port();
      StringWriter said = new StringWriter();
      PrintWriter both = new PrintWriter(said, true);

      assertEquals(ExitCode.UNREACHABLE, Main.run(both, both, "accounts", "--server", url));
      assertTrue(said.toString().contains("--ca"), said.toString());
      assertEquals(
          ExitCode.OK,
          Main.run(
              both,
              both,
              "accounts",
              "--server",
              url,
              "--ca",
              made.authority().toString(),
              "--token-file",
              server.tokenFile().toString()),
          said::toString);
      assertTrue(said.toString().contains("toy/default"), said.toString());
    }
  }

  @Test
  void servesTheNewCertificateAndKeepsConnections() throws Exception {
    try (RunningServer server = start();
        SSLSocket before = connect(server.port())) {
      assertEquals("http/1.1 200 ok", ask(before).getFirst());
      BigInteger first = serial(server.port());

      serve("second", 2);

      Await.until("the new certificate", () -> !serial(server.port()).equals(first));
      assertEquals("http/1.1 200 ok", ask(before).getFirst());
    }
  }

  @Test
  void badNewFilesLeaveTheOldCertificate() throws Exception {
    try (RunningServer server = start()) {
      BigInteger first = serial(server.port());

      made.issue("other", 2);
      Files.copy(made.key("other"), key, StandardCopyOption.REPLACE_EXISTING);
      Await.until("a complaint", () -> complaints(server, "is not the key of") == 1);
      assertEquals(first, serial(server.port()));

      Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nnone\n");
      Await.until("a complaint", () -> complaints(server, "no certificate and key in PEM") >= 1);
      assertEquals(first, serial(server.port()));

      Files.delete(key);
      Await.until("a complaint", () -> complaints(server, "server.key can not be read") == 1);
      assertEquals(first, serial(server.port()));

      serve("expired", -1);
      Await.until("a complaint", () -> complaints(server, "not now") == 1);
      assertEquals(first, serial(server.port()));

      serve("good", 2);
      Await.until("the new certificate", () -> !serial(server.port()).equals(first));
      assertEquals(List.of(), server.stackTraces());
    }
  }

  @Test
  void doesNotStartWithACertificateThatIsNotOfTheKey() throws IOException {
    made.issue("other", 2);
    Files.copy(made.key("other"), key, StandardCopyOption.REPLACE_EXISTING);

    TlsUnusableException refused = assertThrows(TlsUnusableException.class, this::start);

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(key.toString()), message);
    assertTrue(message.contains(certificate.toString()), message);
  }

  @Test
  void anAuthorityOfClientsLetsOnlyThoseInThatItSigned() throws Exception {
    made.issue("client", 2);
    try (RunningServer server =
        start(new GivenSetting("http.tls.clientAuthority", made.authority().toString(), "test"))) {
      try (SSLSocket known = connect(server.port(), Optional.of("client"))) {
        assertEquals("http/1.1 200 ok", ask(known).getFirst());
      }
      try (SSLSocket unknown = connect(server.port())) {
        // With TLS 1.3 the refusal comes after the handshake, at the first read.
        assertThrows(IOException.class, () -> assertNotEquals(List.of(), ask(unknown)));
      }
    }
  }
}
