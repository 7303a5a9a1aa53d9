package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What must hold when all is said and done.
 *
 * @param kept all resources that anybody asked for
 */
record Aftermath(Talk talk, LocalServers servers, List<Kept> kept) {

  /** SQLSTATE of a password that is wrong. */
  private static final String WRONG_PASSWORD = "28P01";

  void everythingEndsAsAcknowledged() {
    for (Kept resource : kept) {
      Answer end = awaitRest(resource);
      if (end.status() == 200) {
        requirePossible(resource, OptionalInt.of(variant(resource, end)), end);
        resource.uid().ifPresent(uid -> assertEquals(uid, end.at("/metadata/uid"), end::text));
        requireWholeTimeline(resource, end);
      } else {
        requirePossible(resource, OptionalInt.empty(), end);
      }
    }
  }

  private Answer awaitRest(Kept resource) {
    Await.until(
        () -> resource + " comes to rest: " + talk.get(resource.path()),
        () -> isAtRest(talk.get(resource.path())));
    return talk.get(resource.path());
  }

  private static boolean isAtRest(Answer answer) {
    return answer.status() == 404
        || answer.status() == 410
        || (answer.at("/status/phase").equals("Ready")
            && answer.at("/status/observedGeneration").equals(answer.at("/metadata/generation")));
  }

  private static void requirePossible(Kept resource, OptionalInt found, Answer end) {
    assertTrue(
        resource.possible().contains(found), () -> resource + " ended as " + found + ": " + end);
  }

  private static int variant(Kept resource, Answer document) {
    return resource.isDatabase()
        ? document.at("/spec/size").equals("small") ? 0 : 1
        : document.json().at("/spec/inputs/visibilityTimeoutSeconds").asInt() - 30;
  }

  /** The sequence of events has no gap, and no create was done twice. */
  private void requireWholeTimeline(Kept resource, Answer document) {
    Answer events = talk.get(resource.path() + "/events");
    List<Long> sequence = new ArrayList<>();
    for (JsonNode event : events.json().path("items")) {
      sequence.add(event.path("sequence").asLong());
    }
    List<Long> whole = new ArrayList<>();
    for (long i = 1; i <= sequence.size(); i++) {
      whole.add(i);
    }
    assertEquals(whole, sequence, () -> resource + ": " + events + document);
    assertTrue(sequence.size() > 1, () -> resource + ": " + events);
  }

  /** Exactly what the API lists, with the settings that were asked for, and nothing else. */
  void theServersHoldWhatTheApiLists() throws SQLException, IOException {
    Await.until("the servers are back, though nothing is to be changed", servers::answer);
    Map<String, Integer> databases = new TreeMap<>();
    Set<String> queues = new TreeSet<>();
    for (JsonNode document : listed()) {
      String name = document.at("/status/externalName").asString();
      if (document.path("kind").asString().equals("Database")) {
        databases.put(name, document.at("/plan/settings/connectionLimit").asInt());
      } else {
        queues.add(name);
        queues.add(name + "-dlq");
      }
    }
    assertEquals(databases, servers.databases());
    assertEquals(databases.keySet(), servers.roles());
    assertEquals(queues, servers.queues());
  }

  private List<JsonNode> listed() {
    Answer page = talk.get("/v1/resources?limit=500");
    assertTrue(page.json().path("next").isMissingNode(), "all of them fit on one page");
    List<JsonNode> documents = new ArrayList<>();
    page.json().path("items").forEach(documents::add);
    assertEquals(
        kept.stream().filter(resource -> talk.get(resource.path()).isGood()).count(),
        documents.size());
    return documents;
  }

  void everyConnectionWorks() throws SQLException, IOException {
    for (Kept resource : kept) {
      if (talk.get(resource.path()).isGood()) {
        Answer connection = Login.awaitReady(talk, resource);
        if (resource.isDatabase()) {
          requireLogin(connection);
        } else {
          assertEquals(
              resource.setting(variant(resource, talk.get(resource.path()))),
              servers.visibilityTimeout(connection.at("/url")));
        }
      }
    }
  }

  private static void requireLogin(Answer connection) throws SQLException {
    try (Connection session = Login.open(connection)) {
      assertTrue(session.isValid(10));
    }
    SQLException refusal =
        assertThrows(
            SQLException.class, () -> Login.open(connection, connection.at("/password") + "x"));
    assertEquals(WRONG_PASSWORD, refusal.getSQLState());
  }
}
