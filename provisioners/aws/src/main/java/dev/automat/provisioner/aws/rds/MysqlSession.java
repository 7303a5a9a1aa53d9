package dev.automat.provisioner.aws.rds;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ProvisionerException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/**
 * A session of the master user in the database of an instance. MySQL commits each statement about
 * users by itself, so there is no transaction.
 */
record MysqlSession(Connection connection) implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(8);
  private static final Duration STATEMENT = Duration.ofSeconds(20);

  private static final Duration SESSION_END = Duration.ofMillis(500);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** MySQL server error 1094: the session that is to be ended has ended by itself. */
  private static final int NO_SUCH_THREAD = 1094;

  static MysqlSession open(BindingTarget target, Credentials master, DatabaseTls tls)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", master.username());
    properties.setProperty("password", master.password());
    properties.setProperty("sslMode", tls.mode());
    tls.authorities().ifPresent(pem -> properties.setProperty("serverSslCert", pem.toString()));
    properties.setProperty("connectTimeout", String.valueOf(CONNECT.toMillis()));
    properties.setProperty("socketTimeout", String.valueOf(STATEMENT.toMillis()));
    // So that a quote is all that a literal has to escape, whatever the server is set to.
    properties.setProperty("sessionVariables", "sql_mode='NO_BACKSLASH_ESCAPES'");
    // The server may ask the client for any file that it can read
    // (MySQL Reference Manual, "Security Considerations for LOAD DATA LOCAL").
    properties.setProperty("allowLocalInfile", "false");
    // A failed statement may hold a password: no part of it belongs into a message.
    properties.setProperty("dumpQueriesOnException", "false");
    properties.setProperty("maxQuerySizeToLog", "0");
    String url =
        "jdbc:mariadb://%s:%s/%s"
            .formatted(text(target, Keys.HOST), text(target, Keys.PORT), database(target));
    return new MysqlSession(Driver.connect(Configuration.parse(url, properties)));
  }

  static String database(BindingTarget target) {
    return text(target, Keys.DATABASE);
  }

  private static String text(BindingTarget target, String output) {
    return String.valueOf(target.outputs().getOrDefault(output, ""));
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The texts of one column. */
  List<String> texts(String query, int column) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(column));
      }
      return texts;
    }
  }

  /**
   * Ids of the sessions of a user. Of the tables that show them, one is deprecated and the other is
   * only filled where the performance schema is on; the statement works everywhere.
   */
  List<Long> sessionsOf(String user) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW PROCESSLIST")) {
      List<Long> ids = new ArrayList<>();
      while (rows.next()) {
        if (user.equals(rows.getString("User"))) {
          ids.add(rows.getLong("Id"));
        }
      }
      return ids;
    }
  }

  /**
   * Ends the sessions of a user, and waits a moment for it: KILL only tells a session that it is to
   * end (MySQL Reference Manual, "KILL Statement"). By RDS's own procedure, because the master may
   * not KILL (Amazon RDS User Guide, "Ending a session or query" for MySQL).
   *
   * @throws ProvisionerException to be repeated, if one of them is still there then
   */
  void endSessionsOf(String user) throws SQLException {
    List<Long> ending = sessionsOf(user);
    for (long id : ending) {
      try {
        execute("CALL mysql.rds_kill(" + id + ")");
      } catch (SQLException failure) {
        if (failure.getErrorCode() != NO_SUCH_THREAD) {
          throw failure;
        }
      }
    }
    awaitEnd(user, ending);
  }

  private void awaitEnd(String user, List<Long> ending) throws SQLException {
    long limit = System.nanoTime() + SESSION_END.toNanos();
    while (sessionsOf(user).stream().anyMatch(ending::contains)) {
      if (System.nanoTime() - limit > 0) {
        throw DatabaseFailure.sessionsLeft(user);
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
