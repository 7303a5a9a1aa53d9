package dev.automat.provisioner.gcp.pubsub;

import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code gcp/pubsub} keeps what every type has to keep. */
final class PubSubConformanceIT extends ProvisionerConformance {

  @TempDir private static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new PubSubHarness(directory, PubSubStandIn.Fake::start);
  }
}
