package dev.automat.policy;

import static dev.automat.policy.BrokenPoliciesTest.RULES;
import static dev.automat.policy.BrokenPoliciesTest.ask;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.Verdict;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.FakePlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of rules that are right where something beside them is wrong. */
class RulesBesideBrokenFilesTest {

  private static final Path MODULES = Path.of("..", "modules");

  @TempDir Path directory;

  @BeforeEach
  void copyTheGoldenPaths() throws IOException {
    try (Stream<Path> files = Files.walk(MODULES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path of = MODULES.relativize(file);
        if (!of.startsWith("policies")) {
          Files.createDirectories(directory.resolve(of.toString()).getParent());
          Files.copy(file, directory.resolve(of.toString()));
        }
      }
    }
  }

  private Catalog load(String rules) throws IOException {
    Files.createDirectories(directory.resolve("policies"));
    Files.writeString(directory.resolve("policies/all.yaml"), rules);
    return Catalog.load(directory, FakePlugins.local());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `cache/redis/1.0.0.yaml` | `status: stable` | `status: stabel`
          `cache/redis/1.0.0.yaml` | `module: redis`  | `module: [`
          `cache/kind.yaml`        | `plural: caches` | `plurl: caches`
          `cache/kind.yaml`        | `kind: Cache`    | `kind: [`
          """)
  void aModuleThatIsLeftOutTakesNoRuleWithItButItsOwn(String file, String find, String replace)
      throws IOException {
    copyTheStarterRules();
    breakFile(file, find, replace);

    Catalog catalog = Catalog.load(directory, FakePlugins.local());

    assertEquals(1, catalog.rejected().size(), catalog.rejected()::toString);
    assertEquals(14, catalog.policies().rules().size());
    assertTrue(catalog.policies().rule("databases-are-private-and-encrypted").isPresent());
    assertTrue(catalog.policies().rule("caches-are-encrypted").isEmpty());
    assertEquals(1, catalog.policies().guards().size(), catalog.policies().guards()::toString);
    Guard guard = catalog.policies().guards().getFirst();
    assertTrue(guard.match().fits(subject("Cache", "aws")));
    assertFalse(guard.match().fits(subject("Cache", "local")));
    assertFalse(guard.match().fits(subject("Database", "aws")));
    assertEquals(directory.getFileName() + "/" + file, guard.file());
    assertTrue(guard.reason().contains("policies/data.yaml:42:5: "), guard::reason);
    assertTrue(
        guard
            .reason()
            .contains(
                "the rule caches-are-encrypted speaks of a module that was left out: correct "
                    + guard.file()),
        guard::reason);
  }

  @Test
  void aRuleThatCouldMeanMoreThanTheModuleThatIsLeftOutRefusesAllOfIt() throws IOException {
    breakFile("cache/redis/1.0.0.yaml", "status: stable", "status: stabel");
    String rules =
        """
        policies:
          - {rule: on-disk, check: plan.settings.atRestEncryption, match: {kinds: [Cache, Queue], environments: [staging]}, at: /spec, message: m, fix: f, severity: deny}
          - {rule: on-wire, check: "true", match: {kinds: [Database], modules: [mysql]}, at: /spec, message: m, fix: f, severity: deny}
        """;
    Catalog catalog = load(rules);

    assertTrue(ask(catalog, "Queue", "{environment: staging}") instanceof Verdict.Refused);
    assertTrue(ask(catalog, "Queue", "{environment: dev}") instanceof Verdict.Admitted);
    assertTrue(ask(catalog, "Database", "{environment: staging}") instanceof Verdict.Admitted);
    assertEquals(1, catalog.policies().rules().size());
    Catalog given =
        load(
            rules.replace(
                "kinds: [Cache, Queue], environments: [staging]",
                "given: [plan.settings.atRestEncryption]"));
    assertTrue(ask(given, "Queue", "{environment: dev}") instanceof Verdict.Refused);
    Catalog told = load(rules.replaceFirst("severity: deny", "severity: warn"));
    assertTrue(ask(told, "Queue", "{environment: staging}") instanceof Verdict.Admitted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `plan.settings.multiAz` | `plan.settings.multiAZ` | `there is no plan.settings.multiAZ`
          `kinds: [Database]`     | `kinds: [Cach]`         | `there is no kind Cach: did you mean Cache?`
          `modules: [postgres]`   | `modules: [redis]`      | `there is no module redis`
          `team.owner != ''`      | `team.ower != ''`       | `there is no team.ower`
          """)
  void aModuleThatIsLeftOutExcusesNoMistakeOfARule(String find, String replace, String reason)
      throws IOException {
    breakFile("cache/redis/1.0.0.yaml", "status: stable", "status: stabel");

    Catalog catalog = load(RULES.replace(find, replace));

    assertEquals(0, catalog.policies().rules().size());
    assertTrue(
        catalog.rejected().getLast().reasons().getFirst().contains(reason),
        catalog.rejected()::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"data.yml", "data.yaml.bak", "data.json", "more/data.yaml"})
  void aFileOfAnotherNameCouldHaveRefusedAnything(String name) throws IOException {
    Path file = directory.resolve("policies").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, RULES);
    Catalog catalog = load(RULES);

    assertEquals(2, catalog.policies().rules().size());
    assertEquals(1, catalog.rejected().size());
    Verdict.Refused refused = (Verdict.Refused) ask(catalog, "Queue", "{environment: dev}");
    String message = refused.violations().getFirst().message();
    assertTrue(message.contains("/policies/" + name.replaceAll("/.*", "") + ":1:1: "), message);
    assertTrue(message.contains("rename it to policies/<name>.yaml"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {".data.yaml.swp", "..data", "README.md"})
  void whatOtherProgramsAndPeoplePutBesideRulesRefusesNothing(String name) throws IOException {
    Files.createDirectories(directory.resolve("policies"));
    Files.writeString(directory.resolve("policies").resolve(name), "words");

    Catalog catalog = load(RULES);

    assertEquals(List.of(), catalog.rejected());
    assertTrue(ask(catalog, "Queue", "{environment: dev}") instanceof Verdict.Admitted);
  }

  @Test
  void policiesThatAreNoDirectoryCouldHaveRefusedAnything() throws IOException {
    Files.writeString(directory.resolve("policies"), RULES);

    Verdict.Refused refused =
        (Verdict.Refused)
            ask(Catalog.load(directory, FakePlugins.local()), "Queue", "{environment: dev}");

    String message = refused.violations().getFirst().message();
    assertTrue(message.contains("/policies:1:1: is no directory: make it one"), message);
  }

  @Test
  void aModuleInAFileOfAnotherNameIsLeftOutToo() throws IOException {
    copyTheStarterRules();
    Path redis = directory.resolve("cache/redis");
    Files.move(redis.resolve("1.0.0.yaml"), redis.resolve("1.0.0.yml"));

    Catalog catalog = Catalog.load(directory, FakePlugins.local());

    assertEquals(14, catalog.policies().rules().size());
    assertEquals(
        List.of(directory.getFileName() + "/cache/redis/1.0.0.yml"),
        catalog.policies().guards().stream().map(Guard::file).toList());
  }

  @Test
  void aCloudThatOnlyAModuleThatCanNotBeReadCouldHaveMayBeAny() throws IOException {
    breakFile("cache/redis/1.0.0.yaml", "module: redis", "module: [");

    Catalog catalog =
        load(
            RULES
                .replace("kinds: [Database]", "kinds: [Cache]")
                .replace("modules: [postgres]", "modules: [redis]")
                .replace("clouds: [aws]", "clouds: [moon]"));

    assertEquals(1, catalog.policies().rules().size());
    Match match = catalog.policies().guards().getFirst().match();
    assertEquals(List.of(), match.clouds());
    assertEquals(List.of("Cache"), match.kinds());
    assertEquals(List.of("staging", "prod"), match.environments());
  }

  private static Subject subject(String kind, String cloud) {
    return new Subject(kind, "any", "dev", cloud, "payments", Map.of());
  }

  private void copyTheStarterRules() throws IOException {
    Files.createDirectories(directory.resolve("policies"));
    for (String name : List.of("data.yaml", "habits.yaml", "production.yaml")) {
      Files.copy(
          MODULES.resolve("policies").resolve(name), directory.resolve("policies").resolve(name));
    }
  }

  private void breakFile(String name, String find, String replace) throws IOException {
    Path file = directory.resolve(name);
    String text = Files.readString(file);
    assertTrue(text.contains(find), "the table is wrong: " + find);
    Files.writeString(file, text.replace(find, replace));
  }
}
