package dev.automat.provisioner.gcp.pubsub;

import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code gcp/pubsub} against Google's own fake, as far as that goes: {@link Pstest}. */
final class PubSubPstestConformanceIT extends ProvisionerConformance {

  @TempDir private static Path directory;

  @Override
  protected ConformanceHarness harness() {
    Pstest.assumeBuilt();
    return new PubSubHarness(directory, _ -> Pstest.start());
  }
}
