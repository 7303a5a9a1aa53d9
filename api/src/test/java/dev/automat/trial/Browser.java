package dev.automat.trial;

import dev.automat.resource.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A person with a browser, and a machine with a secret, at the provider of the tests. */
final class Browser implements AutoCloseable {

  private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
  private static final Pattern INPUT = Pattern.compile("<input[^>]*>");
  private static final Pattern NAME = Pattern.compile("name=\"([^\"]+)\"");
  private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"");
  private static final int MOST_PAGES = 8;

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.ALWAYS)
          .build();

  /** Opens the address, says who it is, and agrees to all that is asked. */
  void confirm(URI address, String name) {
    HttpResponse<String> page = send(HttpRequest.newBuilder(address));
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Matcher action = ACTION.matcher(page.body());
      if (!action.find()) {
        return;
      }
      URI to = page.uri().resolve(action.group(1).replace("&amp;", "&"));
      page = post(to, filled(page.body(), name), "");
    }
    throw new AssertionError("the provider asks on and on: " + page.body());
  }

  private static Map<String, String> filled(String page, String name) {
    Map<String, String> form = new LinkedHashMap<>();
    INPUT
        .matcher(page)
        .results()
        .map(input -> input.group())
        .forEach(
            input -> {
              Matcher field = NAME.matcher(input);
              Matcher value = VALUE.matcher(input);
              if (field.find()) {
                form.put(field.group(1), value.find() ? value.group(1) : "");
              }
            });
    form.computeIfPresent("login", (_, _) -> name);
    form.computeIfPresent("password", (_, _) -> "any");
    form.remove("abort");
    return form;
  }

  /** The token that a machine gets for its secret. */
  String machineToken(URI issuer) {
    String basic =
        Base64.getEncoder().encodeToString("ci:secret-of-ci".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        post(
            URI.create(issuer + "/token"),
            Map.of("grant_type", "client_credentials"),
            "Basic " + basic);
    return Json.read(answer.body(), JsonNode.class).path("access_token").asString();
  }

  /** Has the issuer sign with another key from now on. */
  void rotate(URI issuer) {
    post(URI.create(issuer + "/rotate"), Map.of(), "");
  }

  private HttpResponse<String> post(URI to, Map<String, String> form, String authorization) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return send(request);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        throw new AssertionError(response.uri() + ": " + response.body());
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
