package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * Watches all resources, and keeps in mind which failures their conditions showed: each must be
 * told in the timeline as well, with what to do about it.
 */
final class Troubles implements AutoCloseable {

  private static final long BETWEEN_NANOS = 200_000_000L;

  private static final Set<String> FAILURES =
      Set.of(
          "Unreachable",
          "Throttled",
          "Refused",
          "QuotaExceeded",
          "PluginDefect",
          "CloudFailed",
          "AccountUnreachable",
          "Foreign",
          "NotSweptYet",
          "ObserveOnly");

  private record Trouble(String uid, String path, String reason) {}

  private final Talk talk;
  private final Set<Trouble> seen = ConcurrentHashMap.newKeySet();
  private final Thread watch;
  private final List<RuntimeException> broken = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  Troubles(Talk talk) {
    this.talk = talk;
    this.watch = Thread.ofVirtual().start(this::run);
  }

  private void run() {
    try {
      while (!over) {
        lookAtAll();
        LockSupport.parkNanos(BETWEEN_NANOS);
      }
    } catch (RuntimeException e) {
      broken.add(e);
    }
  }

  private void lookAtAll() {
    try {
      talk.list().forEach(this::look);
    } catch (IOException down) {
      // The server is dead just now, which is what the trial is about.
    }
  }

  private void look(JsonNode resource) {
    for (JsonNode condition : resource.at("/status/conditions")) {
      if (condition.path("type").asString().equals("Synced")
          && FAILURES.contains(condition.path("reason").asString())) {
        seen.add(
            new Trouble(
                resource.at("/metadata/uid").asString(),
                "/v1/teams/%s/%ss/%s"
                    .formatted(
                        resource.at("/metadata/team").asString(),
                        resource.path("kind").asString().toLowerCase(Locale.ROOT),
                        resource.at("/metadata/name").asString()),
                condition.path("reason").asString()));
      }
    }
  }

  /** How many different failures were seen, each counted once for its resource. */
  int count() {
    return seen.size();
  }

  void requireAllTold() {
    assertEquals(List.of(), broken, "the watch broke off");
    for (Trouble trouble : seen) {
      Talk.Answer events = talk.get(trouble.path + "/events?limit=500");
      boolean told = false;
      for (JsonNode event : events.json().path("items")) {
        told |=
            event.path("reason").asString().equals(trouble.reason)
                && event.path("level").asString().equals("Warning")
                && event.path("message").asString().contains(": ");
      }
      assertTrue(told, () -> trouble + " is not told in " + events);
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
