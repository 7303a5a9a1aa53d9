package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class EventStreamIT {

  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path home) {
    server = new RunningServer(home);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String path(String name) {
    return "/v1/teams/payments/databases/" + name;
  }

  private String create(String name) {
    Ask.Told told =
        server
            .ask("PUT", path(name))
            .json("{\"spec\": {\"environment\": \"dev\"}}")
            .header("Prefer", "wait=30")
            .send();
    assertEquals("Ready", told.at("/status/phase"), told.toString());
    return told.at("/metadata/uid");
  }

  private HttpResponse<Stream<String>> open(String name, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        server.request(path(name) + "/events").header("Accept", "text/event-stream");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.http().send(request.build(), HttpResponse.BodyHandlers.ofLines());
  }

  /** Ids of the events, up to that many or the end of the stream. */
  private static List<String> ids(Iterator<String> lines, int most) {
    List<String> ids = new ArrayList<>();
    while (ids.size() < most && lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("id: ")) {
        ids.add(line.substring(4));
      }
      if (line.equals("event: end")) {
        ids.add("end");
        return ids;
      }
    }
    return ids;
  }

  @Test
  void goesOnWhereItWasBrokenOff() throws IOException, InterruptedException {
    String uid = create("resumed");
    List<String> first;
    try (Stream<String> lines = open("resumed").body()) {
      first = ids(lines.iterator(), 2);
    }
    assertEquals(List.of(uid + "-1", uid + "-2"), first);

    try (Stream<String> lines = open("resumed", "Last-Event-ID", first.getLast()).body()) {
      Iterator<String> iterator = lines.iterator();
      assertEquals(List.of(uid + "-3"), ids(iterator, 1));
      server.ask("DELETE", path("resumed")).send();
      List<String> rest = ids(iterator, 100);
      assertEquals(uid + "-4", rest.getFirst());
      assertEquals("end", rest.getLast());
    }
  }

  @Test
  void showsWhatHappensWhileItIsOpen() throws IOException, InterruptedException {
    server.cloud().slow.add("live-");
    server.ask("PUT", path("live")).json("{\"spec\": {\"environment\": \"dev\"}}").send();

    try (Stream<String> lines = open("live").body()) {
      Iterator<String> iterator = lines.iterator();
      ids(iterator, 2);
      server.cloud().slow.remove("live-");
      server.ask("POST", path("live") + ":reconcile").send();
      List<String> seen = new ArrayList<>();
      while (iterator.hasNext() && seen.stream().noneMatch(line -> line.contains("Available"))) {
        seen.add(iterator.next());
      }
      assertTrue(seen.getLast().contains("\"reason\":\"Available\""), seen.toString());
    }
  }

  @Test
  void isOverForGoodOnceItIsDeleted() throws IOException, InterruptedException {
    create("ended");
    server.ask("DELETE", path("ended")).header("Prefer", "wait=30").send();
    List<String> all;
    try (Stream<String> lines = open("ended").body()) {
      all = ids(lines.iterator(), 100);
    }
    assertEquals("end", all.getLast());

    HttpResponse<Stream<String>> again = open("ended", "Last-Event-ID", all.get(all.size() - 2));

    assertEquals(204, again.statusCode());
    again.body().close();
  }

  @Test
  void beginsAnewForAnotherIncarnation() throws IOException, InterruptedException {
    String first = create("twice");
    server.ask("DELETE", path("twice")).header("Prefer", "wait=30").send();
    String second = create("twice");

    try (Stream<String> lines = open("twice", "Last-Event-ID", first + "-99").body()) {
      assertEquals(List.of(second + "-1"), ids(lines.iterator(), 1));
    }
  }

  @Test
  void pagesHoldTheSameInTheSameOrder() {
    String uid = create("paged");

    Ask.Told page = server.ask("GET", path("paged") + "/events?limit=2").send();
    Ask.Told next =
        server
            .ask("GET", path("paged") + "/events?limit=2&after=" + page.json().path("next").asInt())
            .send();

    assertEquals(uid, page.at("/uid"));
    assertEquals(2, page.json().path("items").size());
    assertEquals(3, next.json().at("/items/0/sequence").asInt());
  }
}
