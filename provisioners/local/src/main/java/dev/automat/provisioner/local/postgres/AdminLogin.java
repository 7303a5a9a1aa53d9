package dev.automat.provisioner.local.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** How the administrator's connections are made. */
final class AdminLogin {

  /** For a server that is there, on a machine that is busy: one that is not refuses at once. */
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Both end before {@link dev.automat.spi.ResourceType#CALL_DEADLINE}. */
  static final Duration STATEMENT = Duration.ofSeconds(45);

  private static final Duration SOCKET = Duration.ofSeconds(50);

  private AdminLogin() {}

  /** A source of connections, each a new one. */
  static PGSimpleDataSource source(Endpoint endpoint) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {endpoint.host()});
    source.setPortNumbers(new int[] {endpoint.port()});
    source.setDatabaseName(endpoint.database());
    source.setUser(endpoint.username());
    source.setPassword(endpoint.password());
    source.setApplicationName("automat");
    source.setConnectTimeout((int) CONNECT.toSeconds());
    source.setLoginTimeout((int) CONNECT.toSeconds());
    source.setSocketTimeout((int) SOCKET.toSeconds());
    source.setOptions("-c statement_timeout=" + STATEMENT.toMillis());
    return source;
  }

  /**
   * Signs in to an embedded server, and closes the administrator's own databases to applications,
   * which by PostgreSQL's default may connect to all. Repeats do no harm.
   */
  static void prepare(Endpoint endpoint) throws SQLException {
    try (Connection connection = source(endpoint).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC");
    }
  }
}
