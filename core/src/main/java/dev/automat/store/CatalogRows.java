package dev.automat.store;

import dev.automat.audit.Asked;
import dev.automat.audit.AuditChange;
import dev.automat.catalog.BundleReport;
import dev.automat.catalog.CatalogRecords;
import dev.automat.resource.Json;
import dev.automat.store.Transactions.Keep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Bundles of the catalogue, and the moves of its pointer, as rows. */
final class CatalogRows implements CatalogRecords {

  private final Transactions transactions;
  private final Dialect dialect;
  private final ChangeFeed changes;
  private final Sql sql;
  private final String remark;

  CatalogRows(Transactions transactions, Dialect dialect, ChangeFeed changes) {
    this.transactions = transactions;
    this.dialect = dialect;
    this.changes = changes;
    this.sql = dialect.sql();
    this.remark = dialect.returning(sql.get("remark"), "r.uid, r.last_event");
  }

  @Override
  public boolean push(Pushed bundle, byte[] archive) {
    return audited(
        AuditChange.ofBundle(bundle.digest()),
        handle ->
            handle
                .createUpdate(sql.get("add-bundle"))
                .bind("digest", bundle.digest())
                .bind("archive", archive)
                .bind("size", bundle.bytes())
                .bind("by", bundle.by())
                .bind("at", Unnest.instant(bundle.at()))
                .bind("report", Json.write(bundle.report())));
  }

  /** With the line of whoever asked, which stands or falls with it. @return whether it was done */
  private boolean audited(AuditChange change, Function<Handle, Update> update) {
    boolean done =
        transactions.write(
            Keep.NOW,
            handle -> {
              if (update.apply(handle).execute() == 0) {
                return false;
              }
              AuditLines lines = new AuditLines();
              Asked.now().ifPresent(asked -> lines.done(asked, "", Optional.of(change)));
              lines.insert(handle, sql);
              return true;
            });
    if (done) {
      Asked.now().ifPresent(Asked::wasWrittenDown);
    }
    return done;
  }

  @Override
  public List<Pushed> bundles(int limit) {
    return transactions.read(
        handle -> pushed(handle.createQuery(sql.get("bundles")).bind("limit", limit)));
  }

  @Override
  public Optional<Pushed> bundle(String digest) {
    return transactions.read(
        handle ->
            pushed(handle.createQuery(sql.get("bundle")).bind("digest", digest)).stream()
                .findFirst());
  }

  private static List<Pushed> pushed(Query query) {
    return query
        .map(
            (row, context) ->
                new Pushed(
                    row.getString(1),
                    row.getLong(2),
                    row.getString(3),
                    ResourceRow.instant(row, 4),
                    report(row, 5)))
        .list();
  }

  private static BundleReport report(ResultSet row, int column) throws SQLException {
    return Json.read(row.getString(column), BundleReport.class);
  }

  @Override
  public Optional<byte[]> archive(String digest) {
    return transactions.read(
        handle ->
            handle
                .createQuery(sql.get("bundle-archive"))
                .bind("digest", digest)
                .map((row, context) -> row.getBytes(1))
                .findFirst());
  }

  @Override
  public long revision() {
    return transactions.read(
        handle -> handle.createQuery(sql.get("catalog-revision")).mapTo(Long.class).one());
  }

  @Override
  public Optional<Activation> activation(long revision) {
    return transactions.read(
        handle ->
            activations(handle.createQuery(sql.get("activation")).bind("revision", revision))
                .stream()
                .findFirst());
  }

  @Override
  public List<Activation> history(int limit) {
    return transactions.read(
        handle -> activations(handle.createQuery(sql.get("activations")).bind("limit", limit)));
  }

  private static List<Activation> activations(Query query) {
    return query
        .map(
            (row, context) -> {
              long restores = row.getLong(3);
              boolean restored = !row.wasNull();
              return new Activation(
                  row.getLong(1),
                  Optional.ofNullable(row.getString(2)),
                  restored ? Optional.of(restores) : Optional.empty(),
                  row.getString(4),
                  ResourceRow.instant(row, 5),
                  report(row, 6));
            })
        .list();
  }

  @Override
  public boolean activate(Activation next) {
    return audited(
        AuditChange.ofCatalog(next.revision(), next.digest()), handle -> activation(handle, next));
  }

  private Update activation(Handle handle, Activation next) {
    Update update =
        handle
            .createUpdate(sql.get("activate-catalog"))
            .bind("revision", next.revision())
            .bind("by", next.by())
            .bind("at", Unnest.instant(next.at()))
            .bind("report", Json.write(next.report()));
    next.digest()
        .ifPresentOrElse(
            digest -> update.bind("digest", digest),
            () -> update.bindNull("digest", Types.VARCHAR));
    next.restores()
        .ifPresentOrElse(
            revision -> update.bind("restores", revision),
            () -> update.bindNull("restores", Types.BIGINT));
    return update;
  }

  @Override
  public int remark(Collection<Remark> remarks) {
    if (remarks.isEmpty()) {
      return 0;
    }
    Map<String, Remark> byUid = new HashMap<>();
    remarks.forEach(each -> byUid.put(each.uid(), each));
    Map<String, Long> last =
        transactions.write(Keep.NOW, handle -> remark(handle, Map.copyOf(byUid)));
    changes.committed(last.keySet());
    return last.size();
  }

  private Map<String, Long> remark(Handle handle, Map<String, Remark> byUid) {
    List<String> uids = byUid.keySet().stream().sorted().toList();
    dialect.lock(handle, uids);
    Map<String, Long> last = new HashMap<>();
    handle
        .createQuery(remark)
        .bind("uid", Unnest.texts(uids))
        .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(row -> last.put(row.getKey(), row.getValue()));
    EventRows events = new EventRows();
    last.forEach(
        (uid, sequence) ->
            Optional.ofNullable(byUid.get(uid))
                .ifPresent(each -> events.add(uid, sequence, List.of(each.event()))));
    events.insert(handle, sql);
    return last;
  }
}
