package dev.automat.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What becomes of handlers that misbehave. */
@Timeout(300)
class HttpFrontIT {

  private static final Contract CONTRACT = Contract.load();
  private static final String REQUESTS = "automat.http.requests";

  /** So many event loops a server has, or fewer. */
  private static final int MOST_LOOPS = 4;

  private static Map<String, Handler> handlers(Handler health) {
    Map<String, Handler> handlers = new HashMap<>();
    CONTRACT.operations().stream()
        .map(Operation::id)
        .forEach(id -> handlers.put(id, _ -> Reply.json(200, Json.object())));
    handlers.put("getHealth", health);
    return handlers;
  }

  /** With so much time for a request that an answer is the handler's. */
  private static HttpFront start(Map<String, Handler> handlers) {
    return start(handlers, Duration.ofMinutes(2));
  }

  private static HttpFront start(Map<String, Handler> handlers, Duration requestTimeout) {
    return start(handlers, requestTimeout, new SimpleMeterRegistry());
  }

  private static HttpFront start(
      Map<String, Handler> handlers, Duration requestTimeout, MeterRegistry meters) {
    Configuration.Http plain =
        Configuration.Http.plain("127.0.0.1", 0, 1 << 20, requestTimeout, Duration.ofSeconds(1));
    Configuration.Http settings =
        new Configuration.Http(
            plain.host(),
            plain.port(),
            plain.maxBodyBytes(),
            plain.requestTimeout(),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            plain.tls(),
            plain.behindProxy(),
            plain.publicHosts(),
            plain.limits());
    return HttpFront.start(settings, CONTRACT, handlers, meters, Clock.systemUTC());
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
                }),
            Duration.ofSeconds(1))) {
      HttpResponse<String> response = health(front);

      assertEquals(503, response.statusCode());
      assertEquals("timeout", problem(response).path("code").asString());
      never.countDown();
    }
  }

  @Test
  void whoHasTheAnswerFindsItInTheMeasures() throws IOException {
    AtomicInteger early = new AtomicInteger(-1);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (HttpFront front =
            start(handlers(_ -> Reply.json(200, Json.object())), Duration.ofMinutes(2), meters);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      letAllLoopsPass(front);
      meters
          .config()
          .onMeterAdded(
              meter -> {
                if (meter.getId().getName().equals(REQUESTS)) {
                  letAllLoopsPass(front);
                  early.set(available(client));
                }
              });
      client
          .getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      assertEquals('H', client.getInputStream().read());

      assertEquals(1, meters.get(REQUESTS).tag("status", "200").timer().count());
      assertEquals(0, early.get(), "it was answered before it was measured");
    }
  }

  /**
   * Whatever was to be done until now is done: connections go to the loops in turn, and each does
   * one thing after another.
   */
  private static void letAllLoopsPass(HttpFront front) {
    for (int i = 0; i < 2 * MOST_LOOPS; i++) {
      String answer = RawHttp.send(front.port(), "no request\r\n\r\n");
      assertTrue(answer.contains(" 400 Bad Request\r\n"), answer);
    }
  }

  private static int available(Socket client) {
    try {
      return client.getInputStream().available();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It goes on to its end only once the stop is seen to wait for it. */
  @Test
  void whatAStreamSaysAtAStopIsReadToItsEnd() throws Exception {
    CountDownLatch waitedFor = new CountDownLatch(1);
    Handler streaming =
        _ ->
            new Reply.Stream(
                sink -> {
                  sink.send("data: first\n\n");
                  waitedFor.await();
                  sink.send("data: last\n\n");
                });
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    HttpFront front = start(handlers(streaming), Duration.ofMinutes(2), meters);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> stream =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + "/healthz"))
                  .build(),
              HttpResponse.BodyHandlers.ofLines());
      Await.until(
          "there is nothing but the stream to wait for",
          () -> meters.get("automat.http.in.flight").gauge().value() == 0);
      Thread stop = Thread.ofPlatform().start(front::close);
      Await.until("the stop waits, or is over", () -> waits(stop) || !stop.isAlive());
      waitedFor.countDown();

      assertEquals(List.of("data: first", "", "data: last", ""), stream.body().toList());
      assertTrue(stop.join(Duration.ofMinutes(2)), "the stop is over");
    } finally {
      waitedFor.countDown();
      front.close();
    }
  }

  /** For requests and streams, and not yet for what is closed after them. */
  private static boolean waits(Thread stop) {
    StackTraceElement[] trace = stop.getStackTrace();
    return IntStream.range(1, trace.length)
        .anyMatch(
            i ->
                trace[i].getClassName().equals(HttpFront.class.getName())
                    && trace[i].getMethodName().equals("close")
                    && trace[i - 1].getMethodName().equals("parkNanos"));
  }

  @Test
  void aListenerThatDoesNotReadHoldsUpNoStop() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    String piece = "data: " + "x".repeat(1 << 20) + "\n\n";
    Handler streaming =
        _ ->
            new Reply.Stream(
                sink -> {
                  // More than the buffers on the way take.
                  for (int i = 0; i < 64 && sink.send(piece); i++) {
                    if (i == 0) {
                      stuck.countDown();
                    }
                  }
                });
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(HttpFront.class);
    log.start();
    root.addAppender(log);
    HttpFront front = start(handlers(streaming));
    try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      deaf.getOutputStream()
          .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      assertTrue(stuck.await(1, TimeUnit.MINUTES));
      long began = System.nanoTime();
      front.close();
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);

      assertTrue(seconds < 20, "after " + seconds + " s");
      assertTrue(
          log.list.stream()
              .map(ILoggingEvent::getFormattedMessage)
              .anyMatch(line -> line.startsWith("0 requests were cut off, and 1 streams")),
          log.list.toString());
    } finally {
      front.close();
      root.detachAppender(log);
    }
  }

  @Test
  void anAnswerGoesOutAlsoIfItCanNotBeMeasured() throws IOException, InterruptedException {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    meters
        .config()
        .onMeterAdded(
            meter -> {
              if (meter.getId().getName().equals("automat.http.requests")) {
                throw new IllegalStateException("no measure");
              }
            });
    try (HttpFront front =
        start(handlers(_ -> Reply.json(200, Json.object())), Duration.ofSeconds(5), meters)) {
      assertEquals(200, health(front).statusCode());
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
