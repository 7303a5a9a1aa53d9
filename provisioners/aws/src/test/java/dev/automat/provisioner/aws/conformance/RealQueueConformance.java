package dev.automat.provisioner.aws.conformance;

import dev.automat.provisioner.aws.DirectHarness;
import dev.automat.provisioner.aws.sqs.QueueBackDoor;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code aws/sqs} in a sandbox account: queues that keep no order. Its name keeps it out of the
 * build: only the command runs it.
 */
final class RealQueueConformance extends ProvisionerConformance {

  @TempDir static Path directory;

  @Override
  protected ConformanceHarness harness() {
    Sandbox sandbox = Sandbox.current();
    return new DirectHarness(
        sandbox.configuration(), sandbox.scope(), directory, QueueBackDoor::ofStandard);
  }
}
