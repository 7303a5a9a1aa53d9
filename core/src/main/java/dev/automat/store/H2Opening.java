package dev.automat.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.TemplateEngine;

/** Opens H2: the embedded store, one file for one process. */
final class H2Opening {

  /**
   * PostgreSQL's dialect, as far as H2 speaks it; the database lives until it is closed, not until
   * its last connection is; parsed statements are kept. Their results are not: whether one may be
   * used again costs H2 more than to ask the few rows that we ask for.
   */
  private static final String SETTINGS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1"
          + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;QUERY_CACHE_SIZE=64"
          + ";OPTIMIZE_REUSE_RESULTS=0";

  /**
   * WRITE_DELAY=0: a commit is written when it returns, and CHECKPOINT SYNC brings it to the disk.
   * With a delay a checkpoint does not wait for what H2's background thread is writing just then,
   * and kill -9 lost an acknowledged write in one of six rounds of the test.
   *
   * <p>RETENTION_TIME: old versions keep their room for 5 s, not 45, as every change is synced by
   * then; so the file stays the smaller. MAX_COMPACT_TIME: closing may take 2 s to give room back.
   */
  private static final String FILE_SETTINGS =
      ";WRITE_DELAY=0;RETENTION_TIME=5000;MAX_COMPACT_TIME=2000";

  private static final String SUFFIX = ".mv.db";
  private static final int IN_USE = 90020;
  private static final int WRONG_FORMAT = 90048;
  private static final int CORRUPTED = 90030;

  private H2Opening() {}

  static JdbiStore inMemory(String name) {
    return open("jdbc:h2:mem:" + name, "H2 in memory", false);
  }

  /**
   * @param base the file without {@code .mv.db}; its directory is made, for its owner alone
   */
  static JdbiStore inFile(Path base) {
    Path path = base.toAbsolutePath().normalize();
    Path directory = Objects.requireNonNull(path.getParent(), "a file is in a directory");
    Path file = directory.resolve(path.getFileName() + SUFFIX);
    makePrivate(directory, file);
    String url = "jdbc:h2:file:" + path + FILE_SETTINGS;
    JdbiStore store = open(url, "H2 file " + file, true);
    makePrivate(directory, file);
    return store;
  }

  private static JdbiStore open(String url, String place, boolean inFile) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(url + SETTINGS);
    config.setUsername("sa");
    config.setMinimumIdle(1);
    config.setMaximumPoolSize(8);
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw new StoreUnavailableException(refusal(place, e), e);
    }
    try {
      Migrations.migrate(
          pool, place, List.of("migration"), Map.of("bytewise", "", "busy", "", "kept", ""));
    } catch (StoreUnavailableException e) {
      pool.close();
      throw e;
    }
    Jdbi jdbi = Jdbi.create(pool).setTemplateEngine(TemplateEngine.NOP);
    endClaims(jdbi);
    Optional<H2Compactor> compactor =
        inFile ? Optional.of(jdbi.withHandle(H2Compactor::start)) : Optional.empty();
    return new JdbiStore(jdbi, new H2Dialect(pool, jdbi, place, compactor));
  }

  /**
   * The file has one process at a time, and that is now this one: who held a claim is dead, and
   * need not be waited for until its lease ends.
   */
  private static void endClaims(Jdbi jdbi) {
    jdbi.useHandle(handle -> handle.execute(new Sql("h2").get("end-claims")));
  }

  private static String refusal(String place, PoolInitializationException e) {
    SQLException sql = Fault.sql(e);
    return switch (sql == null ? 0 : sql.getErrorCode()) {
      case IN_USE ->
          "the store ("
              + place
              + ") is used by another process: stop that one, give this one its own data directory,"
              + " or put the store into PostgreSQL, which several can share";
      case WRONG_FORMAT, CORRUPTED ->
          "the store (" + place + ") is damaged or of another format: restore it from a backup";
      default ->
          "the store (" + place + ") can not be opened: " + (sql == null ? e : sql).getMessage();
    };
  }

  private static void makePrivate(Path directory, Path file) {
    try {
      boolean posix = Files.getFileStore(existing(directory)).supportsFileAttributeView("posix");
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
        if (posix) {
          Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
      }
      if (posix && Files.exists(file)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "the store's directory " + directory + " can not be used: " + e, e);
    }
  }

  private static Path existing(Path directory) {
    Path path = directory;
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }
}
