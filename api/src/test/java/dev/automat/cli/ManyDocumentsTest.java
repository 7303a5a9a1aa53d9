package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.SpokenInstant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders and waves: what is asked of the server for many at once. */
class ManyDocumentsTest {

  private static final String DATABASES = "/v1/teams/payments/databases/";

  private static final String[] WAVE = {
    "upgrade", "--module", "toy", "--from", "1.0.0", "--to", "1.1.0"
  };

  private ToldServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ToldServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String document(String kind, String name, String phase) {
    return """
    {"kind": "%s",
     "metadata": {"team": "payments", "name": "%s", "uid": "%s", "generation": 1, "managedBy": "cli"},
     "spec": {"environment": "dev"},
     "plan": {"module": "toy@1.0.0", "stateful": true},
     "status": {"phase": "%s", "observedGeneration": 1}}
    """
        .formatted(kind, name, name, phase);
  }

  @Test
  void aFolderIsTriedInPiecesThatTheServerTakesAndAsItWouldBeApplied(@TempDir Path folder)
      throws IOException {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 501; i++) {
      all.append("---\nkind: Database\nmetadata: {team: payments, name: d")
          .append(i)
          .append("}\nspec: {environment: dev}\n");
    }
    Path file = Files.writeString(folder.resolve("all.yaml"), all);
    server.answer("POST /v1/requests:validate", 200, "{\"items\": []}");
    server.run("apply", "-f", file.toString(), "--dry-run", "--take-over");
    assertEquals(
        2,
        server.asked.stream()
            .filter(line -> line.startsWith("POST /v1/requests:validate?takeOver=true "))
            .count(),
        server.asked::toString);
  }

  @Test
  void aWavePassesOverWhatNobodyCanUpgrade() {
    server.answer(
        "GET /v1/resources",
        200,
        "{\"items\": ["
            + document("Database", "going", "Deleting")
            + ","
            + document("Database", "cut", "Quarantined")
            + ","
            + document("Database", "fine", "Ready")
            + "]}");
    server.answer("POST " + DATABASES + "fine:upgrade", 202, document("Database", "fine", "Ready"));
    ToldServer.Done done = server.run(WAVE);
    assertEquals(ExitCode.OK, done.exitCode(), done::toString);
    assertTrue(done.out().contains("going: it is Deleting"), done::toString);
    assertTrue(done.out().contains("cut: it is Quarantined"), done::toString);
    assertTrue(done.out().contains("1 match; 1 are in this wave, 0 are done, 2 passed over"));
    assertTrue(
        server.asked.contains("POST " + DATABASES + "fine:upgrade [cli]"), server.asked::toString);
  }

  @Test
  void aModuleNameOfTwoKindsNeedsTheKind() {
    server.answer(
        "GET /v1/resources",
        200,
        "{\"items\": ["
            + document("Database", "a", "Ready")
            + ","
            + document("Queue", "b", "Ready")
            + "]}");
    ToldServer.Done done = server.run(WAVE);
    assertEquals(ExitCode.USAGE, done.exitCode(), done::toString);
    assertTrue(done.err().contains("Database and Queue: say which is meant, with --kind"));
  }

  @ParameterizedTest
  @CsvSource({
    "toi, 1.0.0, 1.1.0, 'there is no module toi; did you mean toy?|  there is: toy'",
    "toy, 1.0.0, 1.1.1, 'there is no version 1.1.1 of toy|  there is: 1.0.0, 1.1.0'"
  })
  void aWaveOfWhatIsNotInTheCatalogueBeginsNowhere(
      String module, String from, String to, String said) {
    server.answer("GET /v1/resources", 200, "{\"items\": []}");
    ToldServer.Done done =
        server.run("upgrade", "--module", module, "--from", from, "--to", to, "--wave", "1%");
    assertEquals(ExitCode.FAILED, done.exitCode(), done::toString);
    assertEquals(said.replace("|", "\n") + "\n", done.err());
    assertEquals("", done.out(), "nothing was counted");
  }

  @Test
  void aWaveThatIsTooSmallForAnySaysSo() {
    server.answer(
        "GET /v1/resources", 200, "{\"items\": [" + document("Database", "fine", "Ready") + "]}");
    List<String> command = new ArrayList<>(List.of(WAVE));
    command.addAll(List.of("--wave", "0.01%"));
    ToldServer.Done done = server.run(command.toArray(String[]::new));
    assertEquals(ExitCode.OK, done.exitCode(), done::toString);
    assertTrue(
        done.out().contains("none of the 1 falls into a wave of 0.01%: take a larger one"),
        done::toString);
  }

  @Test
  void aTreeThatIsTooLargeIsRefusedAndNotWaitedFor(@TempDir Path clone) throws Exception {
    Path modules = Files.createDirectories(clone.resolve("modules"));
    Files.write(modules.resolve("big"), new byte[34 << 20]);
    for (String[] command :
        new String[][] {
          {"init", "-q"},
          {"add", "."},
          {"-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "x"}
        }) {
      ProcessBuilder git = new ProcessBuilder("git", "-C", clone.toString());
      git.command().addAll(List.of(command));
      assertEquals(0, git.inheritIO().start().waitFor());
    }
    ToldServer.Done done =
        assertTimeoutPreemptively(
            Duration.ofMinutes(5),
            () -> server.run("catalog", "push", clone.toString(), "--ref", "HEAD"));
    assertTrue(done.err().contains("more bytes than any bundle"), done::toString);
  }

  @Test
  void instantsAreSpokenInWholeSeconds() {
    assertEquals(
        "2026-11-29T20:24:39Z", SpokenInstant.of(Instant.parse("2026-11-29T20:24:39.758586Z")));
  }
}
