package dev.automat.api;

import com.nimbusds.jose.JOSEException;
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
import dev.automat.resource.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** As much of GitHub and GitLab as a pipeline meets: tokens for its jobs, and comments. */
final class CodeHost implements AutoCloseable {

  static final String AUDIENCE = "https://automat.example.com";

  /** What was asked of it, such as {@code POST /repos/acme/infra/issues/7/comments}. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** By their ids, in the order in which they were written. */
  final Map<Integer, String> comments = new TreeMap<>();

  private final RSAKey key;
  private final HttpServer server;

  CodeHost() throws IOException {
    try {
      key = new RSAKeyGenerator(2048).keyID("job").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    comments.put(1, "Looks good to me");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Of a job of the repository, for the branch. */
  String token(String ref) {
    Instant now = Instant.now();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("job").build(),
            new JWTClaimsSet.Builder()
                .issuer(url())
                .audience(AUDIENCE)
                .subject("repo:acme/infra:ref:" + ref)
                .claim("repository", "acme/infra")
                .claim("ref", ref)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(exchange.getRequestMethod() + " " + path);
      String body = body(exchange, path);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String body(HttpExchange exchange, String path) throws IOException {
    return switch (path) {
      case "/.well-known/openid-configuration" ->
          "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(url(), url());
      case "/keys" -> new JWKSet(key.toPublicJWK()).toString();
      case "/token" -> {
        assertAudience(exchange.getRequestURI().getQuery());
        String ref = exchange.getRequestHeaders().getFirst("Authorization");
        yield Json.write(Map.of("value", token(ref.replace("Bearer ", ""))));
      }
      default -> comments(exchange, path);
    };
  }

  private static void assertAudience(String query) {
    if (!query.endsWith("audience=" + AUDIENCE)) {
      throw new IllegalStateException("the token is asked for with " + query);
    }
  }

  private synchronized String comments(HttpExchange exchange, String path) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      ArrayNode all = Json.mapper().createArrayNode();
      comments.forEach((id, text) -> all.addObject().put("id", id).put("body", text));
      return all.toString();
    }
    JsonNode sent = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
    int id =
        exchange.getRequestMethod().equals("POST")
            ? comments.size() + 1
            : Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    comments.put(id, sent.path("body").asString());
    return "{}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
