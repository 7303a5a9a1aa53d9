package dev.automat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the threat model names as its proof is there. */
class ThreatModelTest {

  /** Tests run in {@code api}. */
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern TEST =
      Pattern.compile("`([A-Z][A-Za-z0-9]+)\\.([a-z][A-Za-z0-9]+)`");

  private static final String PAGE = "docs/threat-model.md";

  private static String page() throws IOException {
    return Files.readString(REPOSITORY.resolve(PAGE));
  }

  /** The rows of the tables, without their heads. */
  private static List<String> rows() throws IOException {
    return page()
        .lines()
        .filter(line -> line.startsWith("| "))
        .filter(line -> !line.startsWith("| threat |"))
        .toList();
  }

  private static String shownBy(String row) {
    String[] cells = row.split("(?<!\\\\)\\|", -1);
    return cells[cells.length - 2].strip();
  }

  @Test
  void everyThreatNamesItsTestOrSaysThatThereIsNone() throws IOException {
    List<String> rows = rows();

    assertTrue(rows.size() > 20, () -> "only " + rows.size() + " threats");
    assertEquals(
        List.of(),
        rows.stream()
            .filter(row -> !shownBy(row).startsWith("nothing"))
            .filter(row -> !TEST.matcher(shownBy(row)).find())
            .toList());
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> sources = testSources();
    List<String> missing =
        TEST.matcher(page())
            .results()
            .filter(
                named ->
                    !sources
                        .getOrDefault(named.group(1), "")
                        .contains(" void " + named.group(2) + "("))
            .map(MatchResult::group)
            .toList();

    assertEquals(List.of(), missing);
  }

  /** By the name of the class. */
  private static Map<String, String> testSources() throws IOException {
    try (Stream<Path> files = Files.walk(REPOSITORY)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/test/java/"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  ThreatModelTest::read,
                  String::concat));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
