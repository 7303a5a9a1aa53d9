package dev.automat.provisioner.gcp.redis;

import dev.automat.testkit.Application;
import dev.automat.testkit.redis.RedisSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * An application that is signed in to a cache.
 *
 * @param prefix of its keys
 */
record CacheApplication(RedisSession session, String prefix) implements Application {

  /** Signs in with what a connection says; empty if it is not let in. */
  static Optional<Application> in(int port, String prefix, Map<String, String> connection) {
    try {
      RedisSession session = new RedisSession(port);
      try {
        session.call(
            "AUTH",
            connection.getOrDefault("username", ""),
            connection.getOrDefault("password", ""));
        return Optional.of(new CacheApplication(session, prefix));
      } catch (IllegalStateException refused) {
        session.close();
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ask(String... command) {
    try {
      return session.call(command);
    } catch (IOException | IllegalStateException ended) {
      return "";
    }
  }

  @Override
  public boolean works() {
    return ask("PING").equals("PONG");
  }

  @Override
  public boolean makes(String name) {
    return ask("SET", prefix + name, "made").equals("OK");
  }

  @Override
  public boolean changes(String name) {
    return ask("SET", prefix + name, "changed", "XX").equals("OK");
  }

  @Override
  public boolean reads(String name) {
    return !ask("GET", prefix + name).isEmpty();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
