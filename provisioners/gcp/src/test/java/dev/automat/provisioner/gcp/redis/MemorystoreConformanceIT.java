package dev.automat.provisioner.gcp.redis;

import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code gcp/memorystore-redis} keeps what every type has to keep. */
final class MemorystoreConformanceIT extends ProvisionerConformance {

  @TempDir private static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new MemorystoreHarness(directory);
  }
}
