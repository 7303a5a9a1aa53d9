package dev.automat.provisioner.aws.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A Redis on loopback, without TLS and without data on disk. It stands for the nodes of a cache:
 * what ElastiCache would tell them of users, a test tells it.
 */
public final class Redis implements AutoCloseable {

  private static final String TOOL = "redis";
  private static final String PROGRAM = "usr/bin/redis-server";
  private static final String SETTING = "AUTOMAT_REDIS";

  private final Process process;
  private final int port;

  private Redis(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one where the program is. */
  public static Optional<Redis> startIfThere(Path directory) throws IOException {
    return ServerProgram.isThere(TOOL, PROGRAM, SETTING)
        ? Optional.of(start(directory))
        : Optional.empty();
  }

  /** Starts one, or skips the test. */
  public static Redis start(Path directory) throws IOException {
    ServerProgram program = ServerProgram.find(TOOL, PROGRAM, SETTING);
    int port = ServerProgram.freePort();
    Path log = directory.resolve("redis.log");
    Process process =
        program
            .process(
                List.of(
                    program.path().toString(),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(port),
                    "--save",
                    "",
                    "--dir",
                    directory.toString()),
                log)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    Redis server = new Redis(process, port);
    server.awaitAnswer(log);
    return server;
  }

  private void awaitAnswer(Path log) throws IOException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        process.destroyForcibly();
        throw new IllegalStateException("it did not start; it said:\n" + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean answers() {
    try (RedisSession session = open()) {
      return session.call("PING").equals("PONG");
    } catch (IOException | IllegalStateException notYet) {
      return false;
    }
  }

  /** A session as {@code default}, who may everything here. */
  public RedisSession open() throws IOException {
    return new RedisSession(port);
  }

  @Override
  public void close() {
    ServerProgram.end(process);
  }
}
