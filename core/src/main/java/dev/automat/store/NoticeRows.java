package dev.automat.store;

import dev.automat.notify.Notice;
import dev.automat.notify.NoticeReport;
import dev.automat.notify.NoticeReport.State;
import dev.automat.notify.NoticeReport.ToSink;
import dev.automat.notify.Outbox.Backlog;
import dev.automat.notify.Outbox.Standing;
import dev.automat.resource.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Notices as rows, for those who only read. */
final class NoticeRows {

  private static final String TEAMS = " AND n.team = ANY (cast(:teams AS varchar ARRAY))";
  private static final String DEAD = " AND n.state IN ('dead', 'escalated')";

  private final Sql sql;

  NoticeRows(Sql sql) {
    this.sql = sql;
  }

  /** Those that have no deliveries yet; in a transaction, they are this one's. */
  List<Notice> unrouted(Handle handle, int max) {
    return handle
        .createQuery(sql.get("unrouted-notices"))
        .bind("max", max)
        .map((row, context) -> notice(row))
        .list();
  }

  List<Notice> byIds(Handle handle, Collection<String> ids) {
    return reports(
            handle,
            "n.id = ANY (cast(:ids AS varchar ARRAY))",
            ids.size(),
            query -> query.bind("ids", Unnest.texts(ids)))
        .stream()
        .map(NoticeReport::notice)
        .toList();
  }

  Optional<NoticeReport> find(Handle handle, String id) {
    return withDeliveries(handle, reports(handle, "n.id = :id", 1, query -> query.bind("id", id)))
        .stream()
        .findFirst();
  }

  List<NoticeReport> page(
      Handle handle, Optional<Set<String>> teams, boolean dead, long before, int limit) {
    String conditions =
        "n.number < :before" + teams.map(_ -> TEAMS).orElse("") + (dead ? DEAD : "");
    return withDeliveries(
        handle,
        reports(
            handle,
            conditions,
            limit,
            query -> {
              teams.ifPresent(these -> query.bind("teams", Unnest.texts(these)));
              return query.bind("before", before);
            }));
  }

  /** What binds the values of conditions. */
  private interface Binding {
    Query bind(Query query);
  }

  private List<NoticeReport> reports(Handle handle, String conditions, int limit, Binding values) {
    Query query = handle.createQuery(sql.get("notices").replace("<conditions>", conditions));
    return values.bind(query).bind("limit", limit).map((row, context) -> report(row)).list();
  }

  private static NoticeReport report(ResultSet row) throws SQLException {
    return new NoticeReport(
        row.getLong(1),
        notice(row),
        State.valueOf(row.getString(15).toUpperCase(Locale.ROOT)),
        ResourceRow.optionalInstant(row, 16),
        List.of());
  }

  private static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        ResourceRow.instant(row, 9),
        Event.Level.valueOf(row.getString(10)),
        row.getString(11),
        row.getString(12),
        ResourceRow.optionalInstant(row, 13),
        ResourceRow.optionalInstant(row, 14));
  }

  private List<NoticeReport> withDeliveries(Handle handle, List<NoticeReport> reports) {
    if (reports.isEmpty()) {
      return reports;
    }
    Map<String, List<ToSink>> deliveries = new HashMap<>();
    handle
        .createQuery(sql.get("deliveries"))
        .bind("notice", Unnest.texts(reports.stream().map(each -> each.notice().id()).toList()))
        .map((row, context) -> Map.entry(row.getString(1), toSink(row)))
        .forEach(
            each ->
                deliveries
                    .computeIfAbsent(each.getKey(), _ -> new ArrayList<>())
                    .add(each.getValue()));
    return reports.stream()
        .map(
            each ->
                new NoticeReport(
                    each.number(),
                    each.notice(),
                    each.state(),
                    each.accepted(),
                    deliveries.getOrDefault(each.notice().id(), List.of())))
        .toList();
  }

  private static ToSink toSink(ResultSet row) throws SQLException {
    return new ToSink(
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        ResourceRow.optionalInstant(row, 5),
        ResourceRow.optionalInstant(row, 6),
        row.getString(7),
        row.getBoolean(8));
  }

  Map<Long, Standing> standings(Handle handle, String uid, long after, long until) {
    Map<Long, Standing> standings = new HashMap<>();
    handle
        .createQuery(sql.get("notice-states"))
        .bind("uid", uid)
        .bind("after", after)
        .bind("until", until)
        .map(
            (row, context) ->
                Map.entry(
                    row.getLong(1),
                    new Standing(
                        State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                        ResourceRow.optionalInstant(row, 3))))
        .forEach(each -> standings.put(each.getKey(), each.getValue()));
    return standings;
  }

  Optional<Instant> accepted(Handle handle, String uid, Instant writtenAt) {
    return handle
        .createQuery(sql.get("accepted-notice"))
        .bind("uid", uid)
        .bind("at", Unnest.instant(writtenAt))
        .map((row, context) -> ResourceRow.optionalInstant(row, 1))
        .one();
  }

  Backlog backlog(Handle handle) {
    return handle
        .createQuery(sql.get("notice-backlog"))
        .map(
            (row, context) ->
                new Backlog(row.getLong(1), ResourceRow.optionalInstant(row, 2), row.getLong(3)))
        .one();
  }
}
