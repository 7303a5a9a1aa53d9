package dev.automat.testkit.redis;

import dev.automat.testkit.server.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A Redis on loopback, without TLS and without data on disk. It stands for the nodes of a cache:
 * what a cloud would tell them of users, a test tells it.
 */
public final class TestRedis implements AutoCloseable {

  private static final String PROGRAM = "usr/bin/redis-server";

  /** The environment variable that says {@code none}, and why. */
  private static final String SETTING = "AUTOMAT_REDIS";

  private final Process process;
  private final int port;

  private TestRedis(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one where the program is. */
  public static Optional<TestRedis> startIfThere(Path directory) throws IOException {
    return said().startsWith("none") || root().isEmpty()
        ? Optional.empty()
        : Optional.of(start(directory));
  }

  /** Starts one, or skips the test. */
  public static TestRedis start(Path directory) throws IOException {
    return start(directory, List.of());
  }

  /**
   * Starts one, or skips the test.
   *
   * @param options as on its command line
   */
  public static TestRedis start(Path directory, List<String> options) throws IOException {
    int port = FreePort.find();
    Path log = directory.resolve("redis.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                program(directory).toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--save",
                "",
                "--dir",
                directory.toString()));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    TestRedis server = new TestRedis(process, port);
    server.awaitAnswer(log);
    return server;
  }

  /**
   * A program that runs the server, written into the directory: what is unpacked needs to be told
   * where its libraries are. Skips the test if there is no server.
   */
  public static Path program(Path directory) throws IOException {
    Assumptions.assumeFalse(said().startsWith("none"), () -> SETTING + " says " + said());
    Optional<Path> root = root();
    Assumptions.assumeTrue(
        root.isPresent(),
        "there is no " + PROGRAM + ", which './automat test' fetches where apt-get is");
    Path script = directory.resolve("redis-server");
    Files.writeString(
        script,
        "#!/bin/sh\nLD_LIBRARY_PATH='%s' exec '%s' \"$@\"\n"
            .formatted(libraries(root.orElseThrow()), root.orElseThrow().resolve(PROGRAM)));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private static String said() {
    return System.getenv().getOrDefault(SETTING, "");
  }

  /** Below which the program is: {@code /} for one that is installed. */
  private static Optional<Path> root() {
    // Tests of a module run in its folder, somewhere below the one that holds target/tools.
    Stream<Path> unpacked =
        Stream.<Path>iterate(
                Path.of("").toAbsolutePath(), at -> at.getParent() != null, Path::getParent)
            .map(at -> at.resolve("target/tools/redis"));
    return Stream.concat(unpacked, Stream.of(Path.of("/")))
        .filter(root -> Files.isExecutable(root.resolve(PROGRAM)))
        .findFirst();
  }

  private static String libraries(Path root) {
    return root.getParent() == null
        ? ""
        : Stream.of("usr/lib", "lib")
            .map(root::resolve)
            .filter(Files::isDirectory)
            .flatMap(TestRedis::platforms)
            .collect(Collectors.joining(File.pathSeparator));
  }

  private static Stream<String> platforms(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(each -> each.getFileName().toString().endsWith("-linux-gnu"))
          .map(Path::toString)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer(Path log) throws IOException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
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
      session.call("PING");
      return true;
    } catch (IllegalStateException refused) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** On 127.0.0.1. */
  public int port() {
    return port;
  }

  /** A session as {@code default}, who may everything here unless the options say otherwise. */
  public RedisSession open() throws IOException {
    return new RedisSession(port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
