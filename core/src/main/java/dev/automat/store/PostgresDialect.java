package dev.automat.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.automat.resource.Resource;
import dev.automat.store.Transactions.Keep;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** PostgreSQL, shared by all replicas. A commit is kept when it returns. */
final class PostgresDialect implements Dialect {

  private static final int WAS_DUE_AT = ResourceRow.COLUMN_COUNT + 1;

  private final Sql sql = new Sql("postgresql");
  private final HikariDataSource pool;
  private final String place;

  PostgresDialect(HikariDataSource pool, String place) {
    this.pool = pool;
    this.place = place;
  }

  @Override
  public Sql sql() {
    return sql;
  }

  @Override
  public String returning(String change, String columns) {
    return change + " RETURNING " + columns;
  }

  @Override
  public void lock(Handle handle, Collection<String> uids) {
    if (uids.size() > 1) {
      handle
          .createQuery(sql.get("lock"))
          .bind("uid", Unnest.texts(uids))
          .mapTo(String.class)
          .list();
    }
  }

  @Override
  public <T> T writing(Supplier<T> transaction) {
    return transaction.get();
  }

  /** One is prepared here while the other is carried out there, each on a connection of its own. */
  @Override
  public int sideBySide() {
    return 2;
  }

  @Override
  public void keep(Keep when) {
    // PostgreSQL did before the commit returned.
  }

  @Override
  public List<Optional<Resource>> claim(
      Handle handle, Instant now, Duration lease, int max, Set<String> saturated) {
    return handle
        .createQuery(sql.get("claim"))
        .bind("now", Unnest.instant(now))
        .bind("until", Unnest.instant(now.plus(lease)))
        .bind("saturated", Unnest.texts(saturated))
        .bind("max", max)
        .map(
            (row, context) ->
                Map.entry(ResourceRow.instant(row, WAS_DUE_AT), ResourceRow.readable(row)))
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public Connection connect() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public void close() {
    pool.close();
  }
}
