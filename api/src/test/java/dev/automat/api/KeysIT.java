package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import dev.automat.config.GivenSetting;
import dev.automat.secret.SecretBox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new key while a server runs, by the command line. */
@Timeout(600)
class KeysIT {

  /** In seconds, for a machine that is busy with something else. */
  private static final String PATIENCE = "180";

  @TempDir private Path home;
  private Path file;
  private Path configuration;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    file = home.resolve("keys.json");
    SecretBox.open(file, true);
    configuration =
        Files.writeString(home.resolve("commands.yaml"), "secrets: {keyFile: keys.json}");
    server = launch();
  }

  private RunningServer launch() {
    return new RunningServer(home, new GivenSetting("secrets.keyFile", file.toString(), "test"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String run(int expected, String... arguments) {
    return run(configuration, expected, arguments);
  }

  private String run(Path configuration, int expected, String... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said, true);
    String[] all =
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--config",
                    configuration.toString(),
                    "--server",
                    server.uri("/").toString(),
                    "--token-file",
                    server.tokenFile().toString()))
            .toArray(String[]::new);
    assertEquals(expected, Main.run(both, both, all), said::toString);
    return said.toString();
  }

  private Ask.Told make(String name) {
    return server
        .ask("PUT", "/v1/teams/payments/databases/" + name)
        .json("{\"spec\":{\"environment\":\"dev\"}}")
        .header("Prefer", "wait=30")
        .send();
  }

  private String password(String name) {
    Ask.Told told =
        server.ask("GET", "/v1/teams/payments/databases/" + name + "/connection").send();
    assertEquals(200, told.status(), told.toString());
    return told.at("/password");
  }

  @Test
  void rotatesAndRetiresWhileItServes() {
    String old = SecretBox.open(file, false).primaryKeyId();
    assertEquals(201, make("before").status());
    String password = password("before");

    String rotated = run(ExitCode.OK, "keys", "rotate", "--patience", PATIENCE);

    String fresh = SecretBox.open(file, false).primaryKeyId();
    assertFalse(fresh.equals(old));
    // The database of the resource, and the key of the audit log.
    assertEquals(2, wrappedAgain(rotated), rotated);
    assertTrue(rotated.contains(" wrapped again, 0 to go"), rotated);
    assertEquals(password, password("before"));
    assertEquals(201, make("after").status());
    String listed = run(ExitCode.OK, "keys", "list");
    assertTrue(listed.matches("(?s).*" + fresh + " +seals +3 +1 of 1.*"), listed);
    assertTrue(listed.matches("(?s).*" + old + " +opens +0 +1 of 1.*"), listed);

    assertTrue(run(ExitCode.FAILED, "keys", "retire", fresh).contains("keys rotate"));
    run(ExitCode.OK, "keys", "retire", old);

    assertEquals(List.of(fresh), SecretBox.open(file, false).ring().ids());
    server.close();
    server = launch();
    assertEquals(password, password("before"));
    assertFalse(password("after").isEmpty());
    assertEquals(List.of(), server.stackTraces());
  }

  /** In one turn, or in several on a machine that is busy with something else. */
  private static long wrappedAgain(String said) {
    return Pattern.compile("([0-9]+) wrapped again")
        .matcher(said)
        .results()
        .mapToLong(turn -> Long.parseLong(turn.group(1)))
        .sum();
  }

  @Test
  void goesOnWhereItWasCutOff() throws IOException {
    assertEquals(201, make("kept").status());
    String password = password("kept");
    // Of a file that the server does not read, so that it can not be quicker than the command.
    Path elsewhere =
        Files.copy(file, home.resolve("elsewhere.json"), StandardCopyOption.COPY_ATTRIBUTES);
    Path ofElsewhere =
        Files.writeString(home.resolve("elsewhere.yaml"), "secrets: {keyFile: elsewhere.json}");
    assertTrue(
        run(ofElsewhere, ExitCode.FAILED, "keys", "rotate", "--patience", "0")
            .contains("say the same again"));
    String fresh = SecretBox.open(elsewhere, false).primaryKeyId();
    assertFalse(fresh.equals(SecretBox.open(file, false).primaryKeyId()));
    Files.move(elsewhere, file, StandardCopyOption.REPLACE_EXISTING);

    String again = run(ExitCode.OK, "keys", "rotate", "--patience", PATIENCE);

    assertTrue(again.contains("going on to key " + fresh), again);
    assertEquals(fresh, SecretBox.open(file, false).primaryKeyId());
    assertEquals(password, password("kept"));
  }

  @Test
  void doesNotRetireWhatIsNoKey() {
    String refused = run(ExitCode.FAILED, "keys", "retire", "4711");

    assertTrue(refused.contains("there is no key 4711"), refused);
  }
}
