package dev.automat.cli;

import dev.automat.resource.Json;
import dev.automat.resource.NearestSpelling;
import dev.automat.stack.StackKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls the server. */
final class ApiClient implements AutoCloseable {

  /** Longer than any wait that the server grants. */
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final URI server;
  private final Optional<String> token;
  private final HttpClient http;
  private Optional<Deadline> deadline = Optional.empty();
  private Optional<JsonNode> kinds = Optional.empty();

  /**
   * @param token proves who asks; empty: nothing does
   * @param trusted who may vouch for the server; empty: whom Java trusts
   */
  ApiClient(URI server, Optional<String> token, Optional<SSLContext> trusted) {
    this.server = server;
    this.token = token;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // With TLS that is the handshake, too, which a busy machine holds up.
            .connectTimeout(Duration.ofSeconds(15));
    trusted.ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  /** From now on no call lasts longer than that. */
  void endsBy(Deadline end) {
    deadline = Optional.of(end);
  }

  /** How long the next call may last. */
  private Duration limit() {
    if (deadline.filter(Deadline::isOver).isPresent()) {
      throw new CommandException("the time is over: ask for more with --timeout, or try again");
    }
    return deadline.map(Deadline::left).filter(left -> left.compareTo(TIMEOUT) < 0).orElse(TIMEOUT);
  }

  URI server() {
    return server;
  }

  ApiAnswer get(String path, Map<String, String> headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  ApiAnswer get(String path) {
    return get(path, Map.of());
  }

  /**
   * The entries of all pages of a list.
   *
   * @param list with a query
   */
  List<JsonNode> pages(String list) {
    List<JsonNode> all = new ArrayList<>();
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      String cursor = next.get().isEmpty() ? "" : "&cursor=" + encoded(next.get());
      JsonNode page = get(list + cursor).body();
      page.path("items").forEach(all::add);
      next = page.path("next").asStringOpt();
    }
    return all;
  }

  /** What is no JSON. */
  String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  /** What is no text. */
  byte[] bytes(String path) {
    HttpRequest request = request(path, Map.of()).timeout(limit()).GET().build();
    HttpResponse<byte[]> response = exchange(request, BodyHandlers.ofByteArray());
    if (response.statusCode() >= 400) {
      throw refusal(read(response.body()), path);
    }
    return response.body();
  }

  ApiAnswer delete(String path, Map<String, String> headers) {
    return send("DELETE", path, BodyPublishers.noBody(), headers);
  }

  ApiAnswer put(String path, JsonNode body, Map<String, String> headers) {
    return send("PUT", path, json(body), headers);
  }

  ApiAnswer post(String path, JsonNode body) {
    return post(path, body, Map.of());
  }

  ApiAnswer post(String path, JsonNode body, Map<String, String> headers) {
    return send("POST", path, json(body), headers);
  }

  /** Sends bytes that are no JSON. */
  ApiAnswer upload(String path, byte[] bytes, String contentType) {
    HttpRequest request =
        request(path, Map.of("Content-Type", contentType))
            .POST(BodyPublishers.ofByteArray(bytes))
            .timeout(TIMEOUT)
            .build();
    HttpResponse<byte[]> response = exchange(request, BodyHandlers.ofByteArray());
    JsonNode answer = read(response.body());
    if (response.statusCode() >= 400) {
      throw refusal(answer, path);
    }
    return new ApiAnswer(response.statusCode(), response.headers(), answer);
  }

  private static HttpRequest.BodyPublisher json(JsonNode body) {
    return BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body));
  }

  private ApiAnswer send(
      String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path, headers).method(method, body).timeout(limit());
    if (body.contentLength() != 0) {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<byte[]> response = exchange(request.build(), BodyHandlers.ofByteArray());
    JsonNode answer = read(response.body());
    if (response.statusCode() >= 400) {
      throw refusal(answer, path);
    }
    return new ApiAnswer(response.statusCode(), response.headers(), answer);
  }

  private HttpRequest.Builder request(String path, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).header("User-Agent", "automat-cli");
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    headers.forEach(request::header);
    return request;
  }

  /**
   * The lines of an event stream; the caller closes it.
   *
   * @throws RefusedException if the server answered with a problem
   */
  HttpResponse<Stream<String>> stream(String path, Map<String, String> headers) {
    HttpRequest request = request(path, headers).header("Accept", "text/event-stream").build();
    HttpResponse<Stream<String>> response = exchange(request, BodyHandlers.ofLines());
    if (response.statusCode() >= 400) {
      try (Stream<String> lines = response.body()) {
        throw refusal(
            read(String.join("\n", lines.toList()).getBytes(StandardCharsets.UTF_8)), path);
      }
    }
    return response;
  }

  private static RefusedException refusal(JsonNode problem, String path) {
    return new RefusedException(CommandAdvice.in(problem, path));
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (SSLException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "no TLS with "
              + server
              + " ("
              + e.getMessage()
              + "). If a private authority vouches for it, name its certificate with --ca or"
              + " AUTOMAT_CA_FILE; if it speaks plain HTTP, say http://",
          e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "no answer from "
              + server
              + " ("
              + e.getClass().getSimpleName()
              + "). Is it up? Start it with: ./automat up",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }

  private JsonNode read(byte[] body) {
    if (body.length == 0) {
      return Json.object();
    }
    try {
      return Json.mapper().readTree(body);
    } catch (JacksonException e) {
      throw new CommandException(
          ExitCode.UNREACHABLE, server + " answers, but not as Automat: is it another program?", e);
    }
  }

  /** The plural of a kind that is given by its name or plural. */
  String plural(String word) {
    return knownPlural(word).orElseThrow(() -> unknownKind(word));
  }

  /** The same; empty if there is no such kind. */
  Optional<String> knownPlural(String word) {
    if (isStack(word)) {
      return Optional.of(StackKey.PLURAL);
    }
    return kinds()
        .valueStream()
        .filter(
            kind ->
                kind.path("kind").asString().equalsIgnoreCase(word)
                    || kind.path("plural").asString().equalsIgnoreCase(word))
        .map(kind -> kind.path("plural").asString())
        .findFirst();
  }

  /** The kinds of the catalogue, which is asked for once. */
  JsonNode kinds() {
    JsonNode known = kinds.orElseGet(() -> get("/v1/catalog").body().path("kinds"));
    kinds = Optional.of(known);
    return known;
  }

  private CommandException unknownKind(String word) {
    List<String> exists =
        kinds().valueStream().map(kind -> kind.path("plural").asString()).toList();
    String meant =
        NearestSpelling.of(word, exists).map(near -> "; did you mean " + near + "?").orElse("");
    return new CommandException(
        "there is no kind " + word + meant + "\n  there is: " + String.join(", ", exists));
  }

  /** Whether the word means stacks, which are in no catalogue. */
  static boolean isStack(String word) {
    return word.equalsIgnoreCase(StackKey.KIND) || word.equalsIgnoreCase(StackKey.PLURAL);
  }

  /** The path of a resource or a stack. */
  String path(String team, String kind, String name) {
    return "/v1/teams/" + encoded(team) + "/" + plural(kind) + "/" + encoded(name);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
