package dev.automat.provisioner.local.cache;

import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code local/redis} keeps what the engine takes for granted. */
final class LocalCacheConformanceIT extends ProvisionerConformance {

  @TempDir static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new CacheHarness(directory);
  }
}
