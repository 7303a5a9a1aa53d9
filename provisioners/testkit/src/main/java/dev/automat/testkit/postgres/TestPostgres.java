package dev.automat.testkit.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A real PostgreSQL for tests: its programs come from the class path, its data is thrown away. It
 * refuses to run as root, so that root lends it to {@code nobody}. Whoever uses it adds zonky's
 * binaries, commons-compress and xz to their tests: the kit does not bring them.
 */
public final class TestPostgres implements AutoCloseable {

  /** The superuser. */
  public static final String USER = "automat";

  public static final String PASSWORD = "canary-4711";

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private final Path home;
  private final int port;

  private TestPostgres(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /** Starts one with an empty cluster, which sorts by a locale where the machine has one. */
  public static TestPostgres start() {
    try {
      Path home = Files.createTempDirectory("automat-test-postgres");
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
      unpack(home);
      Path password = Files.writeString(home.resolve("password"), PASSWORD);
      TestPostgres server = new TestPostgres(home, freePort());
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

  /** Starts it again after {@link #down}. */
  public void up() {
    run(
        "pg_ctl",
        "start",
        "--wait",
        "--pgdata=" + home.resolve("data"),
        "--log=" + home.resolve("log"),
        "-o",
        "-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
            + " -c max_connections=100");
  }

  /** Stops it as a crash would. */
  public void down() {
    run("pg_ctl", "stop", "--mode=immediate", "--wait", "--pgdata=" + home.resolve("data"));
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
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile(home, program, ".out");
      Process process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(program + " failed: " + Files.readString(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void unpack(Path home) throws IOException {
    InputStream archive =
        Objects.requireNonNull(TestPostgres.class.getResourceAsStream(ARCHIVE), ARCHIVE);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = home.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(Objects.requireNonNull(target.getParent()));
          Files.copy(tar, target);
          boolean program = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }
}
