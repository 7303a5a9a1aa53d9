package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.trial.Talk.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What must hold when all is said and done.
 *
 * @param kept all resources that anybody asked for
 * @param untilTombstones whether what is deleted must be known to be gone; else it is enough that
 *     the cloud was seen without it, and another look, a settle time later, is still to come
 */
record Aftermath(Talk talk, List<Kept> kept, boolean untilTombstones) {

  void everythingEndsAsAcknowledged() {
    for (Kept resource : kept) {
      Answer end = awaitRest(resource);
      if (end.status() == 200 && !isSeenGone(end)) {
        requirePossible(resource, OptionalInt.of(resource.variant(end)), end);
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

  boolean isAtRest(Answer answer) {
    return answer.status() == 404
        || answer.status() == 410
        || (!untilTombstones && isSeenGone(answer))
        || (answer.at("/status/phase").equals("Ready")
            && answer.at("/status/observedGeneration").equals(answer.at("/metadata/generation")));
  }

  private static boolean isSeenGone(Answer answer) {
    return answer.at("/status/phase").equals("Deleting")
        && answer.at("/status/progress/step").equals("making sure that it is gone");
  }

  private static void requirePossible(Kept resource, OptionalInt found, Answer end) {
    assertTrue(
        resource.possible().contains(found), () -> resource + " ended as " + found + ": " + end);
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

  /** All that the API lists. */
  List<JsonNode> listed() {
    List<JsonNode> documents = new ArrayList<>();
    String next = "";
    do {
      Answer page = talk.get("/v1/resources?limit=500" + next);
      page.json().path("items").forEach(documents::add);
      String cursor = page.at("/next");
      next = cursor.isEmpty() ? "" : "&cursor=" + cursor;
    } while (!next.isEmpty());
    assertEquals(
        kept.stream().filter(resource -> talk.get(resource.path()).isGood()).count(),
        documents.size());
    return documents;
  }
}
