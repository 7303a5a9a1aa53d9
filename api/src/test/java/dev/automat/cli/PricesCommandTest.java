package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says of the prices that come with Automat. */
class PricesCommandTest {

  @TempDir Path home;

  @Test
  void findsAllPricesOfWhatRunsHere() throws IOException {
    assertSays(0, "prices: 11 files, 0 left out, 0 prices lacking", "local", "local");
  }

  @Test
  void findsAllPricesOfTheFirstRegion() throws IOException {
    assertSays(0, "0 prices lacking in the configured placements", "aws", "us-east-1");
  }

  @Test
  void namesThePricesThatAPlacementLacks() throws IOException {
    assertSays(
        1,
        "unknown price for rds.postgres.instance (db.m7g.large, multi-az) in eu-central-1",
        "aws",
        "eu-central-1");
  }

  @Test
  void warnsOfOldPrices() throws IOException {
    assertSays(
        0, "aws-sqs-us-east-1.yaml: is of 2026-03-14", "local", "local", "--older-than", "1");
  }

  @Test
  void refreshesFromAnOfficialListWhatThatHasAndNothingElse() throws IOException {
    Path modules = home.resolve("modules");
    Path from = Path.of("..", "modules");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = modules.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Path prices = modules.resolve("prices/aws-rds-us-east-1.yaml");
    String old = Files.readString(prices).replace("\"0.171\"", "\"0.18\"");
    Files.writeString(prices, old);

    String said = refresh(modules);
    assertTrue(
        said.contains("rds.mysql.instance (db.m5.large, single-az): 0.18 -> 0.171 (-5.0 %)"), said);
    assertTrue(
        said.contains("(db.m7g.large, multi-az): stays as it is, the list does not have"), said);
    assertEquals(old, Files.readString(prices), "only said");

    assertTrue(refresh(modules, "--write").contains("aws-rds-us-east-1.yaml: written"));
    String now = Files.readString(prices);
    assertTrue(now.contains("{of: [db.m5.large, single-az], amount: \"0.171\"}"), now);
    assertTrue(now.contains("effective: 2026-06-01"), "some amounts are of before: " + now);
    assertFalse(refresh(modules).contains("->"), "nothing is left to change");
  }

  private String refresh(Path modules, String... more) throws IOException {
    Path file = home.resolve("refresh.yaml");
    Files.writeString(
        file,
        """
        catalogDir: %s
        placements:
          - {name: there, match: {}, cloud: local, account: main, region: local}
        """
            .formatted(modules));
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said, true);
    List<String> words =
        new ArrayList<>(
            List.of(
                "prices",
                "refresh",
                "--config",
                file.toString(),
                "--at",
                "aws/us-east-1",
                "--service",
                "AmazonRDS",
                "--from",
                Path.of("src", "test", "resources", "aws-rds-offers.json").toString()));
    words.addAll(List.of(more));
    assertEquals(0, Main.run(both, both, words.toArray(String[]::new)), said::toString);
    return said.toString();
  }

  private void assertSays(int exitCode, String text, String cloud, String region, String... more)
      throws IOException {
    Path file = home.resolve("automat.yaml");
    Files.writeString(
        file,
        """
        catalogDir: %s
        placements:
          - {name: there, match: {}, cloud: local, account: main, region: local}
        """
            .formatted(Path.of("..", "modules").toAbsolutePath().normalize()));
    StringWriter said = new StringWriter();
    PrintWriter both = new PrintWriter(said, true);
    String[] words = new String[6 + more.length];
    System.arraycopy(
        new String[] {"prices", "check", "--config", file.toString(), "--at", cloud + "/" + region},
        0,
        words,
        0,
        6);
    System.arraycopy(more, 0, words, 6, more.length);

    assertEquals(exitCode, Main.run(both, both, words), said::toString);
    assertTrue(said.toString().contains(text), said::toString);
  }
}
