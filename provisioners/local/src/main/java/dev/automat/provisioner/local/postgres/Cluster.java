package dev.automat.provisioner.local.postgres;

import dev.automat.provisioner.local.host.Command;
import dev.automat.provisioner.local.host.HostFailure;
import dev.automat.provisioner.local.host.PasswordFile;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The data of the embedded server, and the programs that make, start and stop it. Writes are
 * flushed to disk before they are acknowledged, which is PostgreSQL's default.
 *
 * @param user as whom the programs run
 * @param home holds the data directory, the programs and the server's log
 */
record Cluster(ServerUser user, Binaries binaries, Path home) {

  static final String ADMINISTRATOR = "automat";

  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Duration INIT = Duration.ofSeconds(40);
  private static final Duration START = Duration.ofSeconds(40);
  private static final Duration STOP = Duration.ofSeconds(4);
  private static final long LOG_LIMIT = 10_000_000;
  private static final int LOG_LINES = 5;
  private static final ErrorCode NOT_STARTED =
      new ErrorCode("embedded-postgres", ErrorType.EXTERNAL);

  /** Whether there is data in a home already. */
  static boolean isIn(Path home) {
    return Files.exists(home.resolve("data"));
  }

  Path data() {
    return home.resolve("data");
  }

  private Path log() {
    return home.resolve("server.log");
  }

  /**
   * Makes the data directory, if there is none: under another name first, so that one that was cut
   * short is never started.
   */
  void initialise(String password) {
    if (isIn(home)) {
      return;
    }
    Path part = home.resolve("data.part");
    Path passwordFile = home.resolve("password.part");
    try {
      Binaries.deleteTree(part);
      Files.createDirectory(part, PosixFilePermissions.asFileAttribute(OWNER_DIRECTORY));
      user.own(part);
      Files.deleteIfExists(passwordFile);
      Files.createFile(passwordFile, PosixFilePermissions.asFileAttribute(PasswordFile.OWNER_ONLY));
      Files.writeString(passwordFile, password);
      user.own(passwordFile);
      initdb(part, passwordFile);
      Files.move(part, data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw HostFailure.files("can not make the data of the embedded PostgreSQL", failure);
    } finally {
      forget(passwordFile);
    }
  }

  /** Sorts and folds by code point whatever the machine's locale is, so that data can be moved. */
  private void initdb(Path part, Path passwordFile) {
    Command.Result result =
        Command.run(
            user.prefix(),
            List.of(
                binaries.program("initdb"),
                "--pgdata=" + part,
                "--username=" + ADMINISTRATOR,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8"),
            INIT);
    if (!result.succeeded()) {
      throw failed("initdb", result.output());
    }
  }

  /** Starts the server on the loopback address and waits until it takes connections. */
  void start(int port) {
    prepareFiles();
    Command.Result result =
        Command.run(
            user.prefix(),
            List.of(
                binaries.program("pg_ctl"),
                "start",
                "--wait",
                "--timeout=" + START.toSeconds(),
                "--pgdata=" + data(),
                "--log=" + log(),
                "-o",
                "-p "
                    + port
                    + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="
                    + " -c max_connections=200"),
            START.plusSeconds(5));
    if (!result.succeeded()) {
      throw failed("the server", lastLines());
    }
  }

  /** Ends the sessions and stops the server; one that takes longer goes on stopping by itself. */
  boolean stop() {
    return Command.run(
            user.prefix(),
            List.of(
                binaries.program("pg_ctl"),
                "stop",
                "--wait",
                "--mode=fast",
                "--timeout=" + STOP.toSeconds(),
                "--pgdata=" + data()),
            STOP.plusMillis(500))
        .succeeded();
  }

  /** The pid file of a server that died would keep the next one from starting. */
  private void prepareFiles() {
    try {
      Files.deleteIfExists(PostmasterFile.in(data()));
      if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT) {
        Files.move(log(), home.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
      }
      if (!Files.exists(log())) {
        Files.createFile(log(), PosixFilePermissions.asFileAttribute(PasswordFile.OWNER_ONLY));
      }
      user.own(log());
      user.own(data());
    } catch (IOException failure) {
      throw HostFailure.files("can not prepare the embedded PostgreSQL's files", failure);
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException failure) {
      return "its log can not be read: " + failure;
    }
  }

  private ProvisionerException failed(String what, String words) {
    return new ProvisionerException(
        NOT_STARTED,
        "%s of the embedded PostgreSQL failed: %s".formatted(what, words),
        "read "
            + log()
            + "; it is tried again. A server of your own can be named by"
            + " provisioners.local.postgres.url");
  }

  private static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw HostFailure.files("can not delete " + file, failure);
    }
  }
}
