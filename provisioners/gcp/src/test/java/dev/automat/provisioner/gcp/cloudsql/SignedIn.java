package dev.automat.provisioner.gcp.cloudsql;

import dev.automat.testkit.Application;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** An application that is signed in to a database, over TLS. */
record SignedIn(Connection connection) implements Application {

  /** Empty if the server does not let it in. */
  static Optional<Application> with(DatabaseEngine engine, Map<String, String> connection) {
    String url =
        switch (engine) {
          case POSTGRES -> "jdbc:postgresql://%s:%s/%s?sslmode=require";
          case MYSQL -> "jdbc:mariadb://%s:%s/%s?sslMode=trust";
        };
    try {
      return Optional.of(
          new SignedIn(
              DriverManager.getConnection(
                  url.formatted(
                      connection.get("host"), connection.get("port"), connection.get("database")),
                  connection.get("username"),
                  connection.get("password"))));
    } catch (SQLException refused) {
      // A locked account of MariaDB has no class of its own.
      if (String.valueOf(refused.getSQLState()).startsWith("28")
          || String.valueOf(refused.getMessage()).contains("account is locked")
          || String.valueOf(refused.getMessage()).contains("permission denied for database")) {
        return Optional.empty();
      }
      throw new IllegalStateException(connection.get("host"), refused);
    }
  }

  @Override
  public boolean works() {
    return does("SELECT 1");
  }

  @Override
  public boolean makes(String name) {
    return does("CREATE TABLE " + name + " (id integer, note varchar(20))");
  }

  @Override
  public boolean changes(String name) {
    return does("ALTER TABLE " + name + " ALTER COLUMN note SET DEFAULT 'changed'")
        && does("INSERT INTO " + name + " (id) VALUES (1)");
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
