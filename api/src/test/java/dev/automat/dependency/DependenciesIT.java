package dev.automat.dependency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is shipped may be shipped. */
class DependenciesIT {

  /** Tests run in {@code api}. */
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  private static final List<Path> BILLS =
      List.of(
          REPOSITORY.resolve("api/target/sbom.json"),
          REPOSITORY.resolve("provisioners/aws/target/sbom.json"),
          REPOSITORY.resolve("provisioners/gcp/target/sbom.json"));

  @BeforeEach
  void needsTheBills() {
    boolean there = BILLS.stream().allMatch(Files::exists);
    Assumptions.assumeTrue(
        there || !Boolean.getBoolean("automat.offline"), "no bill of materials: Maven was offline");
    assertTrue(there, () -> "the build makes these before integration tests: " + BILLS);
  }

  private static Bill read(Path file) {
    try {
      return Bill.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DependencyRules rules() throws IOException {
    return new DependencyRules(Files.readString(REPOSITORY.resolve("build/dependencies.yaml")));
  }

  @Test
  void everyLicenceIsOnTheListAndNoVersionIsKnownToBeBad() throws IOException {
    DependencyRules rules = rules();
    List<Bill> bills = BILLS.stream().map(DependenciesIT::read).toList();

    Set<String> complaints =
        bills.stream()
            .flatMap(bill -> rules.complaints(bill).stream())
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        "",
        String.join("\n", complaints),
        "leave it out, take a newer one, or put it into build/dependencies.yaml with the reason");
    assertEquals(Set.of(), rules.unused(bills), "exceptions that nothing needs any more");
  }

  /** A bill that lacks what is shipped would prove nothing. */
  @Test
  void theBillNamesEveryLibraryOfTheProgram() throws IOException {
    Set<String> billed =
        read(BILLS.getFirst()).parts().values().stream()
            .map(part -> part.name().replaceFirst(".*:", "") + "-" + part.version())
            .collect(Collectors.toSet());
    try (Stream<Path> jars = Files.list(REPOSITORY.resolve("api/target/lib"))) {
      List<String> missing =
          jars.map(jar -> jar.getFileName().toString().replaceFirst("\\.jar$", ""))
              .filter(jar -> billed.stream().noneMatch(jar::startsWith))
              .toList();
      assertEquals(List.of(), missing);
    }
  }
}
