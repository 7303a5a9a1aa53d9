package dev.automat.provisioner.local.cache;

import dev.automat.testkit.Application;
import dev.automat.testkit.redis.RedisSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** An application of a cache: keys below its prefix are what it makes. */
record CacheApplication(RedisSession session, String prefix) implements Application {

  /** Empty if the server does not let it in. */
  static Optional<Application> signIn(int port, Map<String, String> connection) {
    try {
      RedisSession session = new RedisSession(port);
      try {
        session.call(
            "AUTH",
            connection.getOrDefault("username", ""),
            connection.getOrDefault("password", ""));
        return Optional.of(
            new CacheApplication(session, connection.getOrDefault("prefix", "no-prefix:")));
      } catch (IllegalStateException refused) {
        session.close();
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean works() {
    return does("PING");
  }

  @Override
  public boolean makes(String name) {
    return does("SET", prefix + name, "1");
  }

  @Override
  public boolean changes(String name) {
    return does("APPEND", prefix + name, "2");
  }

  @Override
  public boolean reads(String name) {
    return does("GET", prefix + name);
  }

  boolean does(String... command) {
    try {
      return !session.call(command).isEmpty();
    } catch (IOException | IllegalStateException refused) {
      return false;
    }
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
