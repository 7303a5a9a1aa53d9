package dev.automat.testkit.postgres;

import dev.automat.testkit.server.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PostgreSQL for tests: its programs come from the class path, its data is thrown away. It
 * refuses to run as root, so that root lends it to {@code nobody}. Whoever uses it adds zonky's
 * binaries, commons-compress and xz to their tests: the kit does not bring them.
 */
public final class TestPostgres implements AutoCloseable {

  /** The superuser. */
  public static final String USER = "automat";

  public static final String PASSWORD = "canary-4711";

  /** Where the programs are. */
  private final Path programs;

  /** Where its data are, and all else that goes with it. */
  private final Path home;

  private final int port;

  private TestPostgres(Path programs, Path home, int port) {
    this.programs = programs;
    this.home = home;
    this.port = port;
  }

  /** Starts one with an empty cluster, which sorts by a locale where the machine has one. */
  public static TestPostgres start() {
    try {
      Path home = newHome();
      PostgresPrograms.into(home);
      Path password = Files.writeString(home.resolve("password"), PASSWORD);
      TestPostgres server = new TestPostgres(home, home, FreePort.find());
      server.run(
          "initdb",
          "--pgdata=" + home.resolve("data"),
          "--username=" + USER,
          "--pwfile=" + password,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--no-sync",
          "--locale-provider=icu",
          "--icu-locale=en-US");
      server.up();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newHome() throws IOException {
    Path home = Files.createTempDirectory("automat-test-postgres");
    return Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /**
   * Has it speak TLS from its next start on; those who do not ask for it are let in without.
   *
   * @param certificate in PEM
   * @param key in PEM
   */
  public void secure(Path certificate, Path key) {
    try {
      for (Path file : List.of(certificate, key)) {
        Path lent = Files.copy(file, home.resolve(Objects.requireNonNull(file.getFileName())));
        Files.setPosixFilePermissions(lent, PosixFilePermissions.fromString("rw-r--r--"));
        String name = file.equals(key) ? "server.key" : "server.crt";
        lent("install", "-m", "600", lent.toString(), data().resolve(name).toString());
        Files.delete(lent);
      }
      Files.writeString(
          data().resolve("postgresql.conf"), "\nssl = on\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A copy of its data as they stand, for {@link #another}. Whoever has a session loses it: it is
   * down meanwhile. The copy goes with the first server, whose programs this one has.
   */
  public Path copy() {
    try {
      Path copy = Files.createTempDirectory(programs, "copy").resolve("data");
      Path beside = Objects.requireNonNull(copy.getParent());
      Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxrwxrwx"));
      down();
      lent("cp", "-a", data().toString(), copy.toString());
      up();
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts another one with the same programs, whose data are a copy of those. */
  public TestPostgres another(Path data) {
    try {
      TestPostgres other = new TestPostgres(programs, newHome(), FreePort.find());
      other.lent("cp", "-a", data.toString(), other.data().toString());
      other.up();
      return other;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path data() {
    return home.resolve("data");
  }

  /** Starts it again after {@link #down}. */
  public void up() {
    run(
        "pg_ctl",
        "start",
        "--wait",
        "--timeout=100",
        "--pgdata=" + data(),
        "--log=" + home.resolve("log"),
        "-o",
        "-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
            + " -c max_connections=100");
  }

  /** Stops it as a crash would. */
  public void down() {
    run("pg_ctl", "stop", "--mode=immediate", "--wait", "--pgdata=" + data());
  }

  /** The URL of one of its databases; there is {@code postgres}. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    down();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    lent(command.toArray(String[]::new));
  }

  /** As the user who owns the data. */
  private void lent(String... program) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.addAll(List.of(program));
    try {
      Path output = Files.createTempFile(home, "program", ".out");
      Process process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(command + " failed: " + Files.readString(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
