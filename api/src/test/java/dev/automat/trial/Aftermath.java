package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What must hold when all is said and done.
 *
 * @param kept all resources that anybody asked for
 * @param untilTombstones whether what is deleted must be known to be gone; else it is enough that
 *     the cloud was {@linkplain #isSeenGone seen without it}
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
        || isReady(answer.json());
  }

  /** It is as its newest generation asks for. */
  static boolean isReady(JsonNode document) {
    return document.at("/status/phase").asString("").equals("Ready")
        && document
            .at("/status/observedGeneration")
            .asString("")
            .equals(document.at("/metadata/generation").asString(""));
  }

  /** The cloud was seen without it; a last look, a settle time later, is still to come. */
  static boolean isSeenGone(Answer answer) {
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
    List<JsonNode> documents;
    try {
      documents = talk.list();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertEquals(
        kept.stream().filter(resource -> talk.get(resource.path()).isGood()).count(),
        documents.size());
    return documents;
  }
}
