package dev.automat.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A rule that admission finds broken has a name that no rule of a platform can take. */
class BuiltInRulesTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/automat");

  /** How rules are named in the code: words with hyphens, in quotes. */
  private static final Pattern NAME = Pattern.compile("\"([a-z]+(?:-[a-z]+)+)\"");

  /** Words with hyphens that name no rule. */
  private static final Set<String> OTHERS =
      Set.of(
          "cc-test",
          "cost-center",
          "data-classification",
          "date-time",
          "managed-by",
          "module-test",
          "module-version",
          "in-place",
          "policy-test",
          "test-owner",
          "test-region");

  @Test
  void knowAllThatAdmissionSays() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String room : List.of("admission", "schema")) {
      try (Stream<Path> files = Files.walk(SOURCES.resolve(room))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          found.addAll(
              NAME.matcher(Files.readString(file))
                  .results()
                  .map(match -> match.group(1))
                  .collect(Collectors.toSet()));
        }
      }
    }
    assertTrue(found.size() > 30, found::toString);
    found.removeAll(OTHERS);
    found.removeAll(BuiltInRules.NAMES);
    assertEquals(Set.of(), found);
  }
}
