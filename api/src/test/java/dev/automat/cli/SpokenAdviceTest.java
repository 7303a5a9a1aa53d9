package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.resource.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever types commands is told commands, and not methods of HTTP. */
class SpokenAdviceTest {

  private static final String ORDERS = "/v1/teams/payments/databases/orders";

  private ToldServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ToldServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void refuses(String request, String fix) {
    server.answer(
        request,
        409,
        Json.object().put("title", "No way").put("detail", "no").put("fix", fix).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          until 2027 POST …:undelete brings it back with its data; PUT it again for a new one, which inherits nothing | until 2027 automat undelete payments databases orders brings it back with its data; automat apply its file again for a new one, which inherits nothing
          PUT to this address makes it | automat apply -f FILE makes it
          PUT to this address with recreate=true makes a new, empty one | automat apply -f FILE --recreate makes a new, empty one
          extend it (POST …:extend) to have it back, or DELETE it | extend it (automat extend payments databases orders) to have it back, or delete it (automat delete payments databases orders)
          change it there, or repeat with takeOver=true | change it there, or repeat with --take-over
          do it to the whole, at /v1/teams/payments/stacks/pr-42, where its member | do it to the whole, payments stack pr-42, where its member
          PUT it with spec.deletionProtection: false first | apply it with spec.deletionProtection: false first
          wait for it | wait for it
          """)
  void adviceIsInCommands(String fix, String said) {
    refuses("GET " + ORDERS, fix);
    ToldServer.Done done = server.run("get", "payments", "database", "orders");
    assertEquals("No way: no\n  fix: " + said + "\n", done.err());
  }

  @Test
  void aBindingThatIsMissingIsMadeByACommand() {
    refuses("DELETE " + ORDERS + "/bindings/shop", "PUT to this address binds it");
    ToldServer.Done done = server.run("unbind", "payments", "database", "orders", "shop");
    assertTrue(
        done.err().contains("fix: automat bind payments databases orders shop binds it"),
        done::toString);
  }

  @Test
  void violationsAreTranslatedToo() {
    server.answer(
        "GET " + ORDERS,
        422,
        "{\"violations\": [{\"message\": \"m\", \"rule\": \"r\", \"fix\": \"PUT to this address"
            + " makes it\"}]}");
    ToldServer.Done done = server.run("get", "payments", "database", "orders");
    assertTrue(done.err().contains("fix: automat apply -f FILE makes it"), done::toString);
  }

  @Test
  void aDigestThatIsNoneIsAMistakeOfTheCommandLine(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.yaml"), "kind: Database\nmetadata: {team: payments, name: a}\n");
    ToldServer.Done done = server.run("apply", "-f", file.toString(), "--plan", "sha256:6916");
    assertEquals(ExitCode.USAGE, done.exitCode(), done::toString);
    assertTrue(
        done.err().contains("--plan must be a digest as automat plan shows it"), done::toString);
    assertEquals(List.of(), server.asked);
  }

  @Test
  void aListOfTokensSaysWhoseTheyAre() {
    server.answer("GET /v1/tokens", 200, "{\"items\": []}");
    server.answer("GET /v1/teams/payments/tokens", 200, "{\"items\": []}");
    ToldServer.Done platform = server.run("token", "list");
    assertEquals("there are no tokens of the platform\n", platform.out());
    assertEquals("those of a team: automat token list --team TEAM\n", platform.err());
    assertEquals(
        "there are no tokens of the team payments\n",
        server.run("token", "list", "--team", "payments").out());
    server.answer("GET /v1/tokens", 200, "{\"items\": [{\"id\": \"t1\"}]}");
    assertTrue(
        server.run("token", "list").err().contains("tokens of the platform; those of a team"));
  }

  @ParameterizedTest
  @CsvSource({"aply --help, aply, apply", "token lst --help, lst, list"})
  void helpForAWordThatNamesNothingIsAMistake(String line, String word, String meant) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(new PrintWriter(out, true), new PrintWriter(err, true), line.split(" "));
    assertEquals(ExitCode.USAGE, exitCode, out + "\n" + err);
    assertTrue(err.toString().contains("'" + word + "'"), err::toString);
    assertTrue(
        err.toString().contains("Did you mean") && err.toString().contains(meant), err::toString);
  }
}
