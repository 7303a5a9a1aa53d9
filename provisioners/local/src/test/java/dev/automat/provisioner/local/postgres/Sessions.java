package dev.automat.provisioner.local.postgres;

import dev.automat.spi.Observation.Present;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Sessions of applications. */
final class Sessions {

  private Sessions() {}

  /** In the resource's own database. */
  static Connection open(Present present, String user, String password) throws SQLException {
    return open(present, String.valueOf(present.outputs().get("database")), user, password);
  }

  /** In any database of its server. */
  static Connection open(Present present, String database, String user, String password)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%s/%s"
            .formatted(present.outputs().get("host"), present.outputs().get("port"), database),
        user,
        password);
  }
}
