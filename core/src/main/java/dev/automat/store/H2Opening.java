package dev.automat.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.TemplateEngine;

/** Opens H2. */
final class H2Opening {

  /**
   * PostgreSQL's dialect, as far as H2 speaks it; the database lives until it is closed, not until
   * its last connection is; parsed statements are kept.
   */
  private static final String SETTINGS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1"
          + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;QUERY_CACHE_SIZE=64";

  private H2Opening() {}

  static JdbiStore inMemory(String name) {
    return open("jdbc:h2:mem:" + name, "H2 in memory", false);
  }

  private static JdbiStore open(String url, String place, boolean inFile) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(url + SETTINGS);
    config.setUsername("sa");
    config.setMinimumIdle(1);
    config.setMaximumPoolSize(8);
    HikariDataSource pool = new HikariDataSource(config);
    Migrations.migrate(pool, place, "");
    Jdbi jdbi = Jdbi.create(pool).setTemplateEngine(TemplateEngine.NOP);
    return new JdbiStore(jdbi, new H2Dialect(pool, jdbi, place, inFile));
  }
}
