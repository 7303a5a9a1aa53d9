package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import dev.automat.config.GivenSetting;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The audit log against somebody who has its database. */
@Timeout(600)
class AuditIT {

  private static final int LINES = 30;
  private static final String TOKEN =
      "{\"name\": \"ci\", \"role\": \"viewer\", \"expires\": \"1d\"}";

  @TempDir private Path home;
  private Path checkpoints;
  private Path configuration;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    checkpoints = home.resolve("elsewhere.jsonl");
    configuration =
        Files.writeString(
            home.resolve("commands.yaml"), "audit: {checkpoints: elsewhere.jsonl, every: 1s}");
    server = launch();
    for (int i = 0; i < LINES; i++) {
      assertEquals(
          201, server.ask("POST", "/v1/teams/payments/tokens").json(TOKEN).send().status());
    }
    // A stop seals and signs what is left.
    server.close();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RunningServer launch() {
    return new RunningServer(
        home,
        new GivenSetting("audit.checkpoints", checkpoints.toString(), "test"),
        new GivenSetting("audit.every", "1s", "test"));
  }

  /** With the database's own password, and no server in the way. */
  private void tamper(String sql) throws SQLException {
    String url =
        "jdbc:h2:file:"
            + home.resolve("data").resolve("automat")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      assertTrue(statement.executeUpdate(sql) > 0, sql);
    }
  }

  private String run(int expected, String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said, true);
    assertEquals(expected, Main.run(both, both, arguments), said::toString);
    return said.toString();
  }

  /** As of a server that was started again, whose own lines come on top. */
  private String verify(int expected, String... more) {
    server = launch();
    return run(
        expected,
        Stream.concat(
                Stream.of(
                    "audit",
                    "verify",
                    "--config",
                    configuration.toString(),
                    "--server",
                    server.uri("/").toString(),
                    "--token-file",
                    server.tokenFile().toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void isVouchedForAsLongAsNobodyTouchesIt() throws Exception {
    String said = verify(ExitCode.OK);
    assertTrue(said.contains("none changed and none missing"), said);
    assertTrue(said.contains("vouched for up to line " + LINES), said);

    String exported =
        run(
            ExitCode.OK,
            "audit",
            "export",
            "--server",
            server.uri("/").toString(),
            "--token-file",
            server.tokenFile().toString());
    assertTrue(exported.lines().count() >= LINES, exported);
    String table =
        run(
            ExitCode.OK,
            "audit",
            "export",
            "-o",
            "csv",
            "--after",
            "29",
            "--server",
            server.uri("/").toString(),
            "--token-file",
            server.tokenFile().toString());
    assertTrue(table.startsWith("position,at,actor,"), table);
    assertTrue(table.lines().toList().get(1).startsWith("30,"), table);
    Path file = Files.writeString(home.resolve("export.jsonl"), exported);
    String[] alone = {
      "audit", "verify", "--log", file.toString(), "--checkpoints", checkpoints.toString()
    };
    assertTrue(run(ExitCode.OK, alone).contains("vouched for up to line "));
    Files.write(file, exported.lines().limit(LINES - 10).toList());
    assertTrue(run(ExitCode.FAILED, alone).contains("lines 21 to 30 are missing"));
    Files.writeString(file, "{}\n");
    assertTrue(run(ExitCode.USAGE, alone).contains("line 1: no line of an audit log"));
  }

  @Test
  void showsThatItsLastTenLinesWereDeleted() throws Exception {
    tamper("DELETE FROM audit WHERE position > " + (LINES - 10));
    String said = verify(ExitCode.FAILED);
    assertTrue(said.contains("lines 21 to 30 are missing (10 lines) at the end"), said);
    assertTrue(said.contains("line 20 ("), said);
    assertTrue(said.contains("createTeamToken"), said);
    assertTrue(
        server.log().stream()
            .anyMatch(event -> event.getFormattedMessage().contains("line 30 is not there")),
        "the server says so at its start");
  }

  @Test
  void showsThatALineWasChanged() throws Exception {
    tamper("UPDATE audit SET actor = 'people:mallory' WHERE position = 7");
    String said = verify(ExitCode.FAILED);
    assertTrue(said.contains("line 7 ("), said);
    assertTrue(said.contains("people:mallory"), said);
  }

  @Test
  void isNotVouchedForByAnotherKey() {
    String said = verify(ExitCode.FAILED, "--key", "sha256:4711");
    assertTrue(said.contains("and not with sha256:4711"), said);
  }

  @Test
  void isNotVouchedForByAFileThatIsNotThere() {
    String nowhere = home.resolve("nowhere.jsonl").toString();
    String said = verify(ExitCode.USAGE, "--checkpoints", nowhere);
    assertTrue(said.contains(nowhere + " can not be read: there is no such file"), said);
  }

  @Test
  void aLogThatIsNotThereIsSaidInWords() {
    String nowhere = home.resolve("nowhere.jsonl").toString();
    String log = verify(ExitCode.USAGE, "--log", nowhere);
    assertTrue(log.contains(nowhere + " can not be read: there is no such file"), log);
  }
}
