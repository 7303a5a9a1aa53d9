package dev.automat.cli.check;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/**
 * Logs in to PostgreSQL and looks around; changes nothing.
 *
 * @param connection with host, port, database, username and password
 */
record DatabaseCheck(Map<String, String> connection) implements ConnectionCheck {

  private static final String LOOK =
      """
      SELECT current_user, current_database(), current_setting('server_version'),
             (SELECT count(*) FROM information_schema.tables
               WHERE table_schema NOT IN ('pg_catalog', 'information_schema'))
      """;

  @Override
  public String run() {
    String host = connection.getOrDefault("host", "localhost");
    String address =
        (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + connection.getOrDefault("port", "5432");
    Properties login = new Properties();
    login.put("user", connection.getOrDefault("username", ""));
    login.put("password", connection.getOrDefault("password", ""));
    login.put("loginTimeout", "10");
    String url = "jdbc:postgresql://" + address + "/" + connection.getOrDefault("database", "");
    try (Connection session = DriverManager.getConnection(url, login);
        Statement statement = session.createStatement();
        ResultSet found = statement.executeQuery(LOOK)) {
      found.next();
      return "logged in to PostgreSQL %s at %s as %s: database %s, %d tables"
          .formatted(
              found.getString(3),
              address,
              found.getString(1),
              found.getString(2),
              found.getLong(4));
    } catch (SQLException e) {
      throw new CheckFailedException(
          "PostgreSQL at "
              + address
              + " does not let "
              + login.get("user")
              + " in: "
              + e.getMessage(),
          e);
    }
  }

  /** Not the connection: it holds a password. */
  @Override
  public String toString() {
    return "DatabaseCheck";
  }
}
