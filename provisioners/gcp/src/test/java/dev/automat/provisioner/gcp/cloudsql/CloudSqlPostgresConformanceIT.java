package dev.automat.provisioner.gcp.cloudsql;

import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code gcp/cloudsql-postgres} keeps what every type has to keep. */
final class CloudSqlPostgresConformanceIT extends ProvisionerConformance {

  @TempDir private static Path directory;

  @Override
  protected ConformanceHarness harness() {
    return new CloudSqlHarness(DatabaseEngine.POSTGRES, directory);
  }
}
