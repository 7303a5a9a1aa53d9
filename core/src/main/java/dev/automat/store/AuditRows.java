package dev.automat.store;

import dev.automat.audit.AuditChange;
import dev.automat.audit.AuditEntry;
import dev.automat.audit.AuditLog;
import dev.automat.resource.Json;
import dev.automat.store.Transactions.Keep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.databind.JsonNode;

/** The audit log. There is no statement that changes or removes a row of it. */
final class AuditRows implements AuditLog {

  private static final String TEAMS = "AND team = ANY (cast(:teams AS varchar ARRAY))";

  private final Transactions transactions;
  private final Sql sql;

  AuditRows(Transactions transactions, Sql sql) {
    this.transactions = transactions;
    this.sql = sql;
  }

  @Override
  public void append(AuditEntry entry) {
    AuditLines lines = new AuditLines();
    lines.add(entry);
    transactions.write(
        Keep.NOW,
        handle -> {
          lines.insert(handle, sql);
          return entry;
        });
  }

  @Override
  public List<Appended> page(Optional<Set<String>> teams, long before, int limit) {
    String statement = sql.get("audit").replace("<conditions>", teams.map(_ -> TEAMS).orElse(""));
    return transactions.read(
        handle -> {
          Query query = handle.createQuery(statement).bind("before", before).bind("limit", limit);
          teams.ifPresent(these -> query.bind("teams", Unnest.texts(these)));
          return query.map((row, context) -> appended(row)).list();
        });
  }

  @Override
  public List<Moment> moments(long before, int limit) {
    return transactions.read(
        handle ->
            handle
                .createQuery(sql.get("audit-moments"))
                .bind("before", before)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new Moment(row.getLong(1), ResourceRow.instant(row, 2), row.getString(3)))
                .list());
  }

  /** Its first thirteen columns. */
  static Appended appended(ResultSet row) throws SQLException {
    return new Appended(
        row.getLong(1),
        new AuditEntry(
            ResourceRow.instant(row, 2),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            row.getString(8),
            Optional.ofNullable(row.getString(9)),
            row.getString(10),
            AuditEntry.Outcome.valueOf(row.getString(11).toUpperCase(Locale.ROOT)),
            row.getString(12),
            Optional.ofNullable(row.getString(13))
                .map(text -> new AuditChange(Json.read(text, JsonNode.class)))));
  }
}
