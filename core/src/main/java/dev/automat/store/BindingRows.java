package dev.automat.store;

import dev.automat.audit.Asked;
import dev.automat.resource.Binding;
import dev.automat.resource.BindingSpec;
import dev.automat.resource.BindingStatus;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.SealedSecret;
import dev.automat.store.Transactions.Keep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Bindings as rows. */
final class BindingRows implements BindingStore {

  /** The resource, whose claim held. */
  private record Held(long lastEvent, ActedOn resource) {}

  private final Sql sql;
  private final Transactions transactions;
  private final ChangeFeed changes;
  private final String wakeBound;
  private final String holdClaim;

  BindingRows(Dialect dialect, Transactions transactions, ChangeFeed changes) {
    this.sql = dialect.sql();
    this.transactions = transactions;
    this.changes = changes;
    this.wakeBound = dialect.returning(sql.get("wake-bound"), "r.last_event");
    this.holdClaim = dialect.returning(sql.get("hold-claim"), "r.last_event, " + ActedOn.COLUMNS);
  }

  @Override
  public List<Binding> of(String uid) {
    return transactions.read(handle -> of(handle, sql, uid));
  }

  static List<Binding> of(Handle handle, Sql sql, String uid) {
    return handle
        .createQuery(sql.get("bindings"))
        .bind("uid", uid)
        .map((row, context) -> read(row))
        .list();
  }

  private static Binding read(ResultSet row) throws SQLException {
    return new Binding(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getLong(4),
        Json.read(row.getString(5), BindingSpec.class),
        row.getInt(6),
        Duration.ofMillis(row.getLong(7)),
        row.getBoolean(8),
        ResourceRow.instant(row, 9),
        row.getString(10),
        Json.read(row.getString(11), BindingStatus.class),
        Optional.ofNullable(row.getObject(12, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  @Override
  public boolean write(BindingWrite write, Instant now) {
    String uid = write.wanted().uid();
    boolean held = transactions.write(Keep.NOW, handle -> write(handle, write, now));
    if (held) {
      Asked.now().ifPresent(Asked::wasWrittenDown);
      changes.committed(List.of(uid));
    }
    return held;
  }

  private boolean write(Handle handle, BindingWrite write, Instant now) {
    Binding wanted = write.wanted();
    OptionalLong event = wake(handle, wanted.uid(), now);
    if (event.isEmpty() || !(isNew(wanted) ? add(handle, wanted) : change(handle, wanted))) {
      // The wake is taken back, too.
      handle.rollback();
      return false;
    }
    tell(handle, wanted.uid(), event.getAsLong(), List.of(write.event()));
    AuditLines lines = new AuditLines();
    Asked.now().ifPresent(asked -> lines.done(asked, write.event().message(), Optional.empty()));
    lines.insert(handle, sql);
    return true;
  }

  private static boolean isNew(Binding wanted) {
    return wanted.generation() == 1;
  }

  /** Has the engine look; empty if nothing can be bound to it. Locks the row of the resource. */
  OptionalLong wake(Handle handle, String uid, Instant now) {
    return handle
        .createQuery(wakeBound)
        .bind("uid", uid)
        .bind("now", Unnest.instant(now))
        .mapTo(Long.class)
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  private boolean add(Handle handle, Binding wanted) {
    boolean taken =
        of(handle, sql, wanted.uid()).stream()
            .anyMatch(
                other ->
                    other.id().equals(wanted.id())
                        || (other.gone().isEmpty() && other.consumer().equals(wanted.consumer())));
    if (taken) {
      return false;
    }
    handle
        .createUpdate(sql.get("add-binding"))
        .bind("uid", wanted.uid())
        .bind("id", wanted.id())
        .bind("consumer", wanted.consumer())
        .bind("generation", wanted.generation())
        .bind("spec", Json.write(wanted.spec()))
        .bind("wanted_version", wanted.wantedVersion())
        .bind("overlap_millis", wanted.overlap().toMillis())
        .bind("absent", wanted.absent())
        .bind("created_at", Unnest.instant(wanted.created()))
        .bind("created_by", wanted.createdBy())
        .bind("status", Json.write(wanted.status()))
        .execute();
    return true;
  }

  /** Empty-handed if somebody else was faster. */
  boolean change(Handle handle, Binding wanted) {
    return handle
            .createUpdate(sql.get("change-binding"))
            .bind("uid", wanted.uid())
            .bind("id", wanted.id())
            .bind("generation", wanted.generation())
            .bind("spec", Json.write(wanted.spec()))
            .bind("wanted_version", wanted.wantedVersion())
            .bind("overlap_millis", wanted.overlap().toMillis())
            .bind("absent", wanted.absent())
            .execute()
        > 0;
  }

  @Override
  public boolean record(BindingRecord record) {
    boolean held = transactions.write(Keep.NOW, handle -> record(handle, record));
    if (held) {
      changes.committed(List.of(record.binding().uid()));
    }
    return held;
  }

  private boolean record(Handle handle, BindingRecord record) {
    Binding binding = record.binding();
    Optional<Held> held =
        handle
            .createQuery(holdClaim)
            .bind("uid", binding.uid())
            .bind("epoch", record.epoch())
            .bind("events", record.events().size())
            .map((row, context) -> new Held(row.getLong(1), ActedOn.read(row, 2)))
            .findFirst();
    if (held.isEmpty()) {
      return false;
    }
    record.secret().ifPresent(secret -> keep(handle, binding, secret));
    record.revoked().ifPresent(version -> forgetSecret(handle, binding, version));
    if (record.forgotten()) {
      forget(handle, binding);
    } else {
      found(handle, binding);
    }
    tell(handle, binding.uid(), held.get().lastEvent(), record.events());
    AuditLines lines = new AuditLines();
    held.get().resource().add(record.acts(), record.epoch(), lines);
    lines.insert(handle, sql);
    return true;
  }

  /** In place of the one before, which differs only where the cloud makes secrets. */
  private void keep(Handle handle, Binding binding, SealedSecret secret) {
    forgetSecret(handle, binding, secret.version());
    Unnest.of(List.of(secret))
        .text("uid", SealedSecret::uid)
        .text("field", SealedSecret::field)
        .number("version", SealedSecret::version)
        .bytes("envelope", SealedSecret::envelope)
        .bindTo(handle.createUpdate(sql.get("add-secrets")))
        .execute();
  }

  private void forgetSecret(Handle handle, Binding binding, int version) {
    handle
        .createUpdate(sql.get("forget-secret"))
        .bind("uid", binding.uid())
        .bind("field", binding.secretField())
        .bind("version", version)
        .execute();
  }

  private void forget(Handle handle, Binding binding) {
    handle
        .createUpdate(sql.get("forget-binding"))
        .bind("uid", binding.uid())
        .bind("id", binding.id())
        .execute();
    handle.createUpdate(sql.get("still-bound")).bind("uid", binding.uid()).execute();
  }

  private void found(Handle handle, Binding binding) {
    handle
        .createUpdate(sql.get("found-binding"))
        .bind("uid", binding.uid())
        .bind("id", binding.id())
        .bind("status", Json.write(binding.status()))
        .bind("gone_at", binding.gone().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null))
        .execute();
  }

  void tell(Handle handle, String uid, long last, List<Event.Draft> drafts) {
    EventRows events = new EventRows();
    events.add(uid, last, drafts);
    events.insert(handle, sql);
  }

  @Override
  public Optional<SealedSecret> secret(Binding binding, int version) {
    return transactions.read(
        handle ->
            handle
                .createQuery(sql.get("secret-version"))
                .bind("uid", binding.uid())
                .bind("field", binding.secretField())
                .bind("version", version)
                .map(
                    (row, context) ->
                        new SealedSecret(
                            binding.uid(), binding.secretField(), row.getInt(1), row.getBytes(2)))
                .findFirst());
  }

  /** What goes with resources that were seen gone, in the transaction that says so. */
  static void end(Handle handle, Sql sql, Collection<String> uids) {
    for (String statement : List.of("end-bindings", "end-binding-secrets", "unbound")) {
      handle.createUpdate(sql.get(statement)).bind("uid", Unnest.texts(uids)).execute();
    }
  }
}
