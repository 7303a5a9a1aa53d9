package dev.automat.provisioner.gcp.redis;

import dev.automat.testkit.redis.RedisSession;
import dev.automat.testkit.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A real Redis that stands for the nodes of whichever instance a test looks at. As Google's, it
 * asks for the AUTH string, and whoever was let in stays in when that changes.
 */
final class CacheNodes implements AutoCloseable {

  private final TestRedis server;
  private final RedisSession google;

  private CacheNodes(TestRedis server, RedisSession google) {
    this.server = server;
    this.google = google;
  }

  /** Empty where there is no program. */
  static Optional<CacheNodes> startIfThere(Path directory) {
    try {
      Optional<TestRedis> started = TestRedis.startIfThere(directory);
      return started.isPresent() ? Optional.of(of(started.get())) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one, or skips the test. */
  static CacheNodes start(Path directory) throws IOException {
    return of(TestRedis.start(directory));
  }

  private static CacheNodes of(TestRedis server) throws IOException {
    return new CacheNodes(server, server.open());
  }

  int port() {
    return server.port();
  }

  /** From now on whoever comes must know this. */
  void ask(String authString) {
    try {
      google.call("CONFIG", "SET", "requirepass", authString);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
