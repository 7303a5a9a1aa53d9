package dev.automat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import dev.automat.config.GivenSetting;
import dev.automat.resource.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code validate} says offline is what the server says, in every form. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class ValidateReportsIT {

  /** Kept, warned of, denied, denied for good, and wrong in many ways. */
  private static final String REQUESTS =
      """
      kind: Database
      metadata: {team: payments, name: fine}
      spec: {environment: dev, purpose: a test}
      ---
      kind: Database
      metadata: {team: payments, name: warned}
      spec: {environment: dev}
      ---
      kind: Database
      metadata: {team: payments, name: denied}
      spec:
        environment: dev
        size: medium
      ---
      kind: Database
      metadata: {team: payments, name: denied-for-good}
      spec: {environment: dev, size: medium, inputs: {engine: "17"}}
      ---
      kind: Database
      metadata: {team: payments, name: wrong}
      spec:
        environment: dev
        size: hgue
        lifetime: 99d
      ---
      kind: Queue
      metadata: {team: payments, name: queue}
      spec: {environment: dev}
      """;

  private Path home;
  private Path file;
  private RunningServer server;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    home = directory;
    GivenSetting catalog =
        new GivenSetting("catalogDir", PolicyApiIT.catalog(home).toString(), "test");
    server = new RunningServer(home, catalog);
    file = home.resolve("requests.yaml");
    Files.writeString(file, REQUESTS);
    Files.writeString(
        home.resolve("automat.yaml"),
        Files.readString(RunningServer.configurationFile())
            .replaceFirst("catalogDir: .*", "catalogDir: modules"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private record Done(int exitCode, String out) {}

  private static Done run(List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));
    return new Done(exitCode, out.toString());
  }

  private Done offline(String format) {
    return offline(file.toString(), format);
  }

  private Done offline(String name, String format) {
    return run(
        List.of(
            "validate",
            name,
            "--output",
            format,
            "--config",
            home.resolve("automat.yaml").toString()));
  }

  private Done onServer(String format) {
    return run(
        List.of(
            "validate",
            file.toString(),
            "--output",
            format,
            "--server",
            "http://127.0.0.1:" + server.port(),
            "--token-file",
            server.tokenFile().toString()));
  }

  @Test
  void offlineAndServerGiveTheSameDigestsAndVerdicts() {
    Done here = offline("json");
    Done there = onServer("json");

    assertEquals(ExitCode.FAILED, here.exitCode(), here.toString());
    assertEquals(ExitCode.FAILED, there.exitCode(), there.toString());
    JsonNode offline = Json.read(here.out(), JsonNode.class);
    JsonNode served = Json.read(there.out(), JsonNode.class);
    assertEquals(3, offline.path("refused").asInt(), here.toString());
    assertEquals(comparable(offline), comparable(served));
    assertEquals(
        List.of("[]", "[\"says-why\"]", "[\"says-why\"]", "[]", "[]", "[]"),
        offline.path("items").valueStream().map(item -> rules(item.path("warnings"))).toList());
    assertTrue(offline.at("/items/2/notEvaluated").toString().contains("waivers"));
  }

  @Test
  void whatIsAllowedHasItsEstimateInJsonAndMarkdown() {
    for (boolean served : List.of(false, true)) {
      Done told = served ? onServer("json") : offline("json");
      JsonNode items = Json.read(told.out(), JsonNode.class).path("items");
      JsonNode cost = items.at("/1/cost");
      String monthly = cost.path("monthly").asString("");
      assertTrue(monthly.matches("[1-9][0-9]*\\.[0-9]{2}"), told.toString());
      assertFalse(cost.path("lines").isEmpty(), told.toString());
      assertTrue(items.at("/3/cost").isMissingNode(), "what is refused has none: " + told);

      String table = (served ? onServer("markdown") : offline("markdown")).out();
      String words =
          (cost.path("complete").asBoolean() ? "about " : "at least ") + monthly + " USD a month";
      assertEquals(
          1,
          table.lines().filter(line -> line.contains("warned") && line.contains(words)).count(),
          table);
    }
  }

  private static String rules(JsonNode list) {
    return Json.write(list.valueStream().map(each -> each.path("rule").asString()).toList());
  }

  /** Without what only one of the two can say. */
  private static List<JsonNode> comparable(JsonNode report) {
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode item : report.path("items")) {
      ObjectNode copy = (ObjectNode) item.deepCopy();
      copy.remove(List.of("effect", "notEvaluated"));
      if (!copy.path("allowed").asBoolean()) {
        // The server plans nothing for what it refuses.
        copy.remove(List.of("digest", "cost", "warnings"));
      }
      items.add(copy);
    }
    return items;
  }

  @Test
  void theContractGivesTheSamePlanAsOffline() {
    Ask.Told told =
        server.ask("POST", "/v1/requests:validate").body("application/yaml", REQUESTS).send();
    JsonNode offline = Json.read(offline("json").out(), JsonNode.class);
    for (int i : List.of(0, 1, 5)) {
      assertEquals(
          offline.at("/items/" + i + "/digest").asString(),
          told.at("/items/" + i + "/plan/digest"),
          told::toString);
    }
    assertEquals("says-why", told.at("/items/1/warnings/0/rule"));
    assertEquals(
        List.of("fail", "pass"),
        List.of("says-why", "no-engine-17").stream()
            .map(rule -> outcome(told.json().at("/items/1/plan/policy/verdicts"), rule))
            .toList());
  }

  private static String outcome(JsonNode verdicts, String rule) {
    return verdicts
        .valueStream()
        .filter(each -> each.path("rule").asString().equals(rule))
        .map(each -> each.path("outcome").asString())
        .findFirst()
        .orElse("none");
  }

  /** Each member that SARIF 2.1.0 requires, and each value that it limits. */
  @Test
  void sarifIsAsTheStandardSays() {
    JsonNode log = Json.read(offline("sarif").out(), JsonNode.class);

    assertEquals("2.1.0", log.path("version").asString(), "3.13.2");
    assertEquals(1, log.path("runs").size(), "3.13.4");
    JsonNode run = log.at("/runs/0");
    JsonNode driver = run.at("/tool/driver");
    assertEquals("automat", driver.path("name").asString(), "3.19.8");
    assertTrue(
        Set.of("utf16CodeUnits", "unicodeCodePoints").contains(run.path("columnKind").asString()));
    List<String> rules =
        driver.path("rules").valueStream().map(rule -> rule.path("id").asString()).toList();
    assertEquals(rules.stream().distinct().toList(), rules, "3.49.3: an id stands once");
    assertFalse(run.path("results").isEmpty());
    for (JsonNode result : run.path("results")) {
      assertFalse(result.at("/message/text").asString().isEmpty(), "3.27.11");
      assertEquals(
          result.path("ruleId").asString(), rules.get(result.path("ruleIndex").asInt()), "3.27.6");
      assertTrue(
          Set.of("none", "note", "warning", "error").contains(result.path("level").asString()),
          "3.27.10");
      JsonNode place = result.at("/locations/0/physicalLocation");
      URI uri = URI.create(place.at("/artifactLocation/uri").asString());
      assertTrue(uri.getPath().endsWith("requests.yaml"), "3.4.3");
      assertTrue(place.at("/region/startLine").asInt() >= 1, "3.30.5");
      assertTrue(place.at("/region/startColumn").asInt() >= 1, "3.30.6");
    }
  }

  /** As pipelines name files; code hosts take the address for one from the root of the clone. */
  @Test
  void sarifNamesARelativePathByARelativeReference() throws IOException {
    Path folder = Files.createDirectories(home.resolve("a folder"));
    Path odd = Files.writeString(folder.resolve("größe #1%.yaml"), REQUESTS);
    String relative = Path.of("").toAbsolutePath().relativize(odd.toRealPath()).toString();

    Done done = offline("./" + relative, "sarif");

    assertEquals(ExitCode.FAILED, done.exitCode(), done.toString());
    URI uri = sarifUri(done);
    assertFalse(uri.isAbsolute(), uri.toString());
    assertEquals(relative, uri.getPath());
    assertTrue(
        uri.toString().endsWith("/a%20folder/gr%C3%B6%C3%9Fe%20%231%25.yaml"), uri.toString());
  }

  @Test
  void sarifSpeaksOfStandardInput() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(REQUESTS.getBytes(StandardCharsets.UTF_8)));
    try {
      Done done = offline("-", "sarif");
      assertEquals(ExitCode.FAILED, done.exitCode(), done.toString());
      assertEquals("stdin", sarifUri(done).toString());
    } finally {
      System.setIn(before);
    }
  }

  private static URI sarifUri(Done done) {
    JsonNode log = Json.read(done.out(), JsonNode.class);
    return URI.create(
        log.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri").asString());
  }

  /** A step of a pipeline that uploads the report has one just when something is wrong. */
  @Test
  void aFileThatCanNotBeReadIsInTheReportWithAllOthers() throws IOException {
    Path folder = Files.createDirectories(home.resolve("mixed"));
    Files.writeString(folder.resolve("a.yaml"), "kind: Database\nmetadata: [\n");
    Files.write(folder.resolve("b.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
    Files.writeString(folder.resolve("c.yaml"), REQUESTS);
    String name = folder.toString();

    Done json = offline(name, "json");
    assertEquals(ExitCode.FAILED, json.exitCode(), json.toString());
    JsonNode report = Json.read(json.out(), JsonNode.class);
    assertEquals(5, report.path("refused").asInt(), json.toString());
    assertEquals(8, report.path("items").size(), json.toString());
    List<JsonNode> unreadable =
        report
            .path("items")
            .valueStream()
            .filter(item -> item.at("/violations/0/rule").asString("").equals("unreadable"))
            .toList();
    assertEquals(
        List.of(folder.resolve("a.yaml").toString(), folder.resolve("b.yaml").toString()),
        unreadable.stream().map(item -> item.path("source").asString()).toList());
    assertEquals(3, unreadable.getFirst().at("/violations/0/line").asInt(), json.toString());

    assertTrue(offline(name, "sarif").out().contains("\"ruleId\" : \"unreadable\""));
    assertTrue(offline(name, "markdown").out().startsWith("### Automat: 5 refused\n"));
    String text = offline(name, "text").out();
    assertTrue(text.contains("a.yaml:3:1: is not YAML"), text);
    assertTrue(text.contains("b.yaml:1:1: can not be read: it is not UTF-8 text"), text);
    assertTrue(text.contains("Database payments/fine: ok"), text);
  }

  @Test
  void whatStandsTwiceIsRefusedTheSecondTime() throws IOException {
    Path folder = Files.createDirectories(home.resolve("twice"));
    Files.writeString(folder.resolve("a.yaml"), REQUESTS);
    Files.writeString(folder.resolve("b.yaml"), REQUESTS);

    Done done = offline(folder.toString(), "text");

    assertEquals(ExitCode.FAILED, done.exitCode(), done.toString());
    assertTrue(
        done.out().contains("Database payments/fine stands twice, here and at " + folder),
        done.toString());
    assertTrue(done.out().contains("Database payments/fine: ok"), "the first: " + done);
  }

  @Test
  void sarifPointsAtTheLine() {
    JsonNode log = Json.read(offline("sarif").out(), JsonNode.class);
    JsonNode denied =
        log.at("/runs/0/results")
            .valueStream()
            .filter(result -> result.path("ruleId").asString().equals("no-medium"))
            .findFirst()
            .orElseThrow();
    assertEquals("error", denied.path("level").asString());
    assertEquals(13, denied.at("/locations/0/physicalLocation/region/startLine").asInt());
    assertEquals(9, denied.at("/locations/0/physicalLocation/region/startColumn").asInt());
    assertEquals(
        "https://example.com/rules",
        log.at("/runs/0/tool/driver/rules")
            .valueStream()
            .filter(rule -> rule.path("id").asString().equals("no-medium"))
            .findFirst()
            .orElseThrow()
            .path("helpUri")
            .asString());
    assertTrue(
        log.toString().contains("\"level\":\"warning\""), "what is only warned of is there, too");
  }

  @Test
  void markdownIsTwoTables() {
    String text = offline("markdown").out();

    assertTrue(text.startsWith("### Automat: 3 refused\n"), text);
    assertTrue(text.contains("| ✅ | Database payments/fine | `sha256:"), text);
    assertTrue(text.contains("[`no-medium`](https://example.com/rules) | medium is much |"), text);
    assertTrue(text.contains("requests.yaml:13:9` `/spec/size`"), text);
    assertTrue(text.contains("Waivers are not evaluated offline."), text);
    for (String line : text.lines().filter(each -> each.startsWith("|")).toList()) {
      long cells = line.replace("\\|", "").chars().filter(c -> c == '|').count();
      assertTrue(cells == 5 || cells == 6, line);
    }
  }

  @Test
  void textSaysThatNobodyLookedForWaivers() {
    String text = offline("text").out();

    assertTrue(text.contains("waivers are not evaluated offline"), text);
    assertTrue(
        text.contains("warning: " + file + ":7:7: /spec/purpose: it does not say why"), text);
    assertFalse(onServer("text").out().contains("not evaluated"), "somebody has looked");
  }

  @Test
  void anotherCatalogueIsTriedOnWhatExists() throws IOException {
    server
        .ask("PUT", "/v1/teams/payments/databases/tried")
        .json("{\"spec\": {\"environment\": \"dev\", \"purpose\": \"a test\"}}")
        .send();
    server
        .ask("PUT", "/v1/teams/payments/queues/tried")
        .json("{\"spec\": {\"environment\": \"dev\"}}")
        .send();
    Path other = PolicyApiIT.catalog(Files.createDirectories(home.resolve("other")));
    assertEquals(ExitCode.OK, diff(other).exitCode());

    Files.writeString(
        other.resolve("policies/new.yaml"),
        "policies: [{rule: no-tries, check: \"request.name != 'tried'\", match: {kinds:"
            + " [Database]}, at: /metadata/name, message: no, fix: f, severity: deny}]");
    Done done = diff(other);
    assertEquals(ExitCode.FAILED, done.exitCode(), done.toString());
    JsonNode report = Json.read(done.out(), JsonNode.class);
    assertEquals(1, report.at("/counts/newly-denied").asInt(), done.toString());
    assertTrue(report.at("/counts/unchanged").asInt() >= 1, done.toString());
    assertTrue(done.out().contains("no-tries"), done.toString());
  }

  private Done diff(Path other) {
    return run(
        List.of(
            "catalog",
            "diff",
            other.toString(),
            "-o",
            "json",
            "--config",
            home.resolve("automat.yaml").toString(),
            "--server",
            "http://127.0.0.1:" + server.port(),
            "--token-file",
            server.tokenFile().toString()));
  }

  @Test
  void applyCarriesOutTheReviewedPlanOrSaysWhatIsDifferent() throws IOException {
    Path one = home.resolve("one.yaml");
    Files.writeString(
        one,
        """
        kind: Database
        metadata: {team: payments, name: reviewed}
        spec: {environment: dev, purpose: a test}
        """);
    List<String> where =
        List.of(
            "--server",
            "http://127.0.0.1:" + server.port(),
            "--token-file",
            server.tokenFile().toString());
    List<String> apply = new ArrayList<>(List.of("apply", "-f", one.toString(), "--plan"));
    apply.add("sha256:" + "0".repeat(64));
    apply.addAll(where);
    assertEquals(ExitCode.FAILED, run(apply).exitCode());

    Done plan =
        run(
            List.of(
                "plan",
                one.toString(),
                "-o",
                "json",
                "--config",
                home.resolve("automat.yaml").toString()));
    apply.set(4, Json.read(plan.out(), JsonNode.class).path("digest").asString());
    Done done = run(apply);
    assertEquals(ExitCode.OK, done.exitCode(), done.toString());
    assertTrue(done.out().contains("created"), done.toString());
  }
}
