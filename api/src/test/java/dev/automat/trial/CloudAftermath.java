package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.OwnershipTags;
import dev.automat.trial.Inventory.Main;
import dev.automat.trial.Talk.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What must hold in a cloud when all is said and done: exactly what the API lists.
 *
 * @param impatience of whoever waits for what is still to go
 */
record CloudAftermath(Aftermath common, Inventory inventory, Impatience impatience) {

  /** None is there that the API does not list, none is missing, and each is what was asked for. */
  void theAccountHoldsWhatTheApiLists() {
    Map<Main, JsonNode> expected = standing();
    Reckoning reckoning = new Reckoning(expected, inventory);
    impatience.until(
        () -> "what the API lists stands, and nothing else: " + reckoning.ofMainObjects(),
        common.kept().stream().map(Kept::path).toList(),
        () -> reckoning.ofMainObjects().isEmpty());
    assertEquals(expected.keySet(), standing().keySet(), "what the API lists stays so");
    assertEquals(List.of(), reckoning.ofParts(), "each has all that belongs to it");
    Map<String, Map<String, String>> everything = inventory.everything();
    expected.forEach(
        (main, document) -> {
          requireAsAsked(main, document);
          requireTags(main, document, everything);
        });
    requireCopies();
    // A child that came up late goes with the second look at what was deleted.
    impatience.until(
        () -> "nothing is left of what was deleted: " + reckoning.ofAll(),
        List.of(),
        () -> reckoning.ofAll().isEmpty());
  }

  /** What the engine's own sweep found is none of what was kept. */
  void noLeakIsListed() {
    Answer leaks = common.talk().get("/v1/leaks");
    assertEquals(0, leaks.json().path("items").size(), () -> "leaked, as the sweep says: " + leaks);
  }

  /** What is ready, by what stands for it. */
  private Map<Main, JsonNode> standing() {
    Map<Main, JsonNode> standing = new HashMap<>();
    for (JsonNode document : common.listed()) {
      if (document.at("/status/phase").asString().equals("Ready")) {
        standing.put(
            new Main(
                document.path("kind").asString(), document.at("/status/externalName").asString()),
            document);
      }
    }
    return standing;
  }

  private void requireAsAsked(Main main, JsonNode document) {
    assertEquals(List.of(), inventory.lacking(main), main + " is whole");
    Kept resource =
        common.kept().stream().filter(each -> each.isCalled(main.name())).findFirst().orElseThrow();
    assertEquals(
        resource.setting(resource.variant(document)),
        inventory.setting(main),
        () -> main + " is what was asked for: " + document);
  }

  /**
   * Of itself and of all its children, wherever they can have tags.
   *
   * @param everything that is there: reading it costs a real account thousands of calls
   */
  private void requireTags(
      Main main, JsonNode document, Map<String, Map<String, String>> everything) {
    Map<String, String> whose = Map.of(OwnershipTags.UID, Reckoning.uid(document));
    Map<String, String> all = new TreeMap<>(whose);
    document
        .at("/plan/tags")
        .properties()
        .forEach(tag -> all.put(tag.getKey(), tag.getValue().asString()));
    assertTrue(all.containsKey("team"), document::toString);
    everything.forEach(
        (line, tags) -> {
          if (Reckoning.isPart(inventory, main, document, line) && !inventory.isWithoutTags(line)) {
            requireTags(line, tags, inventory.saysOnlyWhoseItIs(line) ? whose : all);
          }
        });
  }

  private static void requireTags(
      String line, Map<String, String> tags, Map<String, String> wanted) {
    Map<String, String> found = new TreeMap<>(tags);
    found.keySet().retainAll(wanted.keySet());
    assertEquals(wanted, found, () -> "the tags of " + line);
    assertTrue(
        tags.containsKey(OwnershipTags.INSTALLATION), () -> line + " says whose it is: " + tags);
  }

  /** One of each that is gone and can be brought back, and no other. */
  private void requireCopies() {
    Map<String, Integer> wanted = new TreeMap<>();
    Map<String, Integer> found = new TreeMap<>();
    Map<String, String> copies = inventory.copies();
    for (Kept resource : common.kept()) {
      Answer end = common.talk().get(resource.path());
      int many = (int) copies.values().stream().filter(resource::isCalled).count();
      found.put(resource.path(), many);
      if (resource.leavesACopy() && resource.wasSeenReady() && Aftermath.isGone(end)) {
        assertTrue(
            isRecoverable(end), () -> resource + " was ready, and can be brought back: " + end);
      }
      wanted.put(resource.path(), isRecoverable(end) ? 1 : 0);
    }
    assertEquals(wanted, found, () -> "copies of what was deleted: " + copies);
    assertEquals(
        copies.size(), found.values().stream().mapToInt(each -> each).sum(), copies::toString);
  }

  private static boolean isRecoverable(Answer end) {
    return end.status() == 410
        ? end.json().path("recoverable").asBoolean(false)
        : Aftermath.isSeenGone(end)
            && end.json().at("/status/recovery/recoverable").asBoolean(false);
  }
}
