package dev.automat.provisioner.aws.elasticache;

import dev.automat.testkit.Application;
import dev.automat.testkit.redis.RedisSession;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An application of a cache: keys are what it makes.
 *
 * @param propagate tells the nodes what the control plane knows of users by now
 */
record CacheApplication(RedisSession session, Runnable propagate) implements Application {

  @Override
  public boolean works() {
    return does("PING");
  }

  @Override
  public boolean makes(String name) {
    return does("SET", name, "1");
  }

  @Override
  public boolean changes(String name) {
    return does("APPEND", name, "2");
  }

  @Override
  public boolean reads(String name) {
    return does("GET", name);
  }

  boolean does(String... command) {
    propagate.run();
    try {
      session.call(command);
      return true;
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
