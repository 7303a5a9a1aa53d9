package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import dev.automat.document.Documents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A folder of requests in git: the pipelines of the examples, and what {@code --prune} spares. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(900)
class GitWorkflowIT {

  private static final String KEEPER = "git:acme/infra/environments/";

  private Path home;
  private CodeHost host;
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    home = directory;
    host = new CodeHost();
    Path file = home.resolve("automat.yaml");
    Files.writeString(
        file,
        Files.readString(RunningServer.configurationFile())
                .replaceFirst(
                    "catalogDir: .*",
                    "catalogDir: " + RunningServer.configurationFile().resolveSibling("modules"))
            + """
            auth:
              localToken: true
              issuers:
                code:
                  url: %s
                  audience: %s
                  grants:
                    - {when: "claims.repository == 'acme/infra'", team: payments, role: viewer}
                    - {when: "claims.repository == 'acme/infra' && claims.ref == 'refs/heads/main'", team: payments, role: member}
            """
                .formatted(host.url(), CodeHost.AUDIENCE));
    server = RunningServer.of(RunningServer.configuration(home, file));
  }

  @AfterAll
  void stop() {
    server.close();
    host.close();
  }

  // The pipelines of the examples.

  @Test
  void theWorkflowForGitHubShowsOneCommentAndAppliesWithItsOwnToken(@TempDir Path place)
      throws IOException {
    needs("git", "bash", "curl", "jq");
    GitRepository repository = new GitRepository(place);
    JsonNode workflow =
        Documents.parse("workflow", read(repository, ".github/workflows/automat.yml")).root();
    assertEquals("write", workflow.at("/permissions/id-token").asString());
    // A plan that waited in the group of the applies would take the place of one that waits there.
    assertEquals(
        "automat-dev-${{ github.event_name == 'push' && 'apply' || github.ref }}",
        workflow.at("/concurrency/group").asString());

    GitRepository.Done planned = github(repository, workflow, "pull_request", place);
    assertEquals(0, planned.exitCode(), planned::said);
    String comment = host.comments.get(2);
    assertTrue(comment.startsWith("<!-- automat " + KEEPER + "dev -->\n"), comment);
    assertTrue(comment.contains("| ✅ | Database payments/orders | create it `sha256:"), comment);
    assertTrue(comment.contains("USD a month | 14d after its creation |"), comment);
    assertEquals(404, server.ask("GET", "/v1/teams/payments/databases/orders").send().status());

    repository.write(
        "environments/dev/orders.yaml",
        read(repository, "environments/dev/orders.yaml").replace("size: small", "size: hgue"));
    GitRepository.Done refused = github(repository, workflow, "pull_request", place);
    assertEquals(1, refused.exitCode(), refused::said);
    assertEquals(2, host.comments.size(), "the comment is written anew");
    assertTrue(host.comments.get(2).contains("unknown-size"), host.comments::toString);

    repository.write(
        "environments/dev/orders.yaml",
        read(repository, "environments/dev/orders.yaml").replace("size: hgue", "size: medium"));
    repository.commit("orders are of medium size");
    GitRepository.Done applied = github(repository, workflow, "push", place);
    assertEquals(0, applied.exitCode(), applied::said);
    assertTrue(applied.said().contains("2 created"), applied::said);
    Ask.Told made = server.ask("GET", "/v1/teams/payments/databases/orders").send();
    assertEquals(KEEPER + "dev", made.at("/metadata/managedBy"));
    assertEquals("Ready", made.at("/status/phase"));
    assertTrue(made.at("/metadata/createdBy").contains("acme/infra"), made::toString);
    clear("payments", "databases/orders", "queues/mails");
  }

  /** Runs the steps whose condition names the event, each with what the others left. */
  private GitRepository.Done github(
      GitRepository repository, JsonNode workflow, String event, Path place) throws IOException {
    Path variables = Files.createTempFile(place, "github", ".env");
    Map<String, String> environment = new HashMap<>();
    workflow.path("env").forEachEntry((name, value) -> environment.put(name, value.asString()));
    environment.putAll(
        Map.of(
            "RUNNER_TEMP", Files.createTempDirectory(place, "runner").toString(),
            "GITHUB_ENV", variables.toString(),
            "GITHUB_STEP_SUMMARY", variables.resolveSibling("summary.md").toString(),
            "GITHUB_API_URL", host.url(),
            "GITHUB_REPOSITORY", "acme/infra",
            "ACTIONS_ID_TOKEN_REQUEST_URL", host.url() + "/token?api-version=2",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                event.equals("push") ? "refs/heads/main" : "refs/pull/7/merge"));
    GitRepository.Done last = new GitRepository.Done(0, "no step");
    int exitCode = 0;
    StringBuilder said = new StringBuilder();
    for (JsonNode step : workflow.at("/jobs/automat/steps")) {
      String condition = step.path("if").asString("github.event_name == '" + event + "'");
      boolean goesOn = exitCode == 0 || condition.startsWith("always()");
      if (!step.has("run") || !condition.contains("'" + event + "'") || !goesOn) {
        continue;
      }
      Map<String, String> given = new HashMap<>(environment);
      for (String line : Files.readAllLines(variables)) {
        given.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
      given.put("GITHUB_TOKEN", "of the job");
      given.put("NUMBER", "7");
      // The audience stays what the file says; only the server is another one.
      if (!step.path("name").asString().equals("token")) {
        given.put("AUTOMAT_URL", "http://127.0.0.1:" + server.port());
      }
      last = repository.script(step.path("run").asString(), given);
      said.append(last.said());
      exitCode = Math.max(exitCode, last.exitCode());
    }
    return new GitRepository.Done(exitCode, said.toString());
  }

  @Test
  void thePipelineForGitLabShowsOneNoteAndApplies(@TempDir Path place) throws IOException {
    needs("git", "bash", "curl", "jq");
    GitRepository repository = new GitRepository(place);
    repository.write(
        "environments/dev/orders.yaml",
        read(repository, "environments/dev/orders.yaml")
            .replace("name: orders", "name: lab-orders"));
    repository.write(
        "environments/dev/mails.yaml",
        read(repository, "environments/dev/mails.yaml").replace("name: mails", "name: lab-mails"));
    // Another clone, as GitLab names it, so that it is no other tests' folder.
    repository.write(
        ".git/config", read(repository, ".git/config").replace("acme/infra", "acme/lab"));
    JsonNode pipeline = Documents.parse("pipeline", read(repository, ".gitlab-ci.yml")).root();
    int before = host.comments.size();

    GitRepository.Done planned = gitlab(repository, pipeline, "plan", "refs/merge-requests/7");
    assertEquals(0, planned.exitCode(), planned::said);
    GitRepository.Done again = gitlab(repository, pipeline, "plan", "refs/merge-requests/7");
    assertEquals(0, again.exitCode(), again::said);
    assertEquals(before + 1, host.comments.size(), "the note is written anew");
    assertTrue(
        host.asked.stream()
            .anyMatch(each -> each.startsWith("PUT /projects/5/merge_requests/7/notes/")));

    GitRepository.Done applied = gitlab(repository, pipeline, "apply", "refs/heads/main");
    assertEquals(0, applied.exitCode(), applied::said);
    assertTrue(applied.said().contains("2 created"), applied::said);
    clear("payments", "databases/lab-orders", "queues/lab-mails");
  }

  /** An empty mark would be found in the first comment, whoever wrote it. */
  @Test
  void withoutAPlanNobodysCommentIsWrittenAnew(@TempDir Path place) throws IOException {
    needs("git", "bash", "curl", "jq");
    GitRepository repository = new GitRepository(place);
    JsonNode workflow =
        Documents.parse("workflow", read(repository, ".github/workflows/automat.yml")).root();
    String step =
        workflow
            .at("/jobs/automat/steps")
            .valueStream()
            .filter(each -> each.path("name").asString("").equals("comment"))
            .findFirst()
            .orElseThrow()
            .path("run")
            .asString();
    Map<String, String> environment =
        Map.of(
            "RUNNER_TEMP", place.toString(),
            "GITHUB_API_URL", host.url(),
            "GITHUB_REPOSITORY", "acme/infra",
            "GITHUB_TOKEN", "of the job",
            "NUMBER", "7");
    Map<Integer, String> before = Map.copyOf(host.comments);
    String pipeline = read(repository, ".gitlab-ci.yml");
    for (String plan : List.of("", "\n", "Looks good")) {
      Files.writeString(place.resolve("comment.md"), plan);
      GitRepository.Done github = repository.script(step, environment);
      assertEquals(1, github.exitCode(), github::said);
      assertTrue(github.said().contains("no plan was made"), github::said);

      Files.writeString(repository.root.resolve("plan.md"), plan);
      JsonNode made =
          Documents.parse("pipeline", pipeline.replaceFirst("automat apply .*>", "cat plan.md >"))
              .root();
      GitRepository.Done gitlab = gitlab(repository, made, "plan", "refs/merge-requests/7");
      assertEquals(1, gitlab.exitCode(), gitlab::said);
      assertTrue(gitlab.said().contains("no plan was made"), gitlab::said);
    }
    assertEquals(before, host.comments);
  }

  private GitRepository.Done gitlab(
      GitRepository repository, JsonNode pipeline, String job, String ref) throws IOException {
    Map<String, String> environment = new HashMap<>();
    pipeline
        .path("variables")
        .forEachEntry((name, value) -> environment.put(name, value.asString()));
    environment.put("AUTOMAT_URL", "http://127.0.0.1:" + server.port());
    assertEquals(
        CodeHost.AUDIENCE, pipeline.at("/.automat/id_tokens/AUTOMAT_TOKEN/aud").asString());
    environment.putAll(
        Map.of(
            "AUTOMAT_TOKEN", host.token(ref),
            "CI_API_V4_URL", host.url(),
            "CI_PROJECT_ID", "5",
            "CI_MERGE_REQUEST_IID", "7",
            "NOTES_TOKEN", "of the project"));
    // All lines of a job are one shell.
    List<String> lines = new ArrayList<>();
    pipeline.path(job).path("script").forEach(line -> lines.add(line.asString()));
    return repository.script(String.join("\n", lines), environment);
  }

  @Test
  void aPullRequestHasAStackUntilItIsClosed(@TempDir Path place) throws IOException {
    needs("git", "bash", "curl", "jq");
    GitRepository repository = new GitRepository(place);
    repository.write(
        "preview.yaml",
        read(repository, "preview.yaml").replace("environment: preview", "environment: dev"));
    JsonNode github =
        Documents.parse("workflow", read(repository, ".github/workflows/preview.yml")).root();
    JsonNode gitlab = Documents.parse("pipeline", read(repository, ".gitlab-ci.yml")).root();

    hasAStackUntilItIsClosed(
        repository, "41", step(github, "up"), step(github, "down"), step(github, "down"));
    hasAStackUntilItIsClosed(
        repository,
        "43",
        gitlab.at("/preview/script/0").asString(),
        gitlab.at("/end-preview/script/0").asString(),
        "true");
  }

  private static String step(JsonNode workflow, String name) {
    return workflow
        .at("/jobs/preview/steps")
        .valueStream()
        .filter(each -> each.path("name").asString("").equals(name))
        .findFirst()
        .orElseThrow()
        .path("run")
        .asString();
  }

  private void hasAStackUntilItIsClosed(
      GitRepository repository, String number, String up, String down, String downAgain)
      throws IOException {
    Map<String, String> environment =
        Map.of(
            "NUMBER",
            number,
            "CI_MERGE_REQUEST_IID",
            number,
            "AUTOMAT_URL",
            "http://127.0.0.1:" + server.port(),
            "AUTOMAT_TOKEN_FILE",
            server.tokenFile().toString());
    String path = "/v1/teams/payments/stacks/pr-" + number;
    GitRepository.Done made = repository.script(up, environment);
    assertEquals(0, made.exitCode(), made::said);
    assertEquals("Ready", server.ask("GET", path).send().at("/status/phase"));

    GitRepository.Done closed = repository.script(down, environment);
    assertEquals(0, closed.exitCode(), closed::said);
    Await.until("it is gone", () -> server.ask("GET", path).send().status() == 410);
    GitRepository.Done again = repository.script(downAgain, environment);
    assertEquals(0, again.exitCode(), again::said);
  }

  private static String read(GitRepository repository, String file) throws IOException {
    return Files.readString(repository.root.resolve(file));
  }

  // What --prune does and spares.

  @Test
  void aFolderPrunesWhatItKeptAndNothingElse(@TempDir Path place) throws IOException {
    GitRepository repository = new GitRepository(place);
    String folder = "environments/mine/";
    for (String name : List.of("pruned", "stays", "too", "also", "last")) {
      repository.write(folder + name + ".yaml", queue("apart", name));
    }
    repository.write("environments/other/foreign.yaml", queue("apart", "foreign"));
    server
        .ask("PUT", "/v1/teams/apart/queues/nobodys")
        .json("{\"spec\": {\"environment\": \"dev\"}}")
        .send();
    assertEquals(0, apply(repository.folder("other"), "--prune", "--wait").exitCode());
    assertEquals(0, apply(repository.folder("mine"), "--prune", "--wait").exitCode());

    Files.delete(repository.folder("mine").resolve("pruned.yaml"));
    Done tried = apply(repository.folder("mine"), "--prune", "--dry-run");
    assertEquals(ExitCode.OK, tried.exitCode(), tried::toString);
    assertTrue(tried.out().contains("apart/queues/pruned"), tried::toString);
    assertTrue(tried.out().contains("holds no data"), tried::toString);
    assertEquals("Ready", phase("apart", "queues/pruned"));

    Done done = apply(repository.folder("mine"), "--prune", "--wait");
    assertEquals(ExitCode.OK, done.exitCode(), done::toString);
    assertTrue(done.out().contains("4 unchanged, 1 deleted"), done::toString);
    assertEquals("gone", phase("apart", "queues/pruned"));
    for (String spared : List.of("stays", "foreign", "nobodys")) {
      assertFalse(phase("apart", "queues/" + spared).matches("gone|Deleting"), spared);
    }
    assertEquals(
        KEEPER + "mine",
        server.ask("GET", "/v1/teams/apart/queues/stays").send().at("/metadata/managedBy"));
  }

  @Test
  void anEmptiedFolderAndABigCutNeedAWord(@TempDir Path place) throws IOException {
    GitRepository repository = new GitRepository(place);
    for (String name : List.of("one", "two", "three", "four")) {
      repository.write("environments/cut/" + name + ".yaml", queue("careful", name));
    }
    assertEquals(0, apply(repository.folder("cut"), "--prune", "--wait").exitCode());
    Files.delete(repository.folder("cut").resolve("one.yaml"));
    Files.delete(repository.folder("cut").resolve("two.yaml"));
    Done cut = apply(repository.folder("cut"), "--prune");
    assertEquals(ExitCode.FAILED, cut.exitCode());
    assertTrue(cut.err().contains("2 of the 4 that " + KEEPER + "cut keeps"), cut::toString);
    assertTrue(cut.err().contains("--prune-limit 50"), cut::toString);
    assertEquals(
        ExitCode.FAILED, apply(repository.folder("cut"), "--prune", "--dry-run").exitCode());

    Files.delete(repository.folder("cut").resolve("three.yaml"));
    Files.delete(repository.folder("cut").resolve("four.yaml"));
    Done emptied = apply(repository.folder("cut"), "--prune", "--prune-limit", "100");
    assertEquals(ExitCode.FAILED, emptied.exitCode());
    assertTrue(emptied.err().contains("--allow-empty"), emptied::toString);
    assertEquals("Ready", phase("careful", "queues/one"));

    Done meant =
        apply(
            repository.folder("cut"), "--prune", "--prune-limit", "100", "--allow-empty", "--wait");
    assertEquals(ExitCode.OK, meant.exitCode(), meant::toString);
    assertTrue(meant.out().contains("4 deleted"), meant::toString);

    Done moved = apply(repository.root.resolve("environments/nowhere"), "--prune", "--allow-empty");
    assertEquals(ExitCode.USAGE, moved.exitCode(), moved::toString);
  }

  @Test
  void whatIsProtectedStaysAndWhatHoldsDataIsToldBeforeItGoes(@TempDir Path place)
      throws IOException {
    GitRepository repository = new GitRepository(place);
    repository.write("environments/data/a.yaml", database("payments", "safe", "prod"));
    repository.write("environments/data/b.yaml", database("payments", "plain", "dev"));
    repository.write("environments/data/c.yaml", queue("payments", "left"));
    Done first = apply(repository.folder("data"), "--prune", "--wait");
    assertEquals(ExitCode.OK, first.exitCode(), first::toString);
    Files.delete(repository.folder("data").resolve("a.yaml"));
    Files.delete(repository.folder("data").resolve("b.yaml"));

    Done tried =
        apply(
            repository.folder("data"),
            "--prune",
            "--dry-run",
            "--prune-limit",
            "80",
            "-o",
            "markdown");
    assertTrue(tried.out().contains("| payments/databases/plain | "), tried::toString);
    assertTrue(
        tried
            .out()
            .contains("holds data, of which a copy is kept: automat undelete brings it back"),
        tried::toString);
    assertTrue(
        tried
            .out()
            .contains(
                "❌ payments/databases/safe would not be deleted: protected: it is kept until"
                    + " deletionProtection is false"),
        tried::toString);
    assertTrue(tried.out().contains("### Automat: it would fail\n"), tried::toString);
    assertTrue(tried.out().contains("| change nothing `sha256:"), tried::toString);
    assertEquals(ExitCode.FAILED, tried.exitCode(), tried::toString);

    Done done = apply(repository.folder("data"), "--prune", "--wait", "--prune-limit", "80");
    assertEquals(ExitCode.FAILED, done.exitCode(), done::toString);
    assertTrue(
        done.err().contains("deleting payments/databases/plain: holds data"), done::toString);
    assertEquals("gone", phase("payments", "databases/plain"));
    assertEquals("Ready", phase("payments", "databases/safe"));
  }

  @Test
  void nothingIsDeletedAsLongAsSomethingIsRefused(@TempDir Path place) throws IOException {
    GitRepository repository = new GitRepository(place);
    repository.write("environments/half/a.yaml", queue("halves", "a"));
    repository.write("environments/half/b.yaml", queue("halves", "b"));
    assertEquals(0, apply(repository.folder("half"), "--prune", "--wait").exitCode());
    Files.delete(repository.folder("half").resolve("a.yaml"));
    repository.write("environments/half/c.yaml", queue("halves", "c").replace("dev", "nowhere"));

    Done done = apply(repository.folder("half"), "--prune", "--wait");
    assertEquals(ExitCode.FAILED, done.exitCode(), done::toString);
    assertTrue(done.err().contains("nothing was deleted"), done::toString);
    assertEquals("Ready", phase("halves", "queues/a"));
  }

  @Test
  void aFolderThatCanNotBeMeantChangesNothing(@TempDir Path place) throws IOException {
    GitRepository repository = new GitRepository(place);
    repository.write("environments/odd/a.yaml", queue("odd", "a"));
    repository.write("environments/odd/b.yaml", queue("odd", "a"));
    Done twice = apply(repository.folder("odd"), "--prune");
    assertEquals(ExitCode.USAGE, twice.exitCode(), twice::toString);
    assertTrue(twice.err().contains("odd/queues/a stands twice"), twice::toString);

    repository.write(
        "environments/odd/b.yaml", queue("odd", "b").replace("name: b", "name: b, managedBy: cli"));
    assertTrue(apply(repository.folder("odd"), "--prune").err().contains("it is kept by cli"));

    Path bare = Files.createDirectories(place.resolve("bare"));
    Files.writeString(bare.resolve("a.yaml"), queue("odd", "a"));
    Done outside = apply(bare, "--prune");
    assertEquals(ExitCode.USAGE, outside.exitCode(), outside::toString);
    assertTrue(outside.err().contains("--managed-by git:"), outside::toString);
    assertEquals(0, apply(bare, "--prune", "--managed-by", "git:by/hand", "--wait").exitCode());
    assertEquals(
        "git:by/hand",
        server.ask("GET", "/v1/teams/odd/queues/a").send().at("/metadata/managedBy"));
  }

  @Test
  void filesThatNameTheirKeeperAreTriedInItsName(@TempDir Path place) throws IOException {
    Path file = place.resolve("a.yaml");
    Files.writeString(
        file, queue("tried", "a").replace("name: a", "name: a, managedBy: 'git:else/where'"));
    Done tried = apply(file, "--dry-run");
    assertEquals(ExitCode.OK, tried.exitCode(), tried::toString);
    assertTrue(tried.out().contains("would create"), tried::toString);
    Done alone = apply(file, "--allow-empty");
    assertEquals(ExitCode.USAGE, alone.exitCode(), alone::toString);
  }

  @Test
  void aRunIsOverWhenItsTimeIs(@TempDir Path place) throws IOException {
    GitRepository repository = new GitRepository(place);
    server.cloud().slow.add("sluggish");
    repository.write("environments/slow/a.yaml", queue("slow", "sluggish"));
    Instant began = Instant.now();
    Done done = apply(repository.folder("slow"), "--prune", "--wait", "--timeout", "10");
    Duration took = Duration.between(began, Instant.now());
    server.cloud().slow.clear();
    assertEquals(ExitCode.FAILED, done.exitCode(), done::toString);
    assertTrue(done.out().contains("1 not as it should be"), done::toString);
    assertTrue(took.toSeconds() < 120, () -> took + ", where a wait has ten minutes");
  }

  @Test
  void whatExistsIsExportedToBackstage(@TempDir Path place) throws IOException {
    GitRepository repository = new GitRepository(place);
    repository.write("environments/shown/a.yaml", queue("shown", "a"));
    repository.write(
        "environments/shown/pr-1.yaml",
        """
        apiVersion: automat.dev/v1
        kind: Stack
        metadata: {team: shown, name: pr-1}
        spec: {environment: dev, resources: {jobs: {kind: Queue}}}
        """);
    assertEquals(0, apply(repository.folder("shown"), "--prune", "--wait").exitCode());
    Done done =
        run(
            List.of(
                "backstage",
                "export",
                "--team",
                "shown",
                "--server",
                "http://127.0.0.1:" + server.port(),
                "--token-file",
                server.tokenFile().toString()));
    List<JsonNode> entities =
        Stream.of(done.out().split("\n---\n"))
            .map(text -> Documents.parse("export", text).root())
            .toList();
    assertEquals(
        List.of("shown.queues.a", "shown.queues.pr-1-jobs", "shown.stacks.pr-1"),
        entities.stream().map(entity -> entity.at("/metadata/name").asString()).toList());
    JsonNode alone = entities.getFirst();
    assertEquals("group:default/shown", alone.at("/spec/owner").asString());
    assertTrue(alone.at("/spec/system").isMissingNode(), alone::toString);
    assertEquals(
        KEEPER + "shown",
        alone.at("/metadata/annotations").path("automat.dev/managed-by").asString());
    assertEquals("system:default/shown.stacks.pr-1", entities.get(1).at("/spec/system").asString());
    assertEquals("System", entities.getLast().path("kind").asString());
  }

  /** The files of the examples are valid with the catalogue that comes with Automat, too. */
  @Test
  void theRequestsOfTheExamplesAreValid() throws IOException {
    Path file = home.resolve("examples.yaml");
    Files.writeString(file, "catalogDir: " + Path.of("../modules").toAbsolutePath().normalize());
    Done done =
        run(List.of("validate", "../examples/git/environments", "--config", file.toString()));
    assertEquals(ExitCode.OK, done.exitCode(), done::toString);
  }

  // Tools.

  private record Done(int exitCode, String out, String err) {}

  private Done apply(Path folder, String... more) {
    return run(
        Stream.concat(
                Stream.of(
                    "apply",
                    "-f",
                    folder.toString(),
                    "--server",
                    "http://127.0.0.1:" + server.port(),
                    "--token-file",
                    server.tokenFile().toString()),
                Stream.of(more))
            .toList());
  }

  private static Done run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));
    return new Done(exitCode, out.toString(), err.toString());
  }

  private String phase(String team, String resource) {
    Ask.Told told = server.ask("GET", "/v1/teams/" + team + "/" + resource).send();
    return told.status() == 410 ? "gone" : told.at("/status/phase");
  }

  private void clear(String team, String... resources) {
    for (String resource : resources) {
      server.ask("DELETE", "/v1/teams/" + team + "/" + resource + "?takeOver=true").send();
    }
  }

  private static String queue(String team, String name) {
    return "kind: Queue\nmetadata: {team: %s, name: %s}\nspec: {environment: dev}\n"
        .formatted(team, name);
  }

  private static String database(String team, String name, String environment) {
    return "kind: Database\nmetadata: {team: %s, name: %s}\nspec: {environment: %s, purpose: data}\n"
        .formatted(team, name, environment);
  }

  private static void needs(String... programs) {
    for (String program : programs) {
      boolean there =
          Stream.of(System.getenv("PATH").split(":"))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
      assumeTrue(there, "there is no '" + program + "' on the PATH");
    }
  }
}
