package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What must hold when all is said and done.
 *
 * @param kept all resources that anybody asked for
 * @param untilTombstones whether what is deleted must be known to be gone; else it is enough that
 *     the cloud was {@linkplain #isSeenGone seen without it}
 * @param limit how long what is at rest may take to show it
 */
record Aftermath(Talk talk, List<Kept> kept, boolean untilTombstones, Duration limit) {

  /**
   * In the timeline of what nobody took away in the cloud they say that it was lost, or made twice.
   */
  private static final Set<String> LOST = Set.of("MissingExternally", "Recreating");

  /** With as much time as a machine needs that is busy with something else. */
  Aftermath(Talk talk, List<Kept> kept, boolean untilTombstones) {
    this(talk, kept, untilTombstones, Await.LIMIT);
  }

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
        limit,
        () -> resource + " is " + unrest(talk.get(resource.path())),
        () -> isAtRest(talk.get(resource.path())));
    return talk.get(resource.path());
  }

  boolean isAtRest(Answer answer) {
    return answer.status() == 404
        || answer.status() == 410
        || (!untilTombstones && isSeenGone(answer))
        || isReady(answer.json());
  }

  /** That it is not at rest, and why: law 10. */
  static String unrest(Answer answer) {
    for (JsonNode condition : answer.json().at("/status/conditions")) {
      boolean told =
          condition.path("type").asString("").equals("Synced")
              && !condition.path("status").asString("").equals("True")
              && !condition.path("message").asString("").isBlank();
      if (told) {
        return "stuck, as %s: %s, in %s"
            .formatted(
                condition.path("reason").asString(""),
                condition.path("message").asString(""),
                answer);
      }
    }
    return "stuck without a reason: " + answer;
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

  /** Neither it nor its object in the cloud is there any more. */
  static boolean isGone(Answer answer) {
    return answer.status() == 404 || answer.status() == 410 || isSeenGone(answer);
  }

  /**
   * A trial that ends with nothing can find nothing lost, and one that deletes nothing finds no
   * leak: of each plural something was kept and changed, something was deleted, and of what leaves
   * a copy something was ready before.
   */
  void eachPluralHasBothEnds() {
    Set<String> plurals = Set.of("databases", "caches", "queues");
    assertEquals(plurals, plurals(each -> endsAs(each, OptionalInt.of(1))), "kept and changed");
    assertEquals(plurals, plurals(each -> endsAs(each, OptionalInt.empty())), "deleted");
    assertTrue(
        kept.stream()
            .filter(each -> endsAs(each, OptionalInt.empty()))
            .anyMatch(each -> each.leavesACopy() && each.wasSeenReady()),
        "something left a copy");
  }

  private Set<String> plurals(Predicate<Kept> which) {
    return kept.stream().filter(which).map(Kept::plural).collect(Collectors.toSet());
  }

  private static boolean endsAs(Kept resource, OptionalInt state) {
    return resource.possible().equals(Set.of(state));
  }

  private static void requirePossible(Kept resource, OptionalInt found, Answer end) {
    assertTrue(
        resource.possible().contains(found), () -> resource + " ended as " + found + ": " + end);
  }

  /** The sequence of events has no gap, and nothing that was made was lost. */
  private void requireWholeTimeline(Kept resource, Answer document) {
    Answer events = talk.get(resource.path() + "/events?limit=500");
    List<Long> sequence = new ArrayList<>();
    for (JsonNode event : events.json().path("items")) {
      sequence.add(event.path("sequence").asLong());
      assertFalse(
          LOST.contains(event.path("reason").asString("")),
          () -> resource + " was lost meanwhile: " + event);
    }
    List<Long> whole = new ArrayList<>();
    for (long i = 1; i <= sequence.size(); i++) {
      whole.add(i);
    }
    assertEquals(whole, sequence, () -> resource + ": " + events + document);
    assertTrue(sequence.size() > 1, () -> resource + ": " + events);
  }

  /**
   * All that the API lists, and shows one by one: what is deleted may become a tombstone meanwhile.
   */
  List<JsonNode> listed() {
    List<JsonNode> documents = new ArrayList<>();
    AtomicReference<List<String>> wrong = new AtomicReference<>(List.of());
    Await.until(
        limit,
        () -> "the list shows what is there, and nothing else: " + wrong,
        () -> {
          documents.clear();
          documents.addAll(list());
          wrong.set(disagreements(documents));
          return wrong.get().isEmpty();
        });
    return documents;
  }

  /** Where the list and the single answers say different things of what is there. */
  private List<String> disagreements(List<JsonNode> documents) {
    List<String> listed = new ArrayList<>(documents.stream().map(Aftermath::gist).toList());
    List<String> wrong = new ArrayList<>();
    for (Kept resource : kept) {
      Answer answer = talk.get(resource.path());
      if (answer.isGood() && !listed.remove(gist(answer.json()))) {
        wrong.add("not listed: " + gist(answer.json()));
      }
    }
    listed.forEach(each -> wrong.add("listed, and not shown so: " + each));
    return wrong;
  }

  /** What does not change while nobody asks for anything. */
  private static String gist(JsonNode document) {
    return "%s %s/%s %s generation %s, %s of %s, %s"
        .formatted(
            document.path("kind").asString(""),
            document.at("/metadata/team").asString(""),
            document.at("/metadata/name").asString(""),
            document.at("/metadata/uid").asString(""),
            document.at("/metadata/generation").asString(""),
            document.at("/status/phase").asString(""),
            document.at("/status/observedGeneration").asString(""),
            document.at("/status/externalName").asString(""));
  }

  private List<JsonNode> list() {
    try {
      return talk.list();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
