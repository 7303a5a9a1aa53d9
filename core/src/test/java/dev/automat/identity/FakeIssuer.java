package dev.automat.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer that does what it is told, wrong things included. */
final class FakeIssuer implements AutoCloseable {

  static final String AUDIENCE = "automat";

  final AtomicInteger asked = new AtomicInteger();
  volatile boolean down;
  volatile Optional<String> named = Optional.empty();
  volatile Optional<String> keysAt = Optional.empty();
  private final HttpServer server;
  private volatile RSAKey key = newKey("first");

  FakeIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean keys = exchange.getRequestURI().getPath().equals("/keys");
      if (keys) {
        asked.incrementAndGet();
      }
      String body = keys ? new JWKSet(key.toPublicJWK()).toString() : discovery();
      if (exchange.getRequestURI().getPath().equals("/moved")) {
        exchange.getResponseHeaders().add("Location", url() + "/keys");
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(down ? 500 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String discovery() {
    return "{\"issuer\": \"%s\", \"jwks_uri\": \"%s\"}"
        .formatted(named.orElse(url().toString()), keysAt.orElse(url() + "/keys"));
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  IssuerSettings settings() {
    return new IssuerSettings(
        "people",
        url(),
        Set.of(AUDIENCE),
        Set.of("RS256"),
        "email",
        "groups",
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(
            new GrantSettings(
                Optional.of("'eng' in claims.groups"), Optional.of("payments"), Role.MEMBER)));
  }

  RSAKey key() {
    return key;
  }

  /** From now on it signs with another key, and shows that one alone. */
  void rotate() {
    key = newKey("second");
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  JWTClaimsSet.Builder claims(Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(url().toString())
        .subject("u-1")
        .audience(AUDIENCE)
        .expirationTime(Date.from(now.plusSeconds(300)))
        .claim("email", "alice@example.com")
        .claim("groups", List.of("eng"));
  }

  String sign(JWTClaimsSet claims) {
    return sign(key, JOSEObjectType.JWT, claims);
  }

  static String sign(RSAKey with, JOSEObjectType type, JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).type(type).build(),
              claims);
      token.sign(new RSASSASigner(with));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
