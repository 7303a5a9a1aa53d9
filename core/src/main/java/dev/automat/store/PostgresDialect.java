package dev.automat.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.automat.resource.Event;
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
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/** PostgreSQL, shared by all replicas. A commit is kept when it returns. */
final class PostgresDialect implements Dialect {

  /** So that others who lock by number in this database are not met. */
  private static final long TEAM_LOCKS = 0x4175_746fL << 32;

  private static final int WAS_DUE_AT = ResourceRow.COLUMN_COUNT + 1;

  private final Sql sql = new Sql("postgresql");
  private final String create =
      "WITH created AS (" + sql.get("create") + ")\n" + sql.get("add-events");
  private final String createAudited =
      "WITH created AS ("
          + sql.get("create")
          + "), told AS ("
          + sql.get("add-events")
          + ")\n"
          + sql.get("add-audit");
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final String place;

  PostgresDialect(HikariDataSource pool, Jdbi jdbi, String place) {
    this.pool = pool;
    this.jdbi = jdbi;
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

  /**
   * One statement, and so one way there and back: begin, two statements and commit would be three.
   */
  @Override
  public void create(Unnest<Resource> resources, Unnest<Event> events, AuditLines lines) {
    // Both have a column uid, and in it the same.
    jdbi.useHandle(
        handle -> {
          Update update = handle.createUpdate(lines.isEmpty() ? create : createAudited);
          events.bindTo(resources.bindTo(update));
          if (!lines.isEmpty()) {
            lines.unnest().bindTo(update);
          }
          update.execute();
        });
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
  public void lockTeams(Handle handle, SortedSet<String> teams) {
    handle
        .createQuery(sql.get("lock-teams"))
        .bind("id", Unnest.numbers(teams.stream().map(PostgresDialect::lockOf).toList()))
        .mapTo(Boolean.class)
        .list();
  }

  /** Two teams may have the same: then they wait for each other, and nothing else comes of it. */
  private static long lockOf(String team) {
    return TEAM_LOCKS | Integer.toUnsignedLong(team.hashCode());
  }

  @Override
  public <T> T writing(Supplier<T> transaction) {
    return transaction.get();
  }

  /** One is prepared here, one is carried out there, and one waits for its commit. */
  @Override
  public int sideBySide() {
    return 3;
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
