package dev.automat.provisioner.aws.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An STS that keeps what it was asked, and gives out credentials that last as long as told. */
final class StsOfOneTest implements AutoCloseable {

  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String account;
  private volatile Duration lifetime = Duration.ofHours(1);

  /**
   * @param account whose credentials it gives out
   */
  StsOfOneTest(String account) {
    this.account = account;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on its credentials are of that account. */
  void become(String other) {
    account = other;
  }

  /** From now on credentials have expired when they are given out. */
  void giveOutExpired() {
    lifetime = Duration.ofSeconds(-1);
  }

  /** The forms of all calls of the action, decoded. */
  List<String> asked(String action) {
    return asked.stream().filter(form -> form.contains("Action=" + action)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String form =
          URLDecoder.decode(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              StandardCharsets.UTF_8);
      asked.add(form);
      byte[] answer =
          (form.contains("Action=AssumeRole") ? credentials() : identity())
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String credentials() {
    return """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <Credentials><AccessKeyId>ASIA%d</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
    <SessionToken>token</SessionToken><Expiration>%s</Expiration></Credentials>
    <AssumedRoleUser><Arn>arn:aws:sts::%s:assumed-role/automat/session</Arn>
    <AssumedRoleId>AROA:session</AssumedRoleId></AssumedRoleUser>
    </AssumeRoleResult></AssumeRoleResponse>
    """
        .formatted(asked.size(), Instant.now().plus(lifetime), account);
  }

  private String identity() {
    return """
    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <GetCallerIdentityResult><Arn>arn:aws:sts::%1$s:assumed-role/automat/session</Arn>
    <UserId>AROA:session</UserId><Account>%1$s</Account></GetCallerIdentityResult>
    </GetCallerIdentityResponse>
    """
        .formatted(account);
  }
}
