package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.AwsHarness;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code aws/elasticache-redis} keeps what the engine takes for granted. */
final class CacheConformanceIT extends ProvisionerConformance {

  @TempDir static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new AwsHarness(directory, CacheBackDoor::new);
  }
}
