package dev.automat.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says of the prices that come with Automat. */
class PricesCommandTest {

  @TempDir Path home;

  @Test
  void findsAllPricesOfWhatRunsHere() throws IOException {
    assertSays(0, "prices: 8 files, 0 left out, 0 prices lacking", "local", "local");
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
