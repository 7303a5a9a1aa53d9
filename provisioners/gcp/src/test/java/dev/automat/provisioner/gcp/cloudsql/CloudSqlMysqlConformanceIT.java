package dev.automat.provisioner.gcp.cloudsql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import dev.automat.testkit.server.MariaDb;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** {@code gcp/cloudsql-mysql} keeps what every type has to keep. */
final class CloudSqlMysqlConformanceIT extends ProvisionerConformance {

  @TempDir private static Path directory;

  @Override
  protected ConformanceHarness harness() {
    assumeTrue(MariaDb.missing().isEmpty(), () -> MariaDb.missing().orElse(""));
    return new CloudSqlHarness(DatabaseEngine.MYSQL, directory);
  }
}
