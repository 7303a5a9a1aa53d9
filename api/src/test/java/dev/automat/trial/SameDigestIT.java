package dev.automat.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Json;
import dev.automat.trial.Talk.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan is a pure function of its document: a machine without a server, a dry run and the real
 * thing come to the same bytes. Each in a process of its own, so that nothing is shared by chance.
 */
class SameDigestIT {

  /** Of a plan: it stands at its edge, and that of its rules further in. */
  private static final Pattern DIGEST =
      Pattern.compile("(?m)^ {2}\"digest\" ?: ?\"(sha256:[0-9a-f]{64})\"");

  /** Kind, plural, spec, and why it is here. */
  private record Row(String kind, String plural, String spec, String labels, String reason) {

    Row(String kind, String plural, String spec, String reason) {
      this(kind, plural, spec, "{}", reason);
    }

    ObjectNode document(int number) {
      ObjectNode document = Json.object().put("apiVersion", "automat.dev/v1").put("kind", kind);
      document
          .putObject("metadata")
          .put("team", "payments")
          .put("name", "n" + number)
          .set("labels", Json.read(labels, JsonNode.class));
      document.set("spec", Json.read(spec, JsonNode.class));
      return document;
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row("Database", "databases", "{\"environment\":\"dev\"}", "all by default"),
          new Row(
              "Database",
              "databases",
              "{\"inputs\":{\"storageGiB\":25},\"size\":\"medium\",\"environment\":\"dev\"}",
              "keys in another order than anybody's"),
          new Row(
              "Database",
              "databases",
              "{\"environment\":\"dev\",\"purpose\":\"Prüfung \\\"ü\\\" \\u2028 😀\"}",
              "text that encodings and escapes could change"),
          new Row(
              "Database",
              "databases",
              "{\"environment\":\"prod\",\"owner\":\"someone\",\"costCenter\":\"cc-1\"}",
              "another environment, with what it sets"),
          new Row(
              "Database",
              "databases",
              "{\"environment\":\"staging\",\"dataClassification\":\"confidential\",\"lifetime\":\"none\",\"owner\":\"x\"}",
              "a classification, and no end"),
          new Row(
              "Database",
              "databases",
              "{\"environment\":\"dev\",\"lifetime\":\"7d\"}",
              "{\"b\":\"2\",\"a\":\"1\"}",
              "labels"),
          new Row("Queue", "queues", "{\"environment\":\"dev\"}", "a kind without sizes"),
          new Row(
              "Queue",
              "queues",
              "{\"environment\":\"dev\",\"inputs\":{\"delaySeconds\":1e1,\"customerKey\":true}}",
              "a number written in another form"));

  @Test
  void offlineDryRunAndStoredPlanAreTheSame(@TempDir Path directory) throws Exception {
    Workplace place = Workplace.in(directory);
    List<String> offline = offline(place);
    assertEquals(ROWS.size(), offline.size());
    assertEquals(ROWS.size(), offline.stream().distinct().count(), "none is like another");
    try (ServerProcess server = ServerProcess.launch(place);
        Talk talk = new Talk(server)) {
      for (int i = 0; i < ROWS.size(); i++) {
        Row row = ROWS.get(i);
        String path = "/v1/teams/payments/" + row.plural + "/n" + i;
        String body = Json.write(row.document(i));
        assertEquals(
            offline.get(i), digest(talk.ask("PUT", path + "?validateOnly=true", body)), row.reason);
        assertEquals(offline.get(i), digest(talk.ask("PUT", path, body)), row.reason);
        assertEquals(offline.get(i), digest(talk.get(path)), row.reason);
      }
    }
  }

  private static String digest(Answer answer) {
    assertTrue(answer.isGood(), answer::toString);
    return answer.at("/plan/digest");
  }

  /** What {@code automat plan} says of one file with all documents. */
  private static List<String> offline(Workplace place) throws IOException, InterruptedException {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < ROWS.size(); i++) {
      documents.add(Json.write(ROWS.get(i).document(i)));
    }
    Path file = place.root().resolve("requests.yaml");
    Files.writeString(file, String.join("\n---\n", documents));
    Path said = place.root().resolve("plans.json");
    ProcessBuilder plan =
        new ProcessBuilder(
                place.command(List.of(), List.of("plan", "--output", "json", file.toString())))
            .directory(place.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    plan.environment().keySet().removeIf(name -> name.startsWith("AUTOMAT_"));
    Process process = plan.start();
    assertTrue(process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(said));
    return DIGEST
        .matcher(Files.readString(said))
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
