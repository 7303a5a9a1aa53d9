package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with documents that nobody can find a place for: all is said, and nothing is sent. */
class MistakenFilesTest {

  private static final String FINE = "metadata: {team: payments, name: %s}\n";

  @TempDir private Path folder;
  private ToldServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ToldServer();
    write("a.yaml", "kind: Databse\n" + FINE.formatted("a"));
    write("b.yaml", "kind: Queue\n" + FINE.formatted("b") + "spec:\n  sise: small\n");
    write("c.yaml", "kind: Queue\nmetadata: [\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void assertSaid(ToldServer.Done done, String... words) {
    assertEquals(ExitCode.FAILED, done.exitCode(), done::toString);
    for (String each : words) {
      assertTrue(done.err().contains(each), () -> each + " in " + done);
    }
    assertFalse(
        server.asked.stream().anyMatch(line -> line.matches("(PUT|DELETE) .*")),
        server.asked::toString);
  }

  @Test
  void applySaysAllThatIsWrongWithAllFilesAsValidateDoes() {
    server.answer(
        "POST /v1/requests:validate",
        200,
        """
        {"items": [
          {"index": 0, "violations": [{"pointer": "/kind", "rule": "unknown-kind",
             "message": "there is no kind Databse", "fix": "use one of: Database, Queue",
             "nearest": "Database"}]},
          {"index": 1, "violations": [{"pointer": "/spec/sise", "rule": "unknown-field",
             "message": "there is no such field", "fix": "remove it"}]}]}
        """);
    for (List<String> more : List.of(List.<String>of(), List.of("--prune"))) {
      String[] command =
          more.isEmpty()
              ? new String[] {"apply", "-f", folder.toString()}
              : new String[] {"apply", "-f", folder.toString(), "--prune", "--managed-by", "git"};
      assertSaid(
          server.run(command),
          "nothing was sent",
          "a.yaml:1:7: /kind: there is no kind Databse [unknown-kind]",
          "nearest: Database",
          "b.yaml:4:9: /spec/sise: there is no such field",
          "c.yaml:3:1: is not YAML");
    }
  }

  @Test
  void aCommentOnAPullRequestSaysItToo() {
    server.answer("POST /v1/requests:validate", 200, "{\"items\": []}");

    ToldServer.Done done =
        server.run(
            "apply",
            "-f",
            folder.toString(),
            "--prune",
            "--managed-by",
            "git",
            "--dry-run",
            "-o",
            "markdown");

    assertSaid(done);
    assertTrue(done.out().startsWith("<!-- automat git -->\n### Automat: 2 refused\n"), done.out());
    assertTrue(done.out().contains("a.yaml:1:7` `/kind`"), done.out());
    assertTrue(done.out().contains("c.yaml:3:1"), done.out());
    assertTrue(
        server.bodies.stream().anyMatch(body -> body.contains("\"managedBy\":\"git\"")),
        () -> "asked in the name of who keeps the folder: " + server.bodies);
  }

  @Test
  void deleteSaysWhichDocumentsHaveNoPlace() throws IOException {
    write("d.yaml", "kind: Queue\nmetadata:\n  team: payments\n");
    assertSaid(
        server.run("delete", "-f", folder.toString()),
        "nothing was sent",
        "a.yaml:1:7: /kind: there is no kind Databse [unknown-kind]",
        "nearest: Database",
        "c.yaml:3:1: is not YAML",
        "d.yaml:2:1: /metadata/name: a document in a file needs a name");
  }

  @Test
  void aFileThatCanNotBeReadIsToBeMadeReadable() throws IOException {
    Path loop = folder.resolve("loop.yaml");
    Files.createSymbolicLink(loop, loop);
    assertSaid(
        server.run("delete", "-f", loop.toString()),
        loop + ":1:1: can not be read: Too many levels",
        "make it readable");
  }

  @Test
  void aFileThatIsNoTextIsToBeWrittenInUtf8() throws IOException {
    Files.write(folder.resolve("e.yaml"), new byte[] {'a', (byte) 0xe4});
    assertSaid(
        server.run("delete", "-f", folder.toString()),
        "e.yaml:1:1: can not be read: it is not UTF-8 text",
        "correct it there: files hold YAML 1.2 or JSON, in UTF-8");
  }

  @Test
  void aWordOfTheCommandLineIsStillAnsweredWithPlurals() {
    assertSaid(
        server.run("delete", "payments", "databse", "a"),
        "there is no kind databse; did you mean databases?");
  }
}
