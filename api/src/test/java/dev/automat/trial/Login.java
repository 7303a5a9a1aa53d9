package dev.automat.trial;

import dev.automat.trial.Talk.Answer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Sessions of applications, with what the connection route gives them. */
final class Login {

  private Login() {}

  /** The connection of a resource, once it is ready. */
  static Answer awaitReady(Talk talk, Kept resource) {
    Await.until(
        () -> resource + " becomes ready: " + talk.get(resource.path()),
        () ->
            talk.ask("GET", resource.path(), "", "Prefer", "wait=60")
                .at("/status/phase")
                .equals("Ready"));
    Answer connection = talk.get(resource.path() + "/connection");
    if (!connection.isGood()) {
      throw new AssertionError(resource + " has no connection: " + connection);
    }
    return connection;
  }

  /** Signs in to a database. */
  static Connection open(Answer connection) throws SQLException {
    return open(connection, connection.at("/password"));
  }

  static Connection open(Answer connection, String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%s/%s"
            .formatted(connection.at("/host"), connection.at("/port"), connection.at("/database")),
        connection.at("/username"),
        password);
  }
}
