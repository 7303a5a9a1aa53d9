package dev.automat.trial;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few {@link HostileRuns}; in full they are {@code ./automat bench hostile --cloud=gcp}. */
class GcpKillNineIT {

  @TempDir private Path directory;

  @Test
  void losesNothingLeaksNothingAndMakesNothingTwice() throws Exception {
    SmallTrial.in(TrialCloud.GCP, directory);
  }
}
