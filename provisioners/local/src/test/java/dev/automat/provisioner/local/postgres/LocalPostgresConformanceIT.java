package dev.automat.provisioner.local.postgres;

import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code local/postgres} keeps what the engine takes for granted. */
final class LocalPostgresConformanceIT extends ProvisionerConformance {

  @TempDir static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new PostgresHarness(directory);
  }
}
