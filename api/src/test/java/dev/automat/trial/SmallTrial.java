package dev.automat.trial;

import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** A few {@link HostileRuns}, as CI has the time for; in full with {@code -Dhostile.runs=300}. */
final class SmallTrial {

  private static final long LAST_LINES = 60;

  private SmallTrial() {}

  static void in(TrialCloud cloud, Path directory) throws Exception {
    int runs = Integer.getInteger("hostile.runs", 0);
    long seed = Long.getLong("hostile.seed", 1);
    Workplace place = Workplace.in(directory);
    try {
      Scale scale = runs > 0 ? Scale.full(runs) : Scale.small();
      System.out.println("hostile: " + new HostileRuns(cloud, place, scale, seed, _ -> {}).live());
    } catch (AssertionError | RuntimeException | ExecutionException e) {
      throw new AssertionError(
          "again with -Dhostile.runs=%d -Dhostile.seed=%d; the log ends with %s"
              .formatted(runs, seed, place.endOfLog(LAST_LINES)),
          e);
    }
  }
}
