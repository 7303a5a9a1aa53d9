package dev.automat.provisioner.local.queue;

import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code local/sqs-queue} keeps what the engine takes for granted. */
final class LocalQueueConformanceIT extends ProvisionerConformance {

  @TempDir static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new QueueHarness(directory);
  }
}
