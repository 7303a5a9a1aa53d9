package dev.automat;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.admission.ModuleTests;
import dev.automat.catalog.Catalog;
import dev.automat.catalog.Module;
import dev.automat.cli.ExitCode;
import dev.automat.cli.Main;
import dev.automat.config.Configuration;
import dev.automat.config.ConfigurationLoader;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.team.TeamFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the pages say is true: their examples work, their paths exist, their commands are known. */
class DocsTest {

  /** Tests run in {@code api}. */
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  /** The file that CONTRIBUTING.md has its readers write. */
  private static final String EXAMPLE = "modules/queue/slow/1.0.0.yaml";

  /** Another file that it has them write. */
  private static final String PRICES = "modules/prices/aws-sqs-eu-north-1.yaml";

  private static final String RULE = "modules/policies/backups.yaml";

  private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)\\)");
  private static final Pattern QUOTED = Pattern.compile("`([A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*)`");
  private static final Pattern COMMAND = Pattern.compile("\\./automat ([^#\\n\"`)]+)");

  /** What only the script knows; the rest is picocli's. */
  private static final Set<String> SCRIPT =
      Set.of("test", "format", "bench", "conformance", "help");

  @Test
  void theModuleOfTheGuideLoadsAndItsTestsPass(@TempDir Path copy) throws IOException {
    copyOf(REPOSITORY.resolve("modules"), copy.resolve("modules"));
    Path file = copy.resolve(EXAMPLE);
    Files.createDirectories(file.resolveSibling("."));
    String page = read("CONTRIBUTING.md");
    assertTrue(page.contains("This is `" + EXAMPLE + "`"), "the page names its example");
    Files.writeString(file, only(YAML, page, "module: slow"));

    Catalog catalog = Catalog.load(copy.resolve("modules"), InstalledPlugins.onClassPath());
    Module module = catalog.module("Queue", "slow", Optional.of("1.0.0")).orElseThrow();
    List<ModuleTests.Result> results = new ModuleTests(catalog).run(module);

    assertEquals(List.of(), catalog.rejected());
    assertEquals(2, results.size());
    for (ModuleTests.Result result : results) {
      assertTrue(result.passed(), result::toString);
      assertEquals(Optional.empty(), result.unchecked(), "the real plugin knows its settings");
    }
  }

  @Test
  void thePricesOfTheGuideLoadAndAreUsed(@TempDir Path copy) throws IOException {
    copyOf(REPOSITORY.resolve("modules"), copy.resolve("modules"));
    String page = read("CONTRIBUTING.md");
    assertTrue(page.contains("this is `" + PRICES + "`"), "the page names its example");
    Files.writeString(copy.resolve(PRICES), only(YAML, page, "eu-north-1"));

    Catalog catalog = Catalog.load(copy.resolve("modules"), InstalledPlugins.onClassPath());

    assertEquals(List.of(), catalog.rejected());
    assertTrue(catalog.prices().find("sqs.standard.requests", "eu-north-1", List.of()).isPresent());
  }

  @Test
  void theGuideShowsWhatIsSaidOfAWrongPrice(@TempDir Path copy) throws IOException {
    copyOf(REPOSITORY.resolve("modules"), copy.resolve("modules"));
    String page = read("CONTRIBUTING.md");
    Path module = copy.resolve("modules/queue/standard/1.0.0.yaml");
    Files.writeString(module, Files.readString(module).replace("sqs.standard.r", "sqs.standrad.r"));
    String mistyped = complaint(copy);
    copyOf(REPOSITORY.resolve("modules/queue"), copy.resolve("modules/queue"));
    Files.writeString(
        copy.resolve(PRICES), only(YAML, page, "eu-north-1").replace("\"0.40\"", "0.40"));

    assertTrue(page.contains(mistyped), mistyped);
    assertTrue(page.contains(complaint(copy)), complaint(copy));
  }

  private static String complaint(Path copy) {
    return Catalog.load(copy.resolve("modules"), InstalledPlugins.onClassPath())
        .rejected()
        .getFirst()
        .reasons()
        .getFirst();
  }

  @Test
  void theBudgetsOfTheReadmeAreValid(@TempDir Path home) throws IOException {
    Path file = home.resolve("automat.yaml");
    Files.writeString(file, only(YAML, read("README.md"), "budgets:"));

    Configuration read =
        new ConfigurationLoader(InstalledPlugins.onClassPath(), home, Map.of())
            .load(Optional.of(file), List.of());

    assertEquals(2, read.teams().get("payments").limits().budgets().size());
    assertEquals(5, read.teams().get("*").limits().quota().get("databases"));
  }

  @Test
  void theRuleOfTheGuideLoadsItsTestsPassAndABrokenOneIsToldAsItSays(@TempDir Path copy)
      throws IOException {
    copyOf(REPOSITORY.resolve("modules"), copy.resolve("modules"));
    Path file = copy.resolve(RULE);
    String page = read("CONTRIBUTING.md");
    assertTrue(page.contains("This is `" + RULE + "`"), "the page names its example");
    String rule = only(YAML, page, "prod-keeps-backups");
    Files.writeString(file, rule);
    Done good = policyTest(file, copy);
    assertEquals(ExitCode.OK, good.exitCode(), good::toString);
    assertTrue(good.said().contains("tests: 2 passed, 0 failed"), good::toString);

    String check = "backupRetentionDays >=";
    assertTrue(rule.contains(check), rule);
    Files.writeString(file, rule.replace(check, "backupRetentionDay >="));
    Done broken = policyTest(file, copy);
    assertEquals(ExitCode.FAILED, broken.exitCode(), broken::toString);
    assertTrue(
        page.contains("```\n" + broken.said().strip() + "\n```"), () -> "the page: " + broken);
  }

  private record Done(int exitCode, String said) {}

  private static Done policyTest(Path file, Path copy) throws IOException {
    Path configuration = copy.resolve("automat.yaml");
    Files.writeString(configuration, "catalogDir: modules");
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said, true);
    int exitCode =
        Main.run(
            both, both, "policy", "test", file.toString(), "--config", configuration.toString());
    return new Done(exitCode, said.toString());
  }

  @Test
  void theRequestOfTheReadmeIsValid(@TempDir Path directory) throws IOException {
    assertValid("\nkind: Database\n", "Database payments/orders", directory);
  }

  @Test
  void theStackOfTheReadmeIsValid(@TempDir Path directory) throws IOException {
    assertValid("\nkind: Stack\n", "Stack payments/pr-42", directory);
  }

  /**
   * @param part of the one block that is meant
   */
  private static void assertValid(String part, String name, Path directory) throws IOException {
    Path request = directory.resolve("request.yaml");
    Files.writeString(request, only(YAML, read("README.md"), part));
    Path configuration = directory.resolve("automat.yaml");
    Files.writeString(configuration, "catalogDir: " + REPOSITORY.resolve("modules"));
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said, true);

    int exitCode =
        Main.run(both, both, "validate", request.toString(), "--config", configuration.toString());

    assertEquals(ExitCode.OK, exitCode, said::toString);
    assertTrue(said.toString().contains(name + ": ok"), said::toString);
  }

  @Test
  void theTeamOfTheReadmeIsValid() throws IOException {
    String team = only(YAML, read("README.md"), "kind: Team");
    assertEquals(Set.of("payments"), TeamFile.read("README.md", team, "", Set.of()).keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"})
  void namesOnlyPathsThatExist(String page) throws IOException {
    String text = read(page);
    List<String> named =
        Stream.concat(
                LINK.matcher(text).results().map(link -> link.group(1)),
                QUOTED.matcher(text).results().map(quoted -> quoted.group(1)))
            .filter(DocsTest::looksLikeAPathOfOurs)
            .filter(path -> !path.equals(EXAMPLE) && !path.equals(PRICES) && !path.equals(RULE))
            .toList();

    assertFalse(named.isEmpty(), page);
    assertEquals(
        List.of(),
        named.stream().filter(path -> !Files.exists(REPOSITORY.resolve(path))).toList(),
        page);
  }

  /** A folder of the repository and what is in it, or a page at its top; not what a build makes. */
  private static boolean looksLikeAPathOfOurs(String text) {
    String first = text.replaceFirst("/.*", "");
    return text.endsWith(".md")
        || text.equals("LICENSE")
        || (text.contains("/")
            && !first.equals("target")
            && Files.isDirectory(REPOSITORY.resolve(first)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "CONTRIBUTING.md"})
  void showsOnlyCommandsThatTheProgramKnows(String page) throws IOException {
    List<String> shown =
        COMMAND.matcher(read(page)).results().map(command -> command.group(1).strip()).toList();

    assertFalse(shown.isEmpty(), page);
    for (String command : shown) {
      List<String> words = List.of(command.split(" +"));
      if (!SCRIPT.contains(words.getFirst())) {
        assertDoesNotThrow(() -> parse(words), command);
      }
    }
  }

  /** In a sentence a command may stand without the names that it takes. */
  private static void parse(List<String> words) {
    try {
      String[] all = words.toArray(String[]::new);
      Main.line(new Main(), all).parseArgs(all);
    } catch (CommandLine.MissingParameterException e) {
      assertTrue(words.size() == 1, e::getMessage);
    }
  }

  private static String read(String page) throws IOException {
    return Files.readString(REPOSITORY.resolve(page));
  }

  /** The one block with that in it. */
  private static String only(Pattern pattern, String text, String part) {
    List<MatchResult> found =
        pattern.matcher(text).results().filter(block -> block.group(1).contains(part)).toList();
    assertEquals(1, found.size(), "blocks of YAML");
    return found.getFirst().group(1);
  }

  private static void copyOf(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
