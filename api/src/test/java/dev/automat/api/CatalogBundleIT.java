package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.Main;
import dev.automat.config.GivenSetting;
import dev.automat.resource.Json;
import dev.automat.secret.SecretBox;
import dev.automat.testkit.postgres.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The catalogue is changed while two replicas on one PostgreSQL work with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class CatalogBundleIT {

  private static final String ORDERS = "/v1/teams/payments/databases/";
  private static final String DEV = "{\"spec\": {\"environment\": \"dev\"}}";

  private TestPostgres postgres;
  private RunningServer one;
  private RunningServer other;

  /**
   * Replicas of the tests have each a cloud of its own, so that upgrades are tried on one alone.
   */
  private RunningServer alone;

  private RunningServer asked;
  private Path home;
  private Path modules;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    home = directory;
    postgres = TestPostgres.start();
    Path keys = directory.resolve("keys.json");
    SecretBox.open(keys, true);
    one = server("one", keys);
    other = server("other", keys);
    alone = new RunningServer(home.resolve("alone"));
    asked = one;
  }

  private RunningServer server(String name, Path keys) {
    return new RunningServer(
        home.resolve(name),
        new GivenSetting("store.url", postgres.url("postgres"), "test"),
        new GivenSetting("store.username", TestPostgres.USER, "test"),
        new GivenSetting("store.password", TestPostgres.PASSWORD, "test"),
        new GivenSetting("secrets.keyFile", keys.toString(), "test"));
  }

  @AfterAll
  void stop() {
    one.close();
    other.close();
    alone.close();
    postgres.close();
  }

  @BeforeEach
  void copyTheModules() throws IOException {
    modules = Files.createTempDirectory(home, "catalog").resolve("modules");
    Path source = RunningServer.configurationFile().resolveSibling("modules");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = modules.resolve(source.relativize(file).toString());
        Files.createDirectories(target.resolveSibling(""));
        Files.copy(file, target);
      }
    }
    asked = one;
    for (RunningServer server : List.of(one, alone)) {
      while (server.ask("POST", "/v1/catalog:rollback").json("{}").send().status() == 200) {
        assertFalse(version(server).isEmpty());
      }
    }
    Await.until("the directory's catalogue", () -> version(other).equals("1.0.0"));
  }

  private void version(String number, String connections) throws IOException {
    Path folder = modules.resolve("database/toy");
    String text = Files.readString(folder.resolve("1.0.0.yaml"));
    Files.writeString(
        folder.resolve(number + ".yaml"),
        text.replace("version: 1.0.0", "version: " + number)
            .replace("connections: 20", "connections: " + connections));
  }

  /** What a request without a version gets there. */
  private static String version(RunningServer server) {
    return server
        .ask("PUT", ORDERS + "probe?validateOnly=true")
        .json(DEV)
        .send()
        .at("/plan/module")
        .replace("toy@", "");
  }

  private String automat(int exitCode, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int ended =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Stream.concat(
                    Stream.of(arguments),
                    Stream.of(
                        "--server",
                        "http://127.0.0.1:" + asked.port(),
                        "--token-file",
                        asked.tokenFile().toString()))
                .toArray(String[]::new));
    assertEquals(exitCode, ended, out + "\n" + err);
    return out.toString() + err;
  }

  private String push() {
    return automat(0, "catalog", "push", modules.toString()).lines().findFirst().orElse("");
  }

  private static void make(RunningServer server, String name) {
    Ask.Told told = server.ask("PUT", ORDERS + name).header("Prefer", "wait=30").json(DEV).send();
    assertEquals(201, told.status(), told.toString());
  }

  private static void delete(RunningServer server, String... names) {
    for (String name : names) {
      server.ask("DELETE", ORDERS + name).header("Prefer", "wait=30").send();
    }
  }

  @Test
  void isPushedTriedActivatedFollowedAndBroughtBack() throws IOException {
    make(one, "orders");
    version("1.1.0", "30");
    String digest = push();
    assertTrue(digest.matches("sha256:[0-9a-f]{64}"), digest);
    assertEquals("1.0.0", version(one), "a push changes nothing");

    String would = automat(0, "catalog", "activate", digest, "--dry-run");
    assertTrue(would.contains("version Database toy@1.1.0 is new, stable"), would);
    assertTrue(
        would.contains("changed: Database payments/orders: its next change also changes"), would);
    assertEquals("1.0.0", version(one), "it was only asked");
    assertEquals(List.of(), activations(digest), "so it is not written down as done");

    String done = automat(0, "catalog", "activate", digest);
    assertTrue(done.contains("is active: " + digest), done);
    assertEquals(1, activations(digest).size());
    assertEquals("1.1.0", version(one));
    Await.until("the other replica follows", () -> version(other).equals("1.1.0"));
    assertTrue(
        other.ask("GET", "/openapi.json").send().text().contains("Spec_Database_toy_1.1.0"),
        "the contract follows, too");
    JsonNode events = one.ask("GET", ORDERS + "orders/events").send().json().path("items");
    assertTrue(
        events
            .valueStream()
            .anyMatch(event -> event.path("reason").asString().equals("CatalogChanged")),
        events::toString);
    assertEquals("toy@1.0.0", one.ask("GET", ORDERS + "orders").send().at("/plan/module"));

    String history = automat(0, "catalog", "history");
    assertTrue(history.contains(digest), history);
    String back = automat(0, "catalog", "rollback");
    assertTrue(back.contains("the directory of the configuration"), back);
    Await.until("the other replica follows", () -> version(other).equals("1.0.0"));
    assertEquals(
        "nothing-before", one.ask("POST", "/v1/catalog:rollback").json("{}").send().at("/code"));
    delete(one, "orders");
  }

  /** Lines of the audit log that say so. */
  private List<JsonNode> activations(String digest) {
    return one.ask("GET", "/v1/audit")
        .send()
        .json()
        .path("items")
        .valueStream()
        .filter(line -> line.path("operation").asString().equals("activateCatalog"))
        .filter(
            line -> line.at("/change/bundle").asString("").equals(digest) || !line.has("change"))
        .toList();
  }

  @Test
  void whatIsWrongIsRefusedUnlessItIsAccepted() throws IOException {
    Files.writeString(modules.resolve("queue/standard/1.0.0.yaml"), "module: [");
    String digest = push();
    String refused = automat(1, "catalog", "activate", digest);
    assertTrue(refused.contains("queue/standard/1.0.0.yaml:1:"), refused);
    assertTrue(refused.contains("acceptLeftOut"), refused);
    automat(0, "catalog", "activate", digest, "--accept-left-out");
    Await.until(
        "it is left out there, too",
        () -> !other.ask("GET", "/v1/catalog").send().json().path("rejected").isEmpty());
  }

  @Test
  void refusesWhatIsNoBundleAndWhoHasNoRight() {
    Ask.Told told = one.ask("POST", "/v1/catalog/bundles").body("application/gzip", "x").send();
    assertEquals(422, told.status(), told.toString());
    assertEquals("no-bundle", told.at("/violations/0/rule"));
    String nobody = "sha256:" + "0".repeat(64);
    assertEquals(
        "unknown-bundle",
        one.ask("POST", "/v1/catalog:activate")
            .json(Json.object().put("digest", nobody).toString())
            .send()
            .at("/code"));
  }

  @Test
  void whatTheServerWorksWithIsPulledAndPlansTheSameElsewhere() throws IOException {
    asked = alone;
    version("1.8.0", "30");
    String digest = push();
    automat(0, "catalog", "activate", digest);
    Path pulled = home.resolve("pulled");

    String first = automat(0, "catalog", "pull", pulled.toString());
    assertEquals(digest, first.lines().findFirst().orElse(""));
    assertTrue(
        automat(0, "catalog", "pull", pulled.toString()).contains("are already in"), "a repeat");
    Path kind = pulled.resolve("database/kind.yaml");
    String text = Files.readString(kind);
    Files.writeString(kind, text + "# mine\n");
    Path more = Files.writeString(pulled.resolve("database/toy/9.0.0.yaml"), "mine");
    String refused = automat(1, "catalog", "pull", pulled.toString());
    assertTrue(refused.contains("--replace"), refused);
    assertTrue(Files.exists(more));
    automat(0, "catalog", "pull", pulled.toString(), "--digest", digest, "--replace");
    assertEquals(text, Files.readString(kind));
    assertFalse(Files.exists(more));

    Path foreign = Files.createDirectory(home.resolve("foreign"));
    Path notes = Files.writeString(foreign.resolve("notes.txt"), "mine");
    String no = automat(2, "catalog", "pull", foreign.toString(), "--replace");
    assertTrue(no.contains("is no catalogue"), no);
    assertEquals("mine", Files.readString(notes));

    assertTrue(planned(pulled).contains("planned with the catalogue " + digest));
    Ask.Told other =
        alone
            .ask("PUT", ORDERS + "probe?validateOnly=true")
            .header("If-Plan-Match", "sha256:" + "0".repeat(64))
            .json(DEV)
            .send();
    assertEquals("plan-mismatch", other.at("/code"), other.toString());
    assertEquals(digest, other.at("/catalog"));
    assertTrue(planned(pulled).contains(other.at("/plan/digest")), "it is explained");
    assertTrue(other.at("/detail").contains(digest), other.at("/detail"));
    String diff = automat(0, "catalog", "diff", modules.toString());
    assertTrue(diff.contains(digest), diff);
    assertEquals("unknown-bundle", alone.ask("GET", "/v1/catalog/bundles/none").send().at("/code"));
  }

  /** What a command without a server says of it. */
  private String planned(Path catalogue) throws IOException {
    Path configuration =
        Files.writeString(
            home.resolve("offline.yaml"),
            Files.readString(RunningServer.configurationFile())
                .replace("catalogDir: modules", "catalogDir: " + catalogue));
    Path file =
        Files.writeString(
            home.resolve("probe.yaml"),
            """
            kind: Database
            metadata: {team: payments, name: probe}
            spec: {environment: dev}
            """);
    StringWriter out = new StringWriter();
    PrintWriter both = new PrintWriter(out, true);
    int ended = Main.run(both, both, "plan", file.toString(), "--config", configuration.toString());
    assertEquals(0, ended, out.toString());
    return out.toString();
  }

  @Test
  void aPublishedVersionIsNotReplacedUnlessSomebodyInsists() throws IOException {
    asked = alone;
    version("1.9.0", "30");
    automat(0, "catalog", "activate", push());
    version("1.9.0", "40");
    String digest = push();

    String refused = automat(1, "catalog", "activate", digest);
    assertTrue(refused.contains("Database toy@1.9.0 was published as sha256:"), refused);
    assertTrue(refused.contains("fix: "), refused);
    assertEquals("1.9.0", version(alone));
    automat(0, "catalog", "activate", digest, "--accept-republished");
  }

  @Test
  void wavesTakeAShareAndGoOnWhereTheyStopped() throws IOException {
    asked = alone;
    String[] names = {"a", "b", "c", "d", "e", "f"};
    for (String name : names) {
      make(alone, "wave-" + name);
    }
    version("1.1.0", "30");
    automat(0, "catalog", "activate", push());
    String[] command = {"upgrade", "--module", "toy", "--from", "1.0.0", "--to", "1.1.0"};

    String tried = automat(0, with(command, "--dry-run"));
    assertTrue(tried.contains("6 match; 6 are in this wave, 0 are done"), tried);
    assertTrue(tried.contains("connections: 20 becomes 30 (in-place)"), tried);

    String half = automat(0, with(command, "--wave", "50%"));
    String again = automat(0, with(command, "--wave", "50%"));
    String share = half.lines().findFirst().orElse("").replaceAll(".*; ([0-9]+) are in.*", "$1");
    assertEquals(
        "6 match; " + share + " are in this wave, " + share + " are done",
        again.lines().findFirst().orElse(""),
        "the same wave, and nothing to do");
    automat(0, command);
    for (String name : names) {
      assertEquals(
          "toy@1.1.0", alone.ask("GET", ORDERS + "wave-" + name).send().at("/plan/module"));
    }
    delete(alone, List.of(names).stream().map(name -> "wave-" + name).toArray(String[]::new));
  }

  private static String[] with(String[] command, String... more) {
    return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aWaveStopsAtTheFirstThatIsRefused() throws IOException {
    asked = alone;
    make(alone, "stop-a");
    make(alone, "stop-b");
    version("1.2.0", "30");
    Path next = modules.resolve("database/toy/1.2.0.yaml");
    Files.writeString(next, Files.readString(next).replace("default: \"18\"", "default: \"17\""));
    automat(0, "catalog", "activate", push());

    String said = automat(1, "upgrade", "--module", "toy", "--from", "1.0.0", "--to", "1.2.0");
    assertTrue(said.contains("failed: Database payments/stop-"), said);
    assertTrue(said.contains("stay with toy@1.0.0"), said);
    assertTrue(said.contains("stopped: 0 done, 1 not begun"), said);
    String refused = automat(1, "upgrade", "payments", "database", "stop-a");
    assertTrue(refused.contains("immutable"), refused);
    delete(alone, "stop-a", "stop-b");
  }

  @Test
  void pushesFromAGitCloneAndAnImageLayout() throws Exception {
    version("1.1.0", "30");
    String plain = push();
    Path clone = modules.resolve("..").normalize();
    git(clone, "init", "-q", "-b", "main");
    git(clone, "add", ".");
    git(clone, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "x");
    Files.writeString(modules.resolve("database/kind.yaml"), "not committed");

    String ofClone = automat(0, "catalog", "push", clone.toString(), "--ref", "main");
    assertEquals(plain, ofClone.lines().findFirst().orElse(""));

    git(clone, "checkout", "-q", ".");
    Path layout = OciLayouts.write(home.resolve("layout"), modules);
    String ofLayout = automat(0, "catalog", "push", layout.toString());
    assertEquals(plain, ofLayout.lines().findFirst().orElse(""));
    OciLayouts.damage(layout);
    assertTrue(automat(1, "catalog", "push", layout.toString()).contains("changed on its way"));
  }

  private static void git(Path clone, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("git", "-C", clone.toString()), Stream.of(arguments)).toList();
    Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, git.waitFor(), said);
  }
}
