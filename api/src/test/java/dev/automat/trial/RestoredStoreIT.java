package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.testkit.Disruption;
import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Law 6 on the whole machine: a store that was put back from a backup is older than the cloud. What
 * was made since looks like a leak, and what was deleted since looks lost; neither is true, so
 * nothing is made and nothing deleted until a person has looked: not even what was due when the
 * backup was made, and is due again at the start.
 */
class RestoredStoreIT {

  private static final String TEAM = "/v1/teams/payments/";
  private static final String STORE = "automat.mv.db";
  private static final String OFTEN = "engine: {interval: 1s}\n";

  @TempDir private Path directory;

  private Workplace place;
  private AwsGround ground;

  @Test
  void changesNothingAndExplainsEveryDifference() throws Exception {
    place = Workplace.in(directory);
    try (AwsGround prepared = AwsGround.prepare(1)) {
      ground = prepared;
      Path backup = directory.resolve("backup");
      makeWhatIsInTheBackup();
      Files.copy(place.data().resolve(STORE), backup);
      Set<String> since = goOn();
      Set<String> before = new AwsInventory(ground).everything().keySet();
      Files.copy(backup, place.data().resolve(STORE), StandardCopyOption.REPLACE_EXISTING);
      ground.aws().calls().reset();
      everyDifferenceIsExplained(since);
      assertEquals(Map.of(), ground.changes(), "calls that make or delete something");
      assertEquals(before, new AwsInventory(ground).everything().keySet());
    }
  }

  /** At last AWS can not be reached, so that two things are due and not begun in the backup. */
  private void makeWhatIsInTheBackup() {
    try (ServerProcess server = ground.launch(place, OFTEN);
        Talk talk = new Talk(server)) {
      vend(talk, "queues/stays", "queues/goes", "databases/goes", "databases/stays");
      vend(talk, "queues/leaves");
      ground.aws().disrupt(Disruption.UNREACHABLE);
      ask(talk, "queues/begun");
      assertEquals(202, talk.ask("DELETE", TEAM + "queues/leaves", "").status());
    } finally {
      ground.aws().restore();
    }
  }

  /** Returns the names of what is made after the backup: of a type, too, that it does not know. */
  private Set<String> goOn() {
    Set<String> made = new TreeSet<>();
    try (ServerProcess server = ground.launch(place, OFTEN);
        Talk talk = new Talk(server)) {
      vend(talk, "queues/late", "databases/late", "caches/first");
      for (String path : List.of("queues/late", "databases/late", "caches/first")) {
        made.add(talk.get(TEAM + path).at("/status/externalName"));
      }
      new Impatience(talk).awaitReady(TEAM + "queues/begun");
      for (String path : List.of("queues/goes", "databases/goes", "queues/begun")) {
        assertEquals(202, talk.ask("DELETE", TEAM + path, "").status());
      }
      for (String path :
          List.of("queues/goes", "databases/goes", "queues/begun", "queues/leaves")) {
        new Impatience(talk)
            .await(
                TEAM + path,
                "gone",
                answer -> answer.status() == 410 || Aftermath.isSeenGone(answer));
      }
    }
    return made;
  }

  private static void vend(Talk talk, String... paths) {
    for (String path : paths) {
      ask(talk, path);
    }
    for (String path : paths) {
      new Impatience(talk).awaitReady(TEAM + path);
    }
  }

  private static void ask(Talk talk, String path) {
    Answer answer = talk.ask("PUT", TEAM + path, "{\"spec\": {\"environment\": \"dev\"}}");
    assertEquals(202, answer.status(), answer::toString);
  }

  private void everyDifferenceIsExplained(Set<String> since) throws IOException {
    try (ServerProcess server = ground.launch(place, OFTEN);
        Talk talk = new Talk(server)) {
      Await.until(
          () -> since + " are listed as leaks: " + talk.get("/v1/leaks"),
          () -> leaks(talk).containsAll(since));
      assertEquals(since, leaks(talk));
      JsonNode account = talk.get("/v1/accounts").json().at("/items/0");
      assertTrue(account.toString().contains("restored from a backup"), account::toString);
      assertTrue(server.said().contains("ALARM account aws/trial is observed only"), server.said());
      awaitReason(talk, "databases/goes", "MissingExternally");
      for (String path : List.of("queues/goes", "queues/begun", "queues/leaves")) {
        awaitReason(talk, path, "ObserveOnly");
      }
      for (String path : List.of("queues/stays", "databases/stays")) {
        assertEquals("Ready", talk.get(TEAM + path).at("/status/phase"));
      }
    }
  }

  private static Set<String> leaks(Talk talk) {
    Set<String> names = new TreeSet<>();
    talk.get("/v1/leaks")
        .json()
        .path("items")
        .forEach(leak -> names.add(leak.path("externalName").asString()));
    return names;
  }

  private static void awaitReason(Talk talk, String path, String reason) {
    Await.until(
        Impatience.LIMIT,
        () -> path + " says " + reason + ": " + talk.get(TEAM + path),
        () -> {
          for (JsonNode condition : talk.get(TEAM + path).json().at("/status/conditions")) {
            if (condition.path("reason").asString().equals(reason)) {
              return true;
            }
          }
          return false;
        });
  }
}
