package dev.automat.testkit.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A MariaDB on loopback with TLS and a data folder of its own. It stands for the MySQL of a cloud,
 * which it is not: {@code MysqlUsersIT} says where that matters. The master is no superuser;
 * whoever runs the test is.
 */
public final class MariaDb implements AutoCloseable {

  private static final String PROGRAM = "usr/sbin/mariadbd";
  private static final String SUPERUSER = "tester";
  private static final String SUPERUSER_PASSWORD = "tester-of-this-run";

  /** What the master of an instance may do everywhere (Amazon RDS User Guide, "Master user"). */
  public static final String OF_MASTER =
      "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER,"
          + " SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, CREATE VIEW, SHOW"
          + " VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER";

  private final Process process;
  private final int port;
  private final Path log;

  private MariaDb(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts one, or skips the test. */
  public static MariaDb start(Path directory) throws IOException {
    prepare(directory);
    return up(directory);
  }

  /** Makes what {@link #up} needs in a folder, or skips the test. */
  public static void prepare(Path directory) throws IOException {
    ServerProgram program = program();
    Files.createDirectories(directory.resolve("data"));
    ServerProgram.run(
        program
            .process(with(common(program, directory), "--bootstrap"), log(directory))
            .redirectInput(
                systemTables(directory, program.root().resolve("usr/share/mysql")).toFile()));
    certificate(directory, "server");
  }

  /** Starts one in a folder that was prepared, or that is a copy of one that was stopped. */
  public static MariaDb up(Path directory) throws IOException {
    ServerProgram program = program();
    int port = FreePort.find();
    Process process =
        program
            .process(
                with(
                    common(program, directory),
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--socket=" + directory.resolve("mariadb.sock"),
                    "--ssl-cert=" + directory.resolve("server.pem"),
                    "--ssl-key=" + directory.resolve("server.key"),
                    "--event-scheduler=ON"),
                log(directory))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    MariaDb server = new MariaDb(process, port, log(directory));
    server.awaitAnswer();
    return server;
  }

  private static ServerProgram program() {
    return ServerProgram.find("mariadb", PROGRAM, "AUTOMAT_MARIADB");
  }

  /** Why there is none, for a test that can do without; empty if there is one. */
  public static Optional<String> missing() {
    return ServerProgram.isThere("mariadb", PROGRAM, "AUTOMAT_MARIADB")
        ? Optional.empty()
        : Optional.of("there is no " + PROGRAM + ", which './automat test' fetches");
  }

  private static Path log(Path directory) {
    return directory.resolve("mariadb.log");
  }

  /** Little memory, as several may run at once. */
  private static List<String> common(ServerProgram program, Path directory) {
    return List.of(
        program.path().toString(),
        "--no-defaults",
        "--user=" + System.getProperty("user.name"),
        "--datadir=" + directory.resolve("data"),
        "--basedir=" + program.root().resolve("usr"),
        "--lc-messages-dir=" + program.root().resolve("usr/share/mysql"),
        "--innodb-buffer-pool-size=8M",
        "--innodb-log-file-size=4M",
        "--innodb-flush-log-at-trx-commit=0");
  }

  private static List<String> with(List<String> common, String... more) {
    return Stream.concat(common.stream(), Stream.of(more)).toList();
  }

  private static Path systemTables(Path directory, Path messages) throws IOException {
    StringBuilder sql = new StringBuilder("create database mysql;\nuse mysql;\n");
    for (String part : List.of("tables", "tables_data")) {
      sql.append(Files.readString(messages.resolve("mysql_system_" + part + ".sql")));
      sql.append('\n');
    }
    sql.append("FLUSH PRIVILEGES;\n");
    sql.append(
        "CREATE USER '%s'@'localhost' IDENTIFIED BY '%s';%n"
            .formatted(SUPERUSER, SUPERUSER_PASSWORD));
    sql.append(
        "GRANT ALL PRIVILEGES ON *.* TO '%s'@'localhost' WITH GRANT OPTION;%n"
            .formatted(SUPERUSER));
    return Files.writeString(directory.resolve("system-tables.sql"), sql);
  }

  /** Makes a certificate of 127.0.0.1 that is its own authority, with its key beside it. */
  public static Path certificate(Path directory, String name) throws IOException {
    String arguments =
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%1$s -addext subjectAltName=IP:127.0.0.1 -keyout %1$s.key -out %1$s.pem"
            .formatted(name);
    ServerProgram.run(
        new ProcessBuilder(
                Stream.concat(Stream.of("openssl"), List.of(arguments.split(" ")).stream())
                    .toList())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile()));
    return directory.resolve(name + ".pem");
  }

  private void awaitAnswer() throws IOException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        process.destroyForcibly();
        throw new IllegalStateException("it did not start; it said:\n" + Files.readString(log));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private boolean answers() {
    try {
      execute("SELECT 1");
      return true;
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** As the superuser, whom no plugin knows. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url("mysql"), SUPERUSER, SUPERUSER_PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Where a database is, over TLS, for {@link DriverManager}. */
  public String url(String database) {
    return "jdbc:mariadb://127.0.0.1:%d/%s?sslMode=trust".formatted(port, database);
  }

  /** Makes what RDS makes with an instance: the master, its procedure, and the database. */
  public void makeInstance(String master, String password, String database) throws SQLException {
    execute(
        "CREATE OR REPLACE USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(master, password),
        "GRANT %s ON *.* TO '%s'@'%%' WITH GRANT OPTION".formatted(OF_MASTER, master),
        "CREATE DATABASE IF NOT EXISTS `" + database + "`",
        "CREATE PROCEDURE IF NOT EXISTS mysql.rds_kill(IN id BIGINT) SQL SECURITY DEFINER KILL id");
  }

  @Override
  public void close() {
    ServerProgram.end(process);
  }
}
