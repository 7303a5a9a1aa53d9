package dev.automat.sql;

import dev.automat.spi.ProvisionerException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/**
 * A session of the master user in the database of an instance. MySQL commits each statement about
 * users by itself, so there is no transaction.
 *
 * @param kill the statement that ends a session of another user, with {@code %d} for its id
 */
record MysqlSession(Connection connection, String kill) implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(8);
  private static final Duration STATEMENT = Duration.ofSeconds(20);

  /** MySQL server error 1094: the session that is to be ended has ended by itself. */
  private static final int NO_SUCH_THREAD = 1094;

  static MysqlSession open(Login login, String kill) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login.master().username());
    properties.setProperty("password", login.master().password());
    login.tls().apply(properties);
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
    String url = "jdbc:mariadb://%s:%d/%s".formatted(login.host(), login.port(), login.database());
    return new MysqlSession(Driver.connect(Configuration.parse(url, properties)), kill);
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
    return sessions().stream().filter(each -> user.equals(each.user())).map(Session::id).toList();
  }

  /** The users of the sessions whose current database that is; it waits a moment for their end. */
  Set<String> usersIn(String database, Set<String> besides) throws SQLException {
    SessionEnd end = new SessionEnd();
    Set<String> in = usersNowIn(database, besides);
    while (!in.isEmpty() && end.awaitNextLook()) {
      in = usersNowIn(database, besides);
    }
    return in;
  }

  private Set<String> usersNowIn(String database, Set<String> besides) throws SQLException {
    return sessions().stream()
        .filter(each -> each.database().filter(database::equals).isPresent())
        .map(Session::user)
        .filter(user -> !besides.contains(user))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private record Session(long id, String user, Optional<String> database) {}

  private List<Session> sessions() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW PROCESSLIST")) {
      List<Session> all = new ArrayList<>();
      while (rows.next()) {
        all.add(
            new Session(
                rows.getLong("Id"),
                rows.getString("User"),
                Optional.ofNullable(rows.getString("db"))));
      }
      return all;
    }
  }

  /**
   * Ends the sessions of users, and waits a moment for it: KILL only tells a session that it is to
   * end (MySQL Reference Manual, "KILL Statement").
   *
   * @throws ProvisionerException to be repeated, if one of them is still there then
   */
  void endSessionsOf(List<String> users) throws SQLException {
    Map<String, List<Long>> ending = new LinkedHashMap<>();
    for (String user : users) {
      ending.put(user, tellToEnd(user));
    }
    SessionEnd end = new SessionEnd();
    for (Map.Entry<String, List<Long>> told : ending.entrySet()) {
      while (sessionsOf(told.getKey()).stream().anyMatch(told.getValue()::contains)) {
        if (!end.awaitNextLook()) {
          throw DatabaseFailure.sessionsLeft(told.getKey());
        }
      }
    }
  }

  private List<Long> tellToEnd(String user) throws SQLException {
    List<Long> ending = sessionsOf(user);
    for (long id : ending) {
      try {
        execute(kill.formatted(id));
      } catch (SQLException failure) {
        if (failure.getErrorCode() != NO_SUCH_THREAD) {
          throw failure;
        }
      }
    }
    return ending;
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
