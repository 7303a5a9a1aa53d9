package dev.automat.testkit.aws;

import dev.automat.testkit.server.FreePort;
import dev.automat.testkit.wire.Header;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A {@code moto_server} of this test run, at a free port of this machine. It holds everything in
 * memory. Each test should have an account of its own: assume the role {@code
 * arn:aws:iam::<account>:role/<any>}, and use what that gives.
 *
 * <p>The program is, in this order: the one that {@code AUTOMAT_MOTO_SERVER} names; the one that
 * {@code ./automat test} installs below {@code target/tools}; the one on the {@code PATH}.
 */
public final class MotoServer implements AutoCloseable {

  /** Names the program, or says {@code none} and why, e.g. {@code none: no Python here}. */
  public static final String SETTING = "AUTOMAT_MOTO_SERVER";

  private static final String INSTALLED = "target/tools/moto/bin/moto_server";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NONE = "none";

  private static @Nullable MotoServer shared;

  private final Process process;
  private final int port;
  private final Path log;

  private MotoServer(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts one and waits until it answers, a minute at most. Skips the test if {@link #SETTING}
   * says that there shall be none.
   *
   * @throws IllegalStateException if there is none and nobody said so, or it does not start
   */
  public static MotoServer start() {
    String setting = System.getenv().getOrDefault(SETTING, "");
    Assumptions.assumeFalse(
        setting.startsWith(NONE), "no moto_server, as " + SETTING + " says: " + setting);
    return outsideTests();
  }

  /**
   * As {@link #start()}, where there is no test to skip.
   *
   * @throws IllegalStateException if there is none, or it does not start
   */
  public static MotoServer outsideTests() {
    try {
      return start(find(System.getenv().getOrDefault(SETTING, "")));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * The one that all tests of this Java machine share, started when it is first asked for. It ends
   * with the machine; nobody need close it. Skips the test like {@link #start()}: ask for it before
   * each test, as JUnit reports nothing of tests whose class was skipped.
   */
  public static synchronized MotoServer shared() {
    if (shared == null || !shared.process.isAlive()) {
      shared = start();
    }
    return shared;
  }

  /** Where it listens. Calls to it by-pass the proxy, like those of a person at the console. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  /** Its process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Ends it, and waits until it has ended. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Files.deleteIfExists(log);
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    }
  }

  private static MotoServer start(Path program) throws IOException {
    int port = FreePort.find();
    Path log = Files.createTempFile("moto-server-", ".log");
    log.toFile().deleteOnExit();
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().merge("PYTHONPATH", haste().toString(), (own, ours) -> ours + ":" + own);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    MotoServer server = new MotoServer(process, port, log);
    // A test run that is ended from outside must not leave it behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    server.awaitAnswer(program);
    server.loadServices();
    return server;
  }

  /** A folder with what makes the calls to moto quicker; a program that is no Python ignores it. */
  private static Path haste() throws IOException {
    Path folder = Files.createTempDirectory("moto-server-");
    Path module = folder.resolve("sitecustomize.py");
    try (InputStream text = MotoServer.class.getResourceAsStream("sitecustomize.py")) {
      Files.copy(Objects.requireNonNull(text), module);
    }
    // Deleted in the opposite order.
    folder.toFile().deleteOnExit();
    module.toFile().deleteOnExit();
    return folder;
  }

  private void awaitAnswer(Path program) throws IOException {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        process.destroyForcibly();
        throw new IllegalStateException(
            program + " did not start; it said:\n" + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /**
   * The tagging API loads every service that moto has, which takes some seconds: more than a client
   * may want to wait for its first answer.
   */
  private void loadServices() throws IOException {
    List<Header> headers =
        List.of(
            new Header("Host", "127.0.0.1"),
            new Header("Content-Type", Protocol.JSON_1_1.contentType()),
            new Header("X-Amz-Target", Lists.GET_RESOURCES),
            new Header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=warm/20260101/us-east-1/tagging/aws4_request"));
    new MotoLink(port).send("POST", "/", headers, "{}");
  }

  private boolean answers() {
    try {
      return new MotoLink(port)
          .send("GET", "/moto-api/data.json", List.of(new Header("Host", "127.0.0.1")), "")
          .ok();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Path find(String setting) {
    if (!setting.isEmpty()) {
      Path named = Path.of(setting);
      if (!Files.isExecutable(named)) {
        throw new IllegalStateException(SETTING + " names " + named + ", which is no program");
      }
      return named;
    }
    return installed()
        .or(MotoServer::onPath)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "There is no moto_server, which stands in for AWS. './automat test' installs"
                        + " it where Python and its package index are at hand; or name one in "
                        + SETTING
                        + "; or leave out the tests that need it with "
                        + SETTING
                        + "=none."));
  }

  /** Tests of a module run in its folder, somewhere below the one that holds target/tools. */
  private static Optional<Path> installed() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path program = at.resolve(INSTALLED);
      if (Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> onPath() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path program = Path.of(folder, "moto_server");
      if (!folder.isEmpty() && Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }
}
