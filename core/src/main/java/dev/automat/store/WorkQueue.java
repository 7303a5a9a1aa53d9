package dev.automat.store;

import dev.automat.audit.AuditChange;
import dev.automat.audit.AuditDraft;
import dev.automat.audit.AuditEntry;
import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.SealedSecret;
import dev.automat.resource.Work.Step;
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

/** The engine's writes, compared and set on the epoch of the claim. */
final class WorkQueue {

  /** What became of one end of a claim: whether the epoch held, and when the row is due now. */
  record Ended(boolean held, Instant dueAt) {}

  private record Row(
      String uid, long lastEvent, Instant dueAt, ResourceKey key, long generation, String plan) {
    static Row read(ResultSet row) throws SQLException {
      return new Row(
          row.getString(1),
          row.getLong(2),
          ResourceRow.instant(row, 3),
          new ResourceKey(row.getString(4), row.getString(5), row.getString(6)),
          row.getLong(7),
          row.getString(8));
    }

    /** A line of the audit log: the engine acts on it. */
    AuditEntry acted(Step step, Outcome outcome, Instant at, long epoch, String reason) {
      return AuditDraft.ofEngine(
              at,
              "engine." + step.name().toLowerCase(Locale.ROOT),
              key.team(),
              AuditLines.target(key),
              uid + "/" + epoch)
          .entry(outcome, reason, Optional.of(AuditChange.of(uid, generation, plan)));
    }
  }

  private static final String ROW =
      "r.uid, r.last_event, r.due_at, r.team, r.kind, r.name, r.generation, r.plan_digest";

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
        begun(beginning, row).ifPresent(lines::add);
      }
    }
    events.insert(handle, sql);
    lines.insert(handle, sql);
    addSecrets(handle, secrets);
    return batch.stream().map(beginning -> rows.containsKey(beginning.uid())).toList();
  }

  /** As the timeline: what is tried again is no new act. */
  private static Optional<AuditEntry> begun(Beginning beginning, Row row) {
    return beginning.events().isEmpty()
        ? Optional.empty()
        : beginning
            .work()
            .intent()
            .map(
                intent ->
                    row.acted(
                        intent.step(),
                        Outcome.BEGUN,
                        intent.at(),
                        beginning.epoch(),
                        beginning.events().getLast().message()));
  }

  private static boolean isNewlyGone(Completion.Found found) {
    return found.deleted().isPresent() && !found.events().isEmpty();
  }

  /** The end of what was begun; looks at what is gone delete once more, and are no acts. */
  private static Optional<AuditEntry> done(Completion completion, Row row, Instant now) {
    return completion
        .found()
        .flatMap(
            found ->
                found
                    .ended()
                    .filter(step -> step != Step.DELETE || isNewlyGone(found))
                    .map(
                        step ->
                            row.acted(
                                step,
                                Outcome.DONE,
                                now,
                                completion.epoch(),
                                found.events().isEmpty()
                                    ? ""
                                    : found.events().getLast().message())));
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
        done(completion, row, now).ifPresent(lines::add);
      }
    }
    events.insert(handle, sql);
    lines.insert(handle, sql);
    List<String> gone = batch.stream().filter(c -> endsNow(c, rows)).map(Completion::uid).toList();
    if (!gone.isEmpty()) {
      BindingRows.end(handle, sql, gone);
    }
    return batch.stream()
        .map(completion -> Optional.ofNullable(rows.get(completion.uid())))
        .map(row -> new Ended(row.isPresent(), row.map(Row::dueAt).orElse(Lease.NEVER)))
        .toList();
  }

  private static boolean endsNow(Completion completion, Map<String, Row> rows) {
    return rows.containsKey(completion.uid())
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
    return handle.createUpdate(sql.get("purge")).bind("uid", uid).bind("epoch", epoch).execute()
        > 0;
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
