package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.api.http.PortUnavailableException;
import dev.automat.config.GivenSetting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class StopIT {

  private static final String PATH = "/v1/teams/payments/databases/orders";
  private static final String SMALL = "{\"spec\": {\"environment\": \"dev\"}}";

  @TempDir Path home;

  @Test
  void answersThoseWhoWaitEndsStreamsAndKeepsWhatItAccepted() throws Exception {
    String uid;
    long began;
    CompletableFuture<HttpResponse<String>> waiting;
    HttpResponse<Stream<String>> stream;
    try (RunningServer server = new RunningServer(home)) {
      server.cloud().slow.add("orders-");
      uid = server.ask("PUT", PATH).json(SMALL).send().at("/metadata/uid");
      waiting =
          server
              .http()
              .sendAsync(
                  server.request(PATH).header("Prefer", "wait=60").build(),
                  HttpResponse.BodyHandlers.ofString());
      stream =
          server
              .http()
              .send(
                  server.request(PATH + "/events").header("Accept", "text/event-stream").build(),
                  HttpResponse.BodyHandlers.ofLines());
      Await.until(
          "the wait has begun",
          () -> server.ask("GET", "/metrics").send().text().contains("automat_http_in_flight 2.0"));
      began = System.nanoTime();
      server.server().close();
      assertEquals(200, waiting.get(60, TimeUnit.SECONDS).statusCode());
      List<String> told =
          assertDoesNotThrow(() -> stream.body().toList(), "it has an end, and is not cut off");
      assertEquals("retry: 2000", told.getFirst());
    }
    assertTrue(Duration.ofNanos(System.nanoTime() - began).toSeconds() < 45, "not after the wait");

    try (RunningServer again = new RunningServer(home)) {
      assertEquals(uid, again.ask("GET", PATH).send().at("/metadata/uid"));
    }
  }

  @Test
  void saysWhatToDoWhenAnotherHasThePort() throws IOException {
    try (RunningServer server = new RunningServer(home)) {
      PortUnavailableException port =
          assertThrows(
              PortUnavailableException.class,
              () ->
                  AutomatServer.start(
                      RunningServer.configuration(
                          home.resolve("other"),
                          new GivenSetting("http.port", Integer.toString(server.port()), "test"))));
      assertTrue(String.valueOf(port.getMessage()).contains("--port"), port.getMessage());

      assertEquals(200, server.ask("GET", "/readyz").send().status());
    }
  }
}
