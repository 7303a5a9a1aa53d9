package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline says for the stack of a pull request. */
class PreviewCommandsTest {

  private static final String STACK = "/v1/teams/payments/stacks/pr-1";
  private static final String[] DOWN = {
    "delete", "payments", "stack", "pr-1", "--no-snapshot", "--if-exists"
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

  @Test
  void whatNeverWasIsPassedOver() {
    ToldServer.Done done = server.run(DOWN);
    assertEquals(ExitCode.OK, done.exitCode(), done::toString);
    assertTrue(done.out().contains("not there"), done::toString);

    assertEquals(ExitCode.FAILED, server.run("delete", "payments", "stack", "pr-1").exitCode());
  }

  @Test
  void whatCanNotBeDeletedFailsTheJob() {
    server.answer("DELETE " + STACK, 403, "{\"code\": \"forbidden\", \"title\": \"no\"}");
    assertEquals(ExitCode.FAILED, server.run(DOWN).exitCode());
    server.answer("DELETE " + STACK, 409, "{\"code\": \"paused\", \"title\": \"no\"}");
    assertEquals(ExitCode.FAILED, server.run(DOWN).exitCode());
  }

  @Test
  void aServerThatDoesNotAnswerFailsTheJob() {
    server.close();
    ToldServer.Done done = server.run(DOWN);
    assertEquals(ExitCode.UNREACHABLE, done.exitCode(), done::toString);
  }

  @Test
  void oneThatExpiredIsMadeAnewOnlyIfThatIsSaid(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("preview.yaml"),
            """
            kind: Stack
            metadata: {team: payments, name: pr-1}
            spec: {environment: preview, resources: {jobs: {kind: Queue}}}
            """);
    server.answer(
        "PUT " + STACK, 202, "{\"metadata\": {\"generation\": 1}, \"status\": {\"phase\": \"x\"}}");
    server.answer("POST /v1/requests:validate", 200, "{\"items\": []}");

    server.run("apply", "-f", file.toString());
    server.run("apply", "-f", file.toString(), "--recreate");
    server.run("apply", "-f", file.toString(), "--recreate", "--allow-data-loss", "--dry-run");

    assertTrue(server.asked.getFirst().startsWith("PUT " + STACK + " "), server.asked::toString);
    assertTrue(
        server.asked.get(1).startsWith("PUT " + STACK + "?recreate=true "), server.asked::toString);
    assertTrue(
        server
            .asked
            .getLast()
            .startsWith("POST /v1/requests:validate?allowDataLoss=true&recreate=true "),
        server.asked::toString);
  }

  @Test
  void aCheckWithoutAServerSaysWhatAllOfItCosts(@TempDir Path folder) throws IOException {
    Path platform =
        Files.writeString(
            folder.resolve("automat.yaml"),
            "catalogDir: " + Path.of("..", "modules").toAbsolutePath().normalize());
    Path file =
        Files.writeString(
            folder.resolve("preview.yaml"),
            """
            kind: Stack
            metadata: {team: payments, name: pr-1}
            spec: {environment: preview, resources: {jobs: {kind: Queue}}}
            """);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "validate",
            file.toString(),
            "--config",
            platform.toString());
    assertEquals(ExitCode.OK, exitCode, err::toString);
    assertTrue(out.toString().contains("about 0.00 USD a month"), out::toString);
  }
}
