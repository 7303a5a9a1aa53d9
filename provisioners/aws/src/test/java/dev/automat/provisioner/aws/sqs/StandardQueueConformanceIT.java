package dev.automat.provisioner.aws.sqs;

import dev.automat.provisioner.aws.AwsHarness;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code aws/sqs} keeps what the engine takes for granted: queues that keep no order. */
final class StandardQueueConformanceIT extends ProvisionerConformance {

  @TempDir static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new AwsHarness(directory, QueueBackDoor::ofStandard);
  }
}
