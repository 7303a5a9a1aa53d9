package dev.automat.provisioner.aws.localstack;

import dev.automat.provisioner.aws.sqs.QueueBackDoor;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code aws/sqs} against LocalStack: FIFO queues with a KMS key. */
@EnabledIf(
    value = "dev.automat.provisioner.aws.localstack.DockerEngine#answers",
    disabledReason = LocalStack.NO_ENGINE)
final class LocalStackFifoConformanceIT extends ProvisionerConformance {

  @TempDir static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return LocalStack.harness(directory, QueueBackDoor::ofFifo);
  }
}
