package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.AwsHarness;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;
import dev.automat.testkit.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code aws/elasticache-redis} keeps what the engine takes for granted. Applications sign in to a
 * Redis that stands for the nodes ({@link CacheNodes}).
 */
final class CacheConformanceIT extends ProvisionerConformance {

  @TempDir static Path directory;

  private static Optional<TestRedis> redis = Optional.empty();

  @AfterAll
  static void stopNodes() {
    redis.ifPresent(TestRedis::close);
  }

  @Override
  protected ConformanceHarness harness() {
    try {
      redis = TestRedis.startIfThere(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AwsHarness(
        directory, (account, aws) -> new CacheBackDoor(account, aws, redis.map(CacheNodes::new)));
  }
}
