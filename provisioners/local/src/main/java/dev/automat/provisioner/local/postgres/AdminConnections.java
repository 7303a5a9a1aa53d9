package dev.automat.provisioner.local.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A few connections of the administrator, none of them kept open when there is nothing to do. They
 * are in autocommit mode.
 */
final class AdminConnections implements AutoCloseable {

  private static final int MOST = 8;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final PostgresServer server;
  private final Duration wait;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Pool pool;

  /**
   * @param wait how long a server that does not let in is asked again before that is a failure
   */
  AdminConnections(PostgresServer server, Duration wait) {
    this.server = server;
    this.wait = wait;
  }

  /** A pool and whom it is for: an embedded server may come back elsewhere. */
  private record Pool(Endpoint endpoint, HikariDataSource source) {}

  /** What runs with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection, Endpoint endpoint) throws SQLException;
  }

  /**
   * Runs some statements.
   *
   * @param doing what they do, for messages
   * @throws dev.automat.spi.ProvisionerException in place of {@link SQLException}
   */
  <T> T run(String doing, Work<T> work) {
    Endpoint endpoint = server.endpoint();
    try {
      return attempt(endpoint, work);
    } catch (SQLException failure) {
      if (SqlFailure.isUnreachable(failure)) {
        server.suspect();
      }
      throw SqlFailure.of(doing, endpoint, failure);
    }
  }

  /**
   * A connection that was kept may be one to a server that was stopped, or cut off, since; and
   * after an outage the pool pauses for longer and longer before it asks again, and meanwhile says
   * what it was told last. The work, which can be repeated, is then done over with a new connection
   * past the pool: if that is refused, too, the server is to blame.
   */
  private <T> T attempt(Endpoint endpoint, Work<T> work) throws SQLException {
    HikariDataSource source = source(endpoint);
    try (Connection connection = source.getConnection()) {
      return work.with(connection, endpoint);
    } catch (SQLException failure) {
      if (!SqlFailure.mayBeOutdated(failure)) {
        throw failure;
      }
    }
    source.getHikariPoolMXBean().softEvictConnections();
    try (Connection connection = AdminLogin.source(endpoint).getConnection()) {
      return work.with(connection, endpoint);
    }
  }

  /**
   * Runs statements that change what has a name, while nobody else does: not another thread, nor a
   * statement of a process that was killed and that the server still carries out.
   */
  <T> T alone(String name, String doing, Work<T> work) {
    return run(
        doing,
        (connection, endpoint) -> {
          lock("SELECT pg_advisory_lock(hashtextextended(?, 0))", connection, name);
          try {
            return work.with(connection, endpoint);
          } finally {
            lock("SELECT pg_advisory_unlock(hashtextextended(?, 0))", connection, name);
          }
        });
  }

  private static void lock(String sql, Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.execute();
    }
  }

  private HikariDataSource source(Endpoint endpoint) {
    lock.lock();
    try {
      Pool known = pool;
      if (known != null && known.endpoint.equals(endpoint)) {
        return known.source;
      }
      if (known != null) {
        known.source.close();
      }
      HikariDataSource opened = open(endpoint);
      pool = new Pool(endpoint, opened);
      return opened;
    } finally {
      lock.unlock();
    }
  }

  private HikariDataSource open(Endpoint endpoint) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(AdminLogin.source(endpoint));
    config.setPoolName("automat-local-postgres");
    config.setMinimumIdle(0);
    config.setMaximumPoolSize(MOST);
    config.setIdleTimeout(IDLE.toMillis());
    config.setConnectionTimeout(wait.toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (pool != null) {
        pool.source.close();
        pool = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
