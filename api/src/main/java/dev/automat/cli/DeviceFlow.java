package dev.automat.cli;

import dev.automat.cli.Logins.Login;
import dev.automat.resource.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Gets tokens of an issuer for a person without a browser here (RFC 8628), and renews them. */
final class DeviceFlow implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final long MOST_BYTES = 256 * 1024;
  private static final long USUAL_INTERVAL = 5;
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** Where an issuer does what. */
  record Endpoints(URI device, URI token) {}

  /** As the issuer's discovery document says. */
  Endpoints endpoints(URI issuer) {
    URI place =
        URI.create(issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration");
    JsonNode document = send(HttpRequest.newBuilder(safe(place, issuer)).GET()).body();
    if (!document.path("issuer").asString("").equals(issuer.toString())) {
      throw new CommandException(ExitCode.FAILED, place + " is not of the issuer " + issuer);
    }
    String device = document.path("device_authorization_endpoint").asString("");
    if (device.isEmpty()) {
      throw new CommandException(
          ExitCode.FAILED,
          issuer + " has no device flow: get a token in another way, and set AUTOMAT_TOKEN");
    }
    return new Endpoints(
        safe(URI.create(device), issuer),
        safe(URI.create(document.path("token_endpoint").asString("")), issuer));
  }

  /** Asks a person to confirm, and waits until they did. */
  Login login(
      Endpoints endpoints,
      String clientId,
      List<String> scopes,
      boolean accessToken,
      Consumer<String> say) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", clientId);
    form.put("scope", String.join(" ", scopes));
    Answer offered = post(endpoints.device(), form);
    if (offered.status() != 200) {
      throw refused(offered.body());
    }
    JsonNode offer = offered.body();
    say.accept(
        "Open %s\nand enter the code %s"
            .formatted(
                offer.path("verification_uri").asString(""), offer.path("user_code").asString("")));
    Optional.of(offer.path("verification_uri_complete").asString(""))
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> say.accept("or open " + text));
    JsonNode tokens = awaitTokens(endpoints.token(), clientId, offer);
    return login(tokens, endpoints.token(), clientId, accessToken, Optional.empty());
  }

  private JsonNode awaitTokens(URI endpoint, String clientId, JsonNode offer) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", GRANT);
    form.put("device_code", offer.path("device_code").asString(""));
    form.put("client_id", clientId);
    long interval = Math.max(1, offer.path("interval").asLong(USUAL_INTERVAL));
    Instant end = Instant.now().plusSeconds(offer.path("expires_in").asLong(600));
    while (Instant.now().isBefore(end)) {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(interval));
      Answer answer = post(endpoint, form);
      if (answer.status() == 200) {
        return answer.body();
      }
      // RFC 8628, section 3.5.
      switch (answer.body().path("error").asString("")) {
        case "authorization_pending" -> {}
        case "slow_down" -> interval += USUAL_INTERVAL;
        default -> throw refused(answer.body());
      }
    }
    throw new CommandException(
        ExitCode.FAILED, "nobody confirmed in time: run automat login again");
  }

  /** The next token in the place of one that ends. */
  Login renew(Login login) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", login.refreshToken().orElseThrow());
    form.put("client_id", login.clientId());
    Answer answer = post(login.tokenEndpoint(), form);
    if (answer.status() != 200) {
      throw refused(answer.body());
    }
    return login(
        answer.body(),
        login.tokenEndpoint(),
        login.clientId(),
        login.accessToken(),
        login.refreshToken());
  }

  private static Login login(
      JsonNode tokens,
      URI endpoint,
      String clientId,
      boolean accessToken,
      Optional<String> refreshToken) {
    String key = accessToken ? "access_token" : "id_token";
    String token = tokens.path(key).asString("");
    if (token.isEmpty()) {
      throw new CommandException(
          ExitCode.FAILED, "the issuer gave no " + key + ": is openid among the scopes?");
    }
    Optional<Instant> expires =
        Optional.of(tokens.path("expires_in"))
            .filter(JsonNode::isNumber)
            .map(seconds -> Instant.now().plusSeconds(seconds.asLong()));
    return new Login(
        token,
        Optional.of(tokens.path("refresh_token").asString(""))
            .filter(text -> !text.isEmpty())
            .or(() -> refreshToken),
        expires,
        endpoint,
        clientId,
        accessToken);
  }

  private static CommandException refused(JsonNode answer) {
    return new CommandException(
        ExitCode.FAILED,
        "the issuer says "
            + answer.path("error").asString("nothing that can be read")
            + " "
            + answer.path("error_description").asString(""));
  }

  private Answer post(URI endpoint, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + ApiClient.encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** Redirections are not followed: what is sent is for the issuer alone. */
  private Answer send(HttpRequest.Builder request) {
    HttpRequest made = request.header("Accept", "application/json").timeout(TIMEOUT).build();
    try {
      HttpResponse<byte[]> response =
          http.send(made, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
      return new Answer(response.statusCode(), Json.mapper().readTree(response.body()));
    } catch (IOException | JacksonException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE, "no usable answer from " + made.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }

  /** Not as plain text, but on this machine, if the issuer itself is on it. */
  private static URI safe(URI uri, URI issuer) {
    boolean local =
        "http".equals(uri.getScheme())
            && Credentials.isLoopback(uri)
            && Credentials.isLoopback(issuer);
    if (!"https".equals(uri.getScheme()) && !local) {
      throw new CommandException(ExitCode.FAILED, uri + " is no https URL: nothing is sent there");
    }
    return uri;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private record Answer(int status, JsonNode body) {}
}
