package dev.automat.api;

import dev.automat.resource.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A request in the making. */
final class Ask {

  private final RunningServer server;
  private final ContractCheck contract;
  private final String method;
  private final String path;
  private final List<String> headers = new ArrayList<>();
  private byte[] body = new byte[0];

  /**
   * @param token proves who asks; empty: nothing does
   */
  Ask(
      RunningServer server,
      ContractCheck contract,
      String method,
      String path,
      Optional<String> token) {
    this.server = server;
    this.contract = contract;
    this.method = method;
    this.path = path;
    token.ifPresent(text -> header("Authorization", "Bearer " + text));
  }

  Ask header(String name, String value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  Ask json(String text) {
    return body("application/json", text);
  }

  Ask body(String contentType, String text) {
    body = text.getBytes(StandardCharsets.UTF_8);
    return header("Content-Type", contentType);
  }

  /** The answer, which is as the contract says. */
  Told send() {
    HttpRequest.Builder request =
        server
            .nobodysRequest(path)
            .timeout(Duration.ofSeconds(70))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      HttpResponse<byte[]> response =
          server.http().send(request.build(), BodyHandlers.ofByteArray());
      Told told = new Told(response);
      contract.check(method, path, told);
      return told;
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An answer. */
  record Told(HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return Json.read(text(), JsonNode.class);
    }

    /** The text at a pointer; empty if nothing is there. */
    String at(String pointer) {
      return json().at(pointer).asString("");
    }

    @Override
    public String toString() {
      return status() + " " + text();
    }
  }
}
