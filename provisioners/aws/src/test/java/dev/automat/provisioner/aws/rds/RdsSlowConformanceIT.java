package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.AwsHarness;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import dev.automat.testkit.aws.Timings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases of PostgreSQL where creations and deletions take minutes, as they do in RDS. There is
 * no first backup, during which RDS refuses what the kit does next, and changes are at once: the
 * kit drifts one setting after the other, which RDS would refuse meanwhile.
 */
@EnabledIfSystemProperty(
    named = "conformance.slow",
    matches = "true",
    disabledReason =
        "it takes minutes, and RdsLifeIT tries the same states: run it with"
            + " -Dconformance.slow=true")
final class RdsSlowConformanceIT extends ProvisionerConformance {

  private static final Timings SLOW =
      new Timings(
          Duration.ofMinutes(8),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofMinutes(5),
          Duration.ZERO);

  @TempDir private static Path directory;

  @Override
  protected ConformanceHarness harness() {
    AwsHarness harness =
        new AwsHarness(
            directory,
            (account, aws) -> new RdsBackDoor(DatabaseEngine.POSTGRES, account, aws.endpoint()));
    harness.cloud().pace(SLOW);
    return harness;
  }
}
