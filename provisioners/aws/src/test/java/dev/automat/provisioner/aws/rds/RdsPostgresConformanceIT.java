package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.AwsHarness;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code aws/rds-postgres} keeps what every type has to keep. */
final class RdsPostgresConformanceIT extends ProvisionerConformance {

  @TempDir private static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new AwsHarness(
        directory,
        (account, aws) -> new RdsBackDoor(DatabaseEngine.POSTGRES, account, aws.endpoint()));
  }
}
