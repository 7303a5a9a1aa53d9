package dev.automat.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Each bench at a size that says nothing of speed: it must run, and print what it is to print. */
class BenchTest {

  @Test
  void validateIsHeldAgainstABareHandler() {
    List<Line> lines =
        measure(
            new ValidateBench(),
            "--rounds=1",
            "--millis=100",
            "--warm-up-requests=1",
            "--connections=2");
    assertEquals(List.of("", "≥ 0.35", ""), lines.stream().map(Line::budget).toList());
    assertEquals(Line.Verdict.NONE, lines.getFirst().verdict());
  }

  @Test
  void firstCallsAreTimedFromTheRequest() {
    List<Line> lines = measure(new FirstCallBench(), "--puts=2", "--warm-up=1");
    assertEquals("< 25 ms", lines.getFirst().budget());
  }

  @Test
  void whatIsHeldIsLookedAtAgainAndSwept() {
    List<Line> lines =
        measure(new HoldBench(), "--resources=20", "--reconciles=40", "--quiet-millis=500");
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.what().contains("sweep") && line.figure().startsWith("1 list")),
        lines::toString);
  }

  @Test
  void storesOnH2WithoutPostgres() {
    List<Line> lines =
        measure(new StoreBench(), "--rounds=1", "--millis=100", "--writers=2", "--no-postgresql");
    assertTrue(lines.stream().allMatch(line -> line.what().contains("H2")), lines::toString);
  }

  @Test
  void tablesAreMarkdown() {
    assertEquals(
        """
        | what | figure | ratio to limit | budget |  |
        | --- | --- | --- | --- | --- |
        | a | 2/s | 2.00 | ≥ 3.00 | MISS |
        """,
        Table.of(List.of(Line.atLeast("a", "2/s", 2, 3))));
  }

  private static List<Line> measure(Bench bench, String... options) {
    new CommandLine(bench).parseArgs(options);
    return bench.measure();
  }
}
