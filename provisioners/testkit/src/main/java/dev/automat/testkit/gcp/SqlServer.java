package dev.automat.testkit.gcp;

import dev.automat.testkit.server.MariaDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The server behind one instance. What it is told before it runs is done when it starts, which is
 * when somebody connects.
 */
final class SqlServer implements AutoCloseable {

  /** The engines, with what Google makes in an instance. */
  enum Kind {
    POSTGRES(5432),
    MYSQL(3306);

    private final int port;

    Kind(int port) {
      this.port = port;
    }

    /** The user that Google makes, or its password anew. */
    List<String> root(String password) {
      return switch (this) {
        case POSTGRES ->
            List.of(
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'postgres') THEN"
                    + " CREATE ROLE cloudsqlsuperuser CREATEDB CREATEROLE;"
                    + " CREATE ROLE postgres LOGIN CREATEDB CREATEROLE IN ROLE cloudsqlsuperuser;"
                    + " END IF; END $$",
                "ALTER ROLE postgres PASSWORD '" + password + "'");
        case MYSQL ->
            List.of(
                // MariaDB comes with some, who would be asked for first.
                "DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> '%'",
                "FLUSH PRIVILEGES",
                "CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY '" + password + "'",
                "ALTER USER 'root'@'%' IDENTIFIED BY '" + password + "'",
                "GRANT "
                    + MariaDb.OF_MASTER
                    + ", CONNECTION ADMIN ON *.* TO 'root'@'%' WITH GRANT OPTION");
      };
    }

    String database(String name) {
      return switch (this) {
        case POSTGRES -> "CREATE DATABASE \"" + name + "\" OWNER cloudsqlsuperuser";
        case MYSQL -> "CREATE DATABASE `" + name + "`";
      };
    }

    String drop(String name) {
      return switch (this) {
        case POSTGRES -> "DROP DATABASE \"" + name + "\" WITH (FORCE)";
        case MYSQL -> "DROP DATABASE `" + name + "`";
      };
    }
  }

  /** A real server. */
  interface Running extends AutoCloseable {

    /** On 127.0.0.1. */
    int port();

    /** As the superuser. */
    void execute(String sql) throws SQLException;

    /** Its data as they stand; whoever has a session may lose it. */
    Path copy() throws IOException;

    @Override
    void close();
  }

  /**
   * What a server holds.
   *
   * @param data of one that ran
   * @param told what one was told that did not run yet
   */
  record Copy(Optional<Path> data, List<String> told) {

    static final Copy EMPTY = new Copy(Optional.empty(), List.of());
  }

  private final Function<Optional<Path>, Running> starts;
  private final Kind kind;
  private final Relay relay;
  private final Optional<Path> data;
  private final List<String> told = new ArrayList<>();
  private Optional<Running> running = Optional.empty();

  SqlServer(Function<Optional<Path>, Running> starts, Kind kind, Copy copy) {
    this.starts = starts;
    this.kind = kind;
    this.data = copy.data();
    this.told.addAll(copy.told());
    this.relay = Relay.listen(kind.port, () -> running().port());
  }

  /** One of loopback, where it has the usual port of its engine. */
  String address() {
    return relay.address();
  }

  void root(String password) {
    execute(kind.root(password).toArray(String[]::new));
  }

  void database(String name) {
    execute(kind.database(name));
  }

  void dropDatabase(String name) {
    execute(kind.drop(name));
  }

  synchronized void execute(String... sql) {
    for (String each : sql) {
      if (running.isPresent()) {
        run(running.get(), each);
      } else {
        told.add(each);
      }
    }
  }

  synchronized Copy copy() {
    try {
      return running.isPresent()
          ? new Copy(Optional.of(running.get().copy()), List.of())
          : new Copy(data, List.copyOf(told));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized Running running() {
    if (running.isEmpty()) {
      Running started = starts.apply(data);
      told.forEach(sql -> run(started, sql));
      told.clear();
      running = Optional.of(started);
    }
    return running.get();
  }

  private static void run(Running server, String sql) {
    try {
      server.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the server behind the fake refused " + sql, e);
    }
  }

  static void execute(String url, String user, String password, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public synchronized void close() {
    relay.close();
    running.ifPresent(Running::close);
    running = Optional.empty();
  }
}
