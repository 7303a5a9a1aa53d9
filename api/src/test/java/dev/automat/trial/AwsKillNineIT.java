package dev.automat.trial;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few {@link HostileRuns}; in full they are {@code ./automat bench hostile}. */
class AwsKillNineIT {

  private static final int FEW = 8;

  private final int runs = Integer.getInteger("hostile.runs", FEW);
  private final long seed = Long.getLong("hostile.seed", 1);

  @TempDir private Path directory;

  @Test
  void losesNothingLeaksNothingAndMakesNothingTwice() throws Exception {
    Workplace place = Workplace.in(directory);
    try {
      HostileRuns trial = new HostileRuns(place, runs, seed, runs > FEW, _ -> {});
      System.out.println("hostile: " + trial.live());
    } catch (AssertionError | ExecutionException e) {
      throw new AssertionError(
          "again with -Dhostile.runs=%d -Dhostile.seed=%d; the log ends with %s"
              .formatted(runs, seed, end(place)),
          e);
    }
  }

  private static String end(Workplace place) throws Exception {
    List<String> lines =
        Files.readAllLines(place.log()).stream()
            .filter(line -> !line.contains(" access "))
            .toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }
}
