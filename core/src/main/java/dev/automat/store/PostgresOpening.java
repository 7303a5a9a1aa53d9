package dev.automat.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.automat.config.Configuration.StoreSettings;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens PostgreSQL, which replicas share. */
final class PostgresOpening {

  private static final int CONNECTIONS = 10;

  /** A request waits this long for a connection before it hears that there is none, in ms. */
  private static final long CONNECTION_TIMEOUT = 5_000;

  /** A server that says nothing for this long in the middle of a statement is given up, in s. */
  private static final int SOCKET_TIMEOUT = 30;

  /** A claim and its completion leave two dead versions of a row: clean up early, not at 20 %. */
  private static final Map<String, String> WORDS =
      Map.of(
          "bytewise",
          "COLLATE \"C\"",
          "busy",
          "WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)",
          "kept",
          "WHERE managed_by IS NOT NULL");

  private static final List<String> MIGRATIONS = List.of("migration", "postgresql/migration");

  private PostgresOpening() {}

  static JdbiStore open(String url, StoreSettings settings) {
    String place = place(url);
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(url);
    // Whoever waited for a lock has to see what was committed meanwhile, whatever the server's
    // default.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    settings.username().ifPresent(config::setUsername);
    settings.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(CONNECTION_TIMEOUT);
    config.addDataSourceProperty(PGProperty.APPLICATION_NAME.getName(), "automat");
    config.addDataSourceProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    config.addDataSourceProperty(PGProperty.SOCKET_TIMEOUT.getName(), SOCKET_TIMEOUT);
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      SQLException sql = Fault.sql(e);
      throw new StoreUnavailableException(
          "the store (" + place + ") can not be reached: " + (sql == null ? e : sql).getMessage(),
          e);
    }
    try {
      Migrations.migrate(pool, place, MIGRATIONS, WORDS);
    } catch (StoreUnavailableException e) {
      pool.close();
      throw e;
    }
    Jdbi jdbi = Jdbi.create(pool).setTemplateEngine(TemplateEngine.NOP);
    return new JdbiStore(jdbi, new PostgresDialect(pool, jdbi, place));
  }

  /** Host and database of the URL, without the credentials that it may also hold. */
  private static String place(String url) {
    Properties parts = Driver.parseURL(url, new Properties());
    if (parts == null) {
      // Not repeated here: it may hold a password.
      throw new StoreUnavailableException(
          "store.url is not of the form jdbc:postgresql://host:port/database");
    }
    return "PostgreSQL at "
        + PGProperty.PG_HOST.getOrDefault(parts)
        + ":"
        + PGProperty.PG_PORT.getOrDefault(parts)
        + "/"
        + PGProperty.PG_DBNAME.getOrDefault(parts);
  }
}
