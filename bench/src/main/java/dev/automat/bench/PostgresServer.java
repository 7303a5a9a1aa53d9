package dev.automat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL with its own defaults, fsync among them, on a cluster that is thrown away. */
final class PostgresServer implements AutoCloseable {

  static final String USER = "automat";
  static final String PASSWORD = "only-as-long-as-it-is-measured";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final PostgresPrograms programs;
  private final Path home;
  private final int port;

  private PostgresServer(PostgresPrograms programs, Path home, int port) {
    this.programs = programs;
    this.home = home;
    this.port = port;
  }

  static PostgresServer start(Workspace workspace, PostgresPrograms programs) {
    try {
      Path home = workspace.sub("cluster");
      // As root it is another user who writes here.
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
      Path password = workspace.write("password", PASSWORD);
      PostgresServer server = new PostgresServer(programs, home, freePort());
      server.run(
          "initdb",
          "--pgdata=" + home.resolve("data"),
          "--username=" + USER,
          "--pwfile=" + password,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C");
      server.run(
          "pg_ctl",
          "start",
          "--wait",
          "--pgdata=" + home.resolve("data"),
          "--log=" + home.resolve("log"),
          "-o",
          "-p "
              + server.port
              + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c"
              + " max_connections=120");
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void run(String program, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(programs.path(program)), Stream.of(arguments)).toList();
    Commands.runAsMortal(home.resolveSibling(program + ".out"), LIMIT, command);
  }

  int port() {
    return port;
  }

  /** Of the process that all others of this server are children of. */
  long pid() {
    try (Stream<String> lines = Files.lines(home.resolve("data").resolve("postmaster.pid"))) {
      return Long.parseLong(lines.findFirst().orElseThrow().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a database. */
  Platform.Database database(String name) {
    execute("postgres", "CREATE DATABASE " + name);
    return new Platform.Database(url(name), USER, PASSWORD);
  }

  void execute(String database, String... statements) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, PASSWORD);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  @Override
  public void close() {
    run("pg_ctl", "stop", "--mode=immediate", "--wait", "--pgdata=" + home.resolve("data"));
  }
}
