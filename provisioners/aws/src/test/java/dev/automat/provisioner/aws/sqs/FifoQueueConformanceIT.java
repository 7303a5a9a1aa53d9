package dev.automat.provisioner.aws.sqs;

import dev.automat.provisioner.aws.AwsHarness;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code aws/sqs} keeps what the engine takes for granted: FIFO queues with a KMS key. */
@EnabledIfSystemProperty(
    named = "conformance.slow",
    matches = "true",
    disabledReason =
        "it takes two minutes, and SqsIT tries FIFO queues: run it with -Dconformance.slow=true")
final class FifoQueueConformanceIT extends ProvisionerConformance {

  @TempDir static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new AwsHarness(directory, QueueBackDoor::ofFifo);
  }
}
