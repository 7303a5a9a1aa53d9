package dev.automat.provisioner.local.postgres;

import dev.automat.testkit.Application;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** An application that is signed in to a PostgreSQL database. */
record DatabaseApplication(Connection connection) implements Application {

  /** Empty if the server does not let it in. */
  static Optional<Application> signIn(Map<String, String> connection) {
    String url =
        "jdbc:postgresql://%s:%s/%s"
            .formatted(connection.get("host"), connection.get("port"), connection.get("database"));
    try {
      return Optional.of(
          new DatabaseApplication(
              DriverManager.getConnection(
                  url, connection.get("username"), connection.get("password"))));
    } catch (SQLException refused) {
      if (!String.valueOf(refused.getSQLState()).startsWith("28")) {
        throw new IllegalStateException(url, refused);
      }
      return Optional.empty();
    }
  }

  @Override
  public boolean works() {
    return does("SELECT 1");
  }

  @Override
  public boolean makes(String name) {
    return does("CREATE TABLE " + name + " (id integer GENERATED ALWAYS AS IDENTITY, note text)");
  }

  @Override
  public boolean changes(String name) {
    return does("ALTER TABLE " + name + " ALTER COLUMN note SET DEFAULT 'changed'")
        && does("INSERT INTO " + name + " DEFAULT VALUES");
  }

  @Override
  public boolean reads(String name) {
    return does("SELECT * FROM " + name);
  }

  private boolean does(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
