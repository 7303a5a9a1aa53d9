package dev.automat.trial;

import dev.automat.resource.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/** Requests to a server, which may be another one after each restart. */
final class Talk implements AutoCloseable {

  private final HttpClient http;
  private volatile String token;
  private volatile String base;

  /** By whoever works on that server's machine; waits until it is up. */
  Talk(ServerProcess server) {
    this(server.awaitUp(), server.token());
  }

  /** By whoever has that token. */
  Talk(String base, String token) {
    this(base, token, HttpClient.newBuilder());
  }

  /** The same to a server for which others vouch than Java knows. */
  Talk(String base, String token, SSLContext trust) {
    this(base, token, HttpClient.newBuilder().sslContext(trust));
  }

  private Talk(String base, String token, HttpClient.Builder http) {
    this.base = base;
    this.token = token;
    this.http = http.version(HttpClient.Version.HTTP_1_1).build();
  }

  /** From now on with that server; waits until it is up. */
  void moveTo(ServerProcess server) {
    base = server.awaitUp();
    token = server.token();
  }

  /**
   * One request.
   *
   * @param headers names and values in turn
   * @throws IOException if there is no answer
   */
  Answer send(String method, String path, String body, String... headers) throws IOException {
    HttpRequest.Builder request =
        request(path)
            .timeout(Duration.ofSeconds(75))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(http.send(request.build(), BodyHandlers.ofString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A request in the making. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Authorization", "Bearer " + token);
  }

  /** A request to a server that must answer. */
  Answer ask(String method, String path, String body, String... headers) {
    try {
      return send(method, path, body, headers);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    }
  }

  Answer get(String path) {
    return ask("GET", path, "");
  }

  /**
   * Asks for a resource or a binding, and answers with how it is once the engine has done what it
   * can: the first one of a server may wait for another to be started, on a machine that is busy.
   */
  Answer settled(String path, String body) {
    return settled(path, body, (_, _) -> {});
  }

  /**
   * The same, for somebody who hears each answer on the way.
   *
   * @param hears the method of a request, and its answer
   */
  Answer settled(String path, String body, BiConsumer<String, Answer> hears) {
    Answer first = ask("PUT", path, body, "Prefer", "wait=60");
    hears.accept("PUT", first);
    AtomicReference<Answer> answer = new AtomicReference<>(first);
    Await.until(
        () -> path + " settles: " + answer,
        () -> {
          if (answer.get().isGood() && !answer.get().isSettled()) {
            Answer next = ask("GET", path, "", "Prefer", "wait=60");
            hears.accept("GET", next);
            answer.set(next);
          }
          return !answer.get().isGood() || answer.get().isSettled();
        });
    return answer.get();
  }

  /**
   * All resources, page by page.
   *
   * @throws IOException if there is no answer, or not this one
   */
  List<JsonNode> list() throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    String next = "";
    do {
      Answer page = send("GET", "/v1/resources?limit=500" + next, "");
      if (!page.isGood()) {
        throw new IOException(page.toString());
      }
      page.json().path("items").forEach(documents::add);
      String cursor = page.at("/next");
      next = cursor.isEmpty() ? "" : "&cursor=" + cursor;
    } while (!next.isEmpty());
    return documents;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** An answer. */
  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    boolean isGood() {
      return status() / 100 == 2;
    }

    String text() {
      return response.body();
    }

    JsonNode json() {
      return Json.read(text(), JsonNode.class);
    }

    /** The text at a pointer; empty if nothing is there. */
    String at(String pointer) {
      return json().at(pointer).asString("");
    }

    /**
     * Whether, as it was last asked for, it is ready, or somebody has to do something. A binding
     * that failed is tried again.
     */
    boolean isSettled() {
      return switch (at("/status/phase")) {
        case "Ready" -> at("/status/observedGeneration").equals(at("/metadata/generation"));
        case "Failed" -> isSpokenOf();
        default -> false;
      };
    }

    /** The cloud was never seen to have what failed, and a failure may be an older one's. */
    private boolean isSpokenOf() {
      return json()
          .at("/status/conditions")
          .valueStream()
          .filter(condition -> condition.path("type").asString("").equals("Synced"))
          .map(condition -> condition.path("observedGeneration").asString(""))
          .anyMatch(at("/metadata/generation")::equals);
    }

    @Override
    public String toString() {
      return status() + " " + text();
    }
  }
}
