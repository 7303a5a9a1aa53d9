package dev.automat.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A session of the master user in the database of an instance, in one transaction.
 *
 * @param connection not in autocommit mode
 */
record PostgresSession(Connection connection) implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(8);
  private static final Duration STATEMENT = Duration.ofSeconds(20);

  /** From this version on, a membership has options. */
  private static final int MEMBERSHIPS_HAVE_OPTIONS = 16;

  /** What tells the sessions of Automat from those of others who have the same user. */
  static final String APPLICATION = "automat";

  static PostgresSession open(Login login) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {login.host()});
    source.setPortNumbers(new int[] {(int) login.port()});
    source.setDatabaseName(login.database());
    source.setUser(login.master().username());
    source.setPassword(login.master().password());
    login.tls().apply(source);
    source.setApplicationName(APPLICATION);
    source.setConnectTimeout((int) CONNECT.toSeconds());
    source.setLoginTimeout((int) CONNECT.toSeconds());
    source.setSocketTimeout((int) STATEMENT.plusSeconds(5).toSeconds());
    source.setOptions("-c statement_timeout=" + STATEMENT.toMillis());
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return new PostgresSession(connection);
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The texts of the first column. */
  List<String> texts(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  boolean holds(String condition) throws SQLException {
    return texts("SELECT " + condition).contains("t");
  }

  /** Lets the member do what the role may, also as the role itself. */
  void makeMember(String member, String role) throws SQLException {
    boolean options =
        connection.getMetaData().getDatabaseMajorVersion() >= MEMBERSHIPS_HAVE_OPTIONS;
    execute(
        "GRANT %s TO %s%s"
            .formatted(identifier(role), member, options ? " WITH INHERIT TRUE, SET TRUE" : ""));
  }

  /** At once, also if the rest is rolled back. */
  void endSessionsOf(String role) throws SQLException {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = " + literal(role));
  }

  void commit() throws SQLException {
    connection.commit();
  }

  String identifier(String name) throws SQLException {
    return connection.unwrap(PGConnection.class).escapeIdentifier(name);
  }

  String literal(String text) throws SQLException {
    return "'" + connection.unwrap(PGConnection.class).escapeLiteral(text) + "'";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
