package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class CommandLineIT {

  private static final String TWO =
      """
      kind: Database
      metadata: {team: payments, name: %1$s-db}
      spec: {environment: dev, size: small}
      ---
      kind: Queue
      metadata: {team: payments, name: %1$s-q}
      spec: {environment: dev}
      """;

  private Path home;
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    home = directory;
    server = new RunningServer(home);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** What a command did. */
  record Done(int exitCode, String out, String err) {
    @Override
    public String toString() {
      return exitCode + "\n" + out + "\n" + err;
    }
  }

  private static Done run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    assertFalse(err.toString().contains("\tat "), "no stack trace: " + err);
    return new Done(exitCode, out.toString(), err.toString());
  }

  private Done ask(String... arguments) {
    return run(
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--server",
                    "http://127.0.0.1:" + server.port(),
                    "--token-file",
                    server.tokenFile().toString()))
            .toArray(String[]::new));
  }

  private static Done offline(String... arguments) {
    return run(
        Stream.concat(
                Stream.of(arguments),
                Stream.of("--config", RunningServer.configurationFile().toString()))
            .toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name + ".yaml"), text).toString();
  }

  @Test
  void bindsRotatesAndUnbindsAnApplication() throws IOException {
    String file =
        file(
            "bound-db",
            """
            kind: Database
            metadata: {team: payments, name: bound-db}
            spec: {environment: dev}
            """);
    assertEquals(0, ask("apply", "-f", file, "--wait").exitCode());
    String[] checkout = {"payments", "database", "bound-db", "checkout"};
    Done bound = ask(with("bind", checkout, "--overlap", "10m"));
    assertEquals("checkout of database payments/bound-db: Ready, version 1\n", bound.out());
    Done rotated = ask(with("rotate", checkout));
    assertTrue(rotated.out().contains("Ready, version 2; version 1 is valid until"), rotated.out());
    Done listed = ask("bindings", "payments", "databases", "bound-db");
    assertTrue(listed.out().startsWith("CONSUMER  ACCESS"), listed.out());
    assertTrue(listed.out().contains("checkout  readwrite"), listed.out());

    String[] connection = {"payments", "databases", "bound-db", "--binding", "checkout"};
    Done uri = ask(with("connection", connection, "--uri"));
    assertTrue(uri.out().startsWith("toy://"), uri.toString());
    assertEquals(uri.out(), ask(with("connection", connection, "--as", "uri")).out());
    Done secret = ask(with("connection", connection, "--as", "kubernetes-secret"));
    assertTrue(secret.out().startsWith("apiVersion: v1\nkind: Secret\n"), secret.out());
    Done unknown = ask(with("connection", connection, "--as", "xml"));
    assertEquals(1, unknown.exitCode());
    assertTrue(unknown.err().contains("kubernetes-secret"), unknown.err());

    Done failed = ask("bind", "payments", "databases", "bound-db", "impossible");
    assertEquals(1, failed.exitCode());
    assertTrue(failed.out().contains("call it otherwise"), failed.out());
    assertTrue(ask(with("unbind", checkout)).out().contains("Unbound"));
    assertEquals(1, ask(with("unbind", checkout)).exitCode());
  }

  private static String[] with(String command, String[] arguments, String... more) {
    return Stream.of(Stream.of(command), Stream.of(arguments), Stream.of(more))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  @Test
  void appliesShowsAndDeletesWhatAFileSays() throws IOException {
    String file = file("two", TWO.formatted("two"));

    Done applied = ask("apply", "-f", file, "--wait");
    Done again = ask("apply", "-f", file);
    Done waited = ask("apply", "-f", file, "--wait");
    Done listed = ask("get", "payments");
    Done shown = ask("get", "payments", "Database", "two-db");
    Done deleted = ask("delete", "-f", file, "--wait");
    Done gone = ask("delete", "-f", file);

    assertEquals(ExitCode.OK, applied.exitCode(), applied.toString());
    assertTrue(applied.out().contains("Database payments/two-db: created, Ready"), applied.out());
    assertTrue(again.out().contains("two-q: unchanged"), again.toString());
    assertEquals(again.out(), waited.out(), "there was nothing to wait for");
    assertTrue(listed.out().contains("two-db"), listed.toString());
    assertTrue(shown.out().contains("managedBy: cli"), shown.toString());
    assertEquals(ExitCode.OK, deleted.exitCode(), deleted.toString());
    assertTrue(deleted.out().contains("two-db: Deleted"), deleted.toString());
    assertEquals(ExitCode.OK, gone.exitCode(), gone.toString());
  }

  @Test
  void deletesWhatAnotherKeepsOnlyWhenToldTo() throws IOException {
    String file =
        file(
            "kept",
            """
            kind: Queue
            metadata: {team: payments, name: kept-q, managedBy: "git:platform"}
            spec: {environment: dev}
            """);
    ask("apply", "-f", file, "--wait");

    Done refused = ask("delete", "payments", "Queue", "kept-q");
    Done taken = ask("delete", "payments", "Queue", "kept-q", "--take-over", "--wait");
    ask("apply", "-f", file, "--wait");
    Done byFile = ask("delete", "-f", file, "--wait");

    assertEquals(ExitCode.FAILED, refused.exitCode(), refused.toString());
    assertTrue(refused.err().contains("git:platform"), refused.toString());
    assertEquals(ExitCode.OK, taken.exitCode(), taken.toString());
    assertEquals(ExitCode.OK, byFile.exitCode(), "the file says who keeps it: " + byFile);
  }

  @Test
  void plansTheSameWithAndWithoutAServer() throws IOException {
    String file = file("digests", TWO.formatted("digests"));

    List<String> here = digests(offline("plan", file));
    List<String> there = digests(ask("plan", file, "--on-server"));
    List<String> checked = digests(offline("validate", file));
    ask("apply", "-f", file);
    List<String> stored =
        Stream.of("Database/digests-db", "Queue/digests-q")
            .map(each -> each.split("/", 2))
            .flatMap(each -> digests(ask("get", "payments", each[0], each[1])).stream())
            .toList();

    assertEquals(2, here.size());
    assertEquals(here, there);
    assertEquals(here, checked);
    assertEquals(here, stored);
    assertEquals(here, digests(ask("plan", file, "--on-server")), "it keeps them itself");
    assertTrue(
        ask("validate", file).out().contains("ok, would change nothing"), "as does validate");
  }

  private static List<String> digests(Done done) {
    assertEquals(ExitCode.OK, done.exitCode(), done.toString());
    return Pattern.compile("(?:\\ndigest: |, | {2}digest: )(sha256:[0-9a-f]{64})")
        .matcher("\n" + done.out())
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  @Test
  void saysWhereAFileIsWrongAndWhatToDo() throws IOException {
    String file =
        file(
            "wrong",
            """
            kind: Database
            metadata: {team: payments, name: wrong}
            spec:
              environment: dev
              size: smal
            """);

    for (Done done :
        List.of(
            offline("validate", file),
            ask("validate", file),
            ask("apply", "-f", file),
            offline("plan", file))) {
      String all = done.out() + done.err();
      assertEquals(ExitCode.FAILED, done.exitCode(), done.toString());
      assertTrue(all.contains("wrong.yaml:5:9: /spec/size: "), all);
      assertTrue(all.contains("small"), all);
      assertTrue(all.contains("fix: "), all);
    }
  }

  @Test
  void saysWhereAFileIsNoYaml() throws IOException {
    Done done = offline("validate", file("broken", "kind: Database\nspec: [\n"));

    assertEquals(ExitCode.FAILED, done.exitCode(), done.toString());
    assertTrue(done.out().contains("broken.yaml:3:1: is not YAML"), done.toString());
  }

  @Test
  void listsWhatOnlyTheServerKnowsAsNotEvaluated() throws IOException {
    Done done = offline("validate", file("offline", TWO.formatted("offline")));

    assertEquals(ExitCode.OK, done.exitCode(), done.toString());
    assertTrue(done.out().contains("not evaluated offline: immutable"), done.out());
  }

  @Test
  void showsAConnectionInTheShapeThatIsAskedFor() throws IOException {
    ask("apply", "-f", file("conn", TWO.formatted("conn")), "--wait");

    Done uri = ask("connection", "payments", "databases", "conn-db", "--uri");
    Done env = ask("connection", "payments", "database", "conn-db", "--env");
    Done json = ask("connection", "payments", "Database", "conn-db", "-o", "json");
    Done both = ask("connection", "payments", "Database", "conn-db", "--uri", "--env");

    assertTrue(uri.out().startsWith("postgresql://"), uri.toString());
    assertEquals(1, uri.out().lines().count(), "one line for another program");
    assertTrue(env.out().contains("CONN_DB_PASSWORD='"), env.toString());
    assertTrue(json.out().contains("\"password\""), json.toString());
    assertEquals(ExitCode.USAGE, both.exitCode(), both.toString());
  }

  @Test
  void saysWhatAConnectionCheckFound() throws IOException {
    ask("apply", "-f", file("check", TWO.formatted("check")), "--wait");

    Done done = ask("connection", "payments", "databases", "check-db", "--check");

    assertEquals(ExitCode.FAILED, done.exitCode(), "the toy cloud has no database server");
    assertTrue(done.err().contains("does not let"), done.toString());
    Matcher password =
        Pattern.compile("://[^:]+:([^@]+)@")
            .matcher(ask("connection", "payments", "databases", "check-db", "--uri").out());
    assertTrue(password.find());
    assertFalse(done.toString().contains(password.group(1)), "no secret in what a check says");
  }

  @Test
  void followsEventsToTheEnd() throws IOException {
    String file = file("followed", TWO.formatted("followed"));
    ask("apply", "-f", file, "--wait");
    ask("delete", "payments", "Database", "followed-db", "--wait");

    Done page = ask("events", "payments", "databases", "followed-db");
    Done followed = ask("events", "payments", "databases", "followed-db", "-f");

    assertTrue(page.out().contains("Accepted: "), page.toString());
    assertEquals(page.out(), followed.out());
  }

  @Test
  void asksTheEngineToLook() throws IOException {
    ask("apply", "-f", file("look", TWO.formatted("look")), "--wait");

    assertEquals(ExitCode.OK, ask("reconcile", "payments", "Database", "look-db").exitCode());
    Done recreate = ask("recreate", "payments", "Database", "look-db");
    assertEquals(ExitCode.FAILED, recreate.exitCode());
    assertTrue(recreate.err().contains("fix: "), recreate.toString());
  }

  @Test
  void showsAccountsAndCatalogue() {
    assertTrue(ask("accounts").out().contains("toy/default  open"), ask("accounts").toString());
    assertTrue(ask("catalog").out().contains("databases"), ask("catalog").toString());
    Done release = ask("accounts", "release", "toy/default");
    assertEquals(ExitCode.FAILED, release.exitCode(), release.toString());
    assertTrue(release.err().contains("fix: nothing is to be done"), release.toString());
  }

  @Test
  void runsTheTestsOfAModule() {
    Path module =
        RunningServer.configurationFile().resolveSibling("modules/database/toy/1.0.0.yaml");

    Done one = run("module", "test", module.toString());
    Done all = offline("module", "test");
    Done none = run("module", "test", home.resolve("no.yaml").toString());

    assertEquals(ExitCode.OK, one.exitCode(), one.toString());
    assertTrue(one.out().contains("passed toy@1.0.0 on toy: size sets connections"), one.out());
    assertTrue(all.out().contains("standard@1.0.0"), all.toString());
    assertTrue(all.out().contains("tests: 2 passed, 0 failed"), all.toString());
    assertEquals(ExitCode.USAGE, none.exitCode(), none.toString());
    Done noModule = run("module", "test", module.resolveSibling("../kind.yaml").toString());
    assertEquals(ExitCode.USAGE, noModule.exitCode(), noModule.toString());
    assertTrue(noModule.err().contains("<kind>/<module>/<version>.yaml"), noModule.toString());
  }

  @Test
  void tellsApartWhatWentWrong() {
    Done usage = run("get", "--nonsense");
    Done nothing = run();
    Done unreachable = run("get", "--server", "http://127.0.0.1:1");
    Done notThere = ask("get", "payments", "databases", "nobody");
    Done unknownKind = ask("get", "payments", "databse", "nobody");
    Done noFile = run("apply", "-f", home.resolve("none.yaml").toString());

    assertEquals(ExitCode.USAGE, usage.exitCode(), usage.toString());
    assertEquals(ExitCode.USAGE, nothing.exitCode(), nothing.toString());
    assertEquals(ExitCode.UNREACHABLE, unreachable.exitCode(), unreachable.toString());
    assertTrue(unreachable.err().contains("./automat up"), unreachable.toString());
    assertEquals(ExitCode.FAILED, notThere.exitCode(), notThere.toString());
    assertTrue(unknownKind.err().contains("did you mean databases?"), unknownKind.toString());
    assertEquals(ExitCode.USAGE, noFile.exitCode(), noFile.toString());
  }
}
