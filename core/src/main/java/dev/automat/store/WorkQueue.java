package dev.automat.store;

import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.SealedSecret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The engine's writes, compared and set on the epoch of the claim. */
final class WorkQueue {

  /** What became of one end of a claim: whether the epoch held, and when the row is due now. */
  record Ended(boolean held, Instant dueAt) {}

  private record Row(ActedOn of, long lastEvent, Instant dueAt, boolean bound) {
    static Row read(ResultSet row) throws SQLException {
      return new Row(
          ActedOn.read(row, 4), row.getLong(1), ResourceRow.instant(row, 2), row.getBoolean(3));
    }

    String uid() {
      return of.uid();
    }
  }

  private static final String ROW = "r.last_event, r.due_at, r.bound, " + ActedOn.COLUMNS;

  private final Dialect dialect;
  private final Sql sql;
  private final String begin;
  private final String completeFound;
  private final String completeUnchanged;

  WorkQueue(Dialect dialect) {
    this.dialect = dialect;
    sql = dialect.sql();
    begin = dialect.returning(sql.get("begin"), ROW);
    completeFound = dialect.returning(sql.get("complete-found"), ROW);
    completeUnchanged = dialect.returning(sql.get("complete-unchanged"), ROW);
  }

  List<Boolean> begin(Handle handle, List<Beginning> batch) {
    dialect.lock(handle, batch.stream().map(Beginning::uid).toList());
    Map<String, Row> rows =
        rows(
            Unnest.of(batch)
                .text("uid", Beginning::uid)
                .number("epoch", Beginning::epoch)
                .text("phase", b -> b.phase().name())
                .json("status", Beginning::status)
                .json("work", Beginning::work)
                .flag("recreate_seen", Beginning::recreateSeen)
                .number("events", b -> b.events().size())
                .optionalInstant("unless_paused_at", Beginning::unlessPausedAt)
                .flag("while_cut", Beginning::whileCut)
                .bindTo(handle.createQuery(begin)));
    EventRows events = new EventRows();
    AuditLines lines = new AuditLines();
    List<SealedSecret> secrets = new ArrayList<>();
    for (Beginning beginning : batch) {
      Row row = rows.get(beginning.uid());
      if (row != null) {
        events.add(row.uid(), row.lastEvent(), beginning.events());
        beginning.secret().ifPresent(secrets::add);
        row.of().add(beginning.acts(), beginning.epoch(), lines);
      }
    }
    events.insert(handle, sql);
    lines.insert(handle, sql);
    addSecrets(handle, secrets);
    return batch.stream().map(beginning -> rows.containsKey(beginning.uid())).toList();
  }

  private void addSecrets(Handle handle, List<SealedSecret> secrets) {
    if (!secrets.isEmpty()) {
      Unnest.of(secrets)
          .text("uid", SealedSecret::uid)
          .text("field", SealedSecret::field)
          .number("version", SealedSecret::version)
          .bytes("envelope", SealedSecret::envelope)
          .bindTo(handle.createUpdate(sql.get("add-secrets")))
          .execute();
    }
  }

  List<Ended> complete(Handle handle, List<Completion> batch, Instant now) {
    dialect.lock(handle, batch.stream().map(Completion::uid).toList());
    Map<String, Row> rows = new HashMap<>();
    rows.putAll(unchanged(handle, batch.stream().filter(c -> c.found().isEmpty()).toList(), now));
    rows.putAll(found(handle, batch.stream().filter(c -> c.found().isPresent()).toList(), now));
    EventRows events = new EventRows();
    AuditLines lines = new AuditLines();
    for (Completion completion : batch) {
      Row row = rows.get(completion.uid());
      if (row != null) {
        List<Event.Draft> drafts =
            completion.found().map(Completion.Found::events).orElse(List.of());
        events.add(row.uid(), row.lastEvent(), drafts);
        completion
            .found()
            .ifPresent(found -> row.of().add(found.acts(), completion.epoch(), lines));
      }
    }
    endBindings(handle, batch.stream().filter(c -> endsNow(c, rows)).toList(), rows, now, lines);
    events.insert(handle, sql);
    lines.insert(handle, sql);
    return batch.stream()
        .map(completion -> Optional.ofNullable(rows.get(completion.uid())))
        .map(row -> new Ended(row.isPresent(), row.map(Row::dueAt).orElse(Lease.NEVER)))
        .toList();
  }

  private void endBindings(
      Handle handle, List<Completion> gone, Map<String, Row> rows, Instant now, AuditLines lines) {
    for (Completion completion : gone) {
      Optional.ofNullable(rows.get(completion.uid()))
          .ifPresent(
              row -> row.of().add(unended(handle, row.uid(), now), completion.epoch(), lines));
    }
    if (!gone.isEmpty()) {
      BindingRows.end(handle, sql, gone.stream().map(Completion::uid).toList());
    }
  }

  /** The ends of acts on bindings that were under way when the resource was seen gone. */
  private List<Acted> unended(Handle handle, String uid, Instant now) {
    List<Acted> ends = new ArrayList<>();
    for (Binding binding : BindingRows.of(handle, sql, uid)) {
      String why = binding.consumer() + ": its resource is gone";
      binding
          .status()
          .act()
          .map(act -> new Acted(now, BindingStatus.word(act), Outcome.FAILED, why))
          .ifPresent(ends::add);
    }
    return ends;
  }

  private static boolean endsNow(Completion completion, Map<String, Row> rows) {
    return Optional.ofNullable(rows.get(completion.uid())).filter(Row::bound).isPresent()
        && completion.found().flatMap(Completion.Found::deleted).isPresent();
  }

  private Map<String, Row> unchanged(Handle handle, List<Completion> batch, Instant now) {
    if (batch.isEmpty()) {
      return Map.of();
    }
    return rows(
        queueColumns(batch)
            .bindTo(handle.createQuery(completeUnchanged))
            .bind("now", Unnest.instant(now)));
  }

  private Map<String, Row> found(Handle handle, List<Completion> batch, Instant now) {
    if (batch.isEmpty()) {
      return Map.of();
    }
    return rows(
        queueColumns(batch)
            .text("phase", c -> found(c).phase().name())
            .json("status", c -> found(c).status())
            .json("work", c -> found(c).work())
            .optionalInstant("ready_at", c -> found(c).ready())
            .optionalInstant("deleted_at", c -> found(c).deleted())
            .number("events", c -> found(c).events().size())
            .bindTo(handle.createQuery(completeFound))
            .bind("now", Unnest.instant(now)));
  }

  private static Unnest<Completion> queueColumns(List<Completion> batch) {
    return Unnest.of(batch)
        .text("uid", Completion::uid)
        .number("epoch", Completion::epoch)
        .instant("due_at", Completion::dueAt);
  }

  private static Completion.Found found(Completion completion) {
    return completion.found().orElseThrow();
  }

  void wake(Handle handle, Collection<String> uids, Instant now) {
    dialect.lock(handle, uids);
    handle
        .createUpdate(sql.get("wake"))
        .bind("uid", Unnest.texts(uids.stream().distinct().toList()))
        .bind("now", Unnest.instant(now))
        .execute();
  }

  boolean purge(Handle handle, String uid, long epoch) {
    dialect.lock(handle, List.of(uid));
    boolean purged =
        handle.createUpdate(sql.get("purge")).bind("uid", uid).bind("epoch", epoch).execute() > 0;
    if (purged) {
      handle
          .createQuery(sql.get("stack-of"))
          .bind("uid", uid)
          .mapTo(String.class)
          .findOne()
          .ifPresent(
              stack -> handle.createUpdate(sql.get("forget-stack")).bind("stack", stack).execute());
    }
    return purged;
  }

  Optional<Instant> nextDue(Handle handle, Set<String> saturated) {
    return handle
        .createQuery(sql.get("next-due"))
        .bind("saturated", Unnest.texts(saturated))
        .map((row, context) -> ResourceRow.instant(row, 1))
        .findFirst();
  }

  private static Map<String, Row> rows(Query query) {
    Map<String, Row> rows = new HashMap<>();
    query.map((row, context) -> Row.read(row)).forEach(row -> rows.put(row.uid(), row));
    return rows;
  }
}
