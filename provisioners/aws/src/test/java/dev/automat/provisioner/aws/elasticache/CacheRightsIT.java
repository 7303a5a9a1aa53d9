package dev.automat.provisioner.aws.elasticache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.spi.Grant.Access;
import dev.automat.testkit.aws.CacheLogin;
import dev.automat.testkit.redis.RedisSession;
import dev.automat.testkit.redis.TestRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of a cache may do, as a real Redis 7 reads it. Redis 6 was never asked. */
@TestInstance(Lifecycle.PER_CLASS)
final class CacheRightsIT {

  private static final String USER = "someone";

  private TestRedis redis;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    redis = TestRedis.start(directory);
  }

  @AfterAll
  void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET a, true, true",
    "SET a b, false, true",
    "INFO, true, true",
    "CLUSTER SLOTS, true, true",
    "CLUSTER SHARDS, true, true",
    "CLUSTER NODES, true, true",
    "READONLY, true, true",
    "READWRITE, true, true",
    "CLIENT SETNAME a, true, true",
    "CLUSTER RESET, false, false",
    "KEYS *, false, false",
    "FLUSHALL, false, false",
    "CONFIG GET *, false, false",
    "ACL LIST, false, false"
  })
  void are(String command, boolean reading, boolean writing) throws IOException {
    assertEquals(reading, may(Access.READ, command), "read");
    assertEquals(writing, may(Access.READWRITE, command), "readwrite");
  }

  private boolean may(Access access, String command) throws IOException {
    new CacheNodes(redis)
        .tell(
            List.of(new CacheLogin(USER, List.of("canary-0123456789"), CacheUsers.rights(access))));
    try (RedisSession session = redis.open()) {
      return session.call(("ACL DRYRUN " + USER + " " + command).split(" ", -1)).equals("OK");
    }
  }
}
