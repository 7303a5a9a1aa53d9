package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.automat.api.contract.Contract;
import dev.automat.api.contract.Operation;
import dev.automat.api.exchange.Handler;
import dev.automat.api.exchange.Reply;
import dev.automat.api.http.HttpFront;
import dev.automat.config.Configuration;
import dev.automat.resource.Json;
import dev.automat.store.StoreBusyException;
import dev.automat.store.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What becomes of handlers that misbehave. */
@Timeout(30)
class HttpFrontIT {

  private static final Contract CONTRACT = Contract.load();

  private static Map<String, Handler> handlers(Handler health) {
    Map<String, Handler> handlers = new HashMap<>();
    CONTRACT.operations().stream()
        .map(Operation::id)
        .forEach(id -> handlers.put(id, _ -> Reply.json(200, Json.object())));
    handlers.put("getHealth", health);
    return handlers;
  }

  private static HttpFront start(Map<String, Handler> handlers) {
    Configuration.Http settings =
        Configuration.Http.plain(
            "127.0.0.1", 0, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(1));
    return HttpFront.start(
        settings, CONTRACT, handlers, new SimpleMeterRegistry(), Clock.systemUTC());
  }

  private static HttpResponse<String> health(HttpFront front)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + "/healthz"))
              .header("X-Request-Id", "of-the-test")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static JsonNode problem(HttpResponse<String> response) {
    return Json.read(response.body(), JsonNode.class);
  }

  @Test
  void doesNotStartWithoutAHandlerForEveryOperation() {
    Map<String, Handler> handlers = handlers(_ -> Reply.json(200, Json.object()));
    handlers.remove("putResource");
    handlers.put("putResurce", _ -> Reply.json(200, Json.object()));

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> start(handlers));

    assertTrue(String.valueOf(refused.getMessage()).contains("[putResource]"), refused::getMessage);
    assertTrue(String.valueOf(refused.getMessage()).contains("[putResurce]"), refused::getMessage);
  }

  @Test
  void ourOwnMistakeIsInTheLogUnderTheIdThatTheClientSees()
      throws IOException, InterruptedException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
    try (HttpFront front =
        start(
            handlers(
                _ -> {
                  throw new IllegalStateException("the secret is 42");
                }))) {
      HttpResponse<String> response = health(front);

      assertEquals(500, response.statusCode());
      assertEquals("of-the-test", problem(response).path("requestId").asString());
      assertTrue(!response.body().contains("42"), response.body());
      assertTrue(
          log.list.stream()
              .anyMatch(
                  event ->
                      event.getFormattedMessage().contains("of-the-test")
                          && event.getThrowableProxy() != null));
    } finally {
      root.detachAppender(log);
    }
  }

  @Test
  void answersForAHandlerThatDoesNot() throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (HttpFront front =
        start(
            handlers(
                _ -> {
                  never.await();
                  return Reply.json(200, Json.object());
                }))) {
      HttpResponse<String> response = health(front);

      assertEquals(503, response.statusCode());
      assertEquals("timeout", problem(response).path("code").asString());
      never.countDown();
    }
  }

  @Test
  void saysWhenToComeBackIfTheStoreIsBusyOrAway() throws IOException, InterruptedException {
    try (HttpFront busy =
            start(
                handlers(
                    _ -> {
                      throw new StoreBusyException(10_000);
                    }));
        HttpFront away =
            start(
                handlers(
                    _ -> {
                      throw new StoreUnavailableException(
                          "it went away", new IOException("connection refused"));
                    }))) {
      HttpResponse<String> first = health(busy);
      HttpResponse<String> second = health(away);

      assertEquals(503, first.statusCode());
      assertEquals("busy", problem(first).path("code").asString());
      assertEquals("1", first.headers().firstValue("Retry-After").orElse(""));
      assertEquals(503, second.statusCode());
      assertEquals("store-unavailable", problem(second).path("code").asString());
    }
  }
}
