package dev.automat.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.store.Transactions.Keep;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * H2 in this process. Transactions that write go one after the other: all commits end in one file
 * anyway, and so none has to wait for a row, or fail because it waited too long.
 */
final class H2Dialect implements Dialect {

  private static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();

  private final Sql sql = new Sql("h2");
  private final String claim = returning(sql.get("claim"), ResourceRow.COLUMNS);
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final String place;
  private final Optional<H2Compactor> compactor;

  private final ReentrantLock writer = new ReentrantLock();
  private final AtomicLong committed = new AtomicLong();

  private final ReentrantLock keeper = new ReentrantLock();
  private long kept;
  private volatile long keptAt = System.nanoTime();

  /**
   * @param compactor of the file, if there is one
   */
  H2Dialect(HikariDataSource pool, Jdbi jdbi, String place, Optional<H2Compactor> compactor) {
    this.pool = pool;
    this.jdbi = jdbi;
    this.place = place;
    this.compactor = compactor;
  }

  @Override
  public Sql sql() {
    return sql;
  }

  @Override
  public String returning(String change, String columns) {
    return "SELECT " + columns + " FROM FINAL TABLE (" + change + ") r";
  }

  @Override
  public void create(Unnest<Resource> resources, Unnest<Event> events, AuditLines lines) {
    writing(
        () ->
            jdbi.inTransaction(
                handle -> {
                  resources.bindTo(handle.createUpdate(sql.get("create"))).execute();
                  lines.insert(handle, sql);
                  return events.bindTo(handle.createUpdate(sql.get("add-events"))).execute();
                }));
  }

  @Override
  public void lock(Handle handle, Collection<String> uids) {
    // There is no other transaction that writes.
  }

  @Override
  public void lockTeams(Handle handle, SortedSet<String> teams) {
    // There is no other transaction that writes.
  }

  @Override
  public <T> T writing(Supplier<T> transaction) {
    writer.lock();
    try {
      T result = transaction.get();
      committed.incrementAndGet();
      return result;
    } finally {
      writer.unlock();
    }
  }

  /** Two would only divide what one transaction and one checkpoint can take together. */
  @Override
  public int sideBySide() {
    return 1;
  }

  /**
   * A commit alone is in the operating system's memory. Whoever waited here while another one
   * synced finds his own commit kept with it, and goes on.
   */
  @Override
  public void keep(Keep when) {
    if (compactor.isEmpty()
        || when == Keep.NEVER
        || (when == Keep.SOON && System.nanoTime() - keptAt < SOON_NANOS)) {
      return;
    }
    long mine = committed.get();
    keeper.lock();
    try {
      if (kept < mine) {
        long upTo = committed.get();
        jdbi.useHandle(handle -> handle.execute("CHECKPOINT SYNC"));
        kept = upTo;
        keptAt = System.nanoTime();
      }
    } finally {
      keeper.unlock();
    }
  }

  @Override
  public List<Optional<Resource>> claim(
      Handle handle, Instant now, Duration lease, int max, Set<String> saturated) {
    List<String> due =
        handle
            .createQuery(sql.get("due"))
            .bind("now", Unnest.instant(now))
            .bind("saturated", Unnest.texts(saturated))
            .bind("max", max)
            .mapTo(String.class)
            .list();
    if (due.isEmpty()) {
      return List.of();
    }
    Map<String, Integer> order = new HashMap<>();
    due.forEach(uid -> order.put(uid, order.size()));
    return handle
        .createQuery(claim)
        .bind("uid", Unnest.texts(due))
        .bind("until", Unnest.instant(now.plus(lease)))
        .map((row, context) -> Map.entry(row.getString(1), ResourceRow.readable(row)))
        .stream()
        .sorted(Comparator.comparing(claimed -> order.getOrDefault(claimed.getKey(), 0)))
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
    writer.lock();
    try {
      if (!pool.isClosed()) {
        compactor.ifPresent(H2Compactor::close);
        closeWithLastConnection();
      }
    } finally {
      writer.unlock();
    }
  }

  /**
   * With its last connection it shuts itself down in order; SHUTDOWN would cut off its own. So the
   * last one is not of the pool, which waits ten seconds for its own and then leaves them behind: a
   * busy machine may take longer, and whoever opens the file next would find it in use.
   */
  private void closeWithLastConnection() {
    try (Connection last = DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), "");
        Statement statement = last.createStatement()) {
      pool.close();
      statement.execute("SET DB_CLOSE_DELAY 0");
    } catch (SQLException e) {
      throw new StoreUnavailableException("the store did not close: " + e.getMessage(), e);
    } finally {
      pool.close();
    }
  }
}
