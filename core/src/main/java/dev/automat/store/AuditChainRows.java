package dev.automat.store;

import dev.automat.audit.AuditChain;
import dev.automat.audit.AuditLog.Appended;
import dev.automat.audit.CheckpointKey;
import dev.automat.audit.Link;
import dev.automat.audit.SealedLine;
import dev.automat.resource.SealedSecret;
import dev.automat.store.Transactions.Keep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The chain, in two columns of the audit log that are written once. */
final class AuditChainRows implements AuditChain {

  private final Transactions transactions;
  private final Sql sql;
  private final Questions questions;

  AuditChainRows(Transactions transactions, Sql sql, Questions questions) {
    this.transactions = transactions;
    this.sql = sql;
    this.questions = questions;
  }

  @Override
  public int seal(int limit) {
    // Mostly there is nothing, and then nothing needs to be kept.
    return transactions.read(handle -> unsealed(handle, 1)).isEmpty()
        ? 0
        : transactions.write(Keep.NOW, handle -> seal(handle, limit));
  }

  private int seal(Handle handle, int limit) {
    handle.createQuery(sql.get("lock-audit")).mapTo(Integer.class).one();
    Link link = head(handle);
    List<SealedLine> lines = new ArrayList<>();
    for (Appended open : unsealed(handle, limit)) {
      link = link.next(open.sequence(), open.entry());
      lines.add(new SealedLine(link, open.sequence(), open.entry()));
    }
    return lines.isEmpty()
        ? 0
        : Unnest.of(lines)
            .number("sequence", SealedLine::sequence)
            .number("position", line -> line.link().position())
            .text("hash", line -> line.link().hash())
            .bindTo(handle.createUpdate(sql.get("seal-audit")))
            .execute();
  }

  private List<Appended> unsealed(Handle handle, int limit) {
    return handle
        .createQuery(sql.get("unsealed-audit"))
        .bind("limit", limit)
        .map((row, context) -> AuditRows.appended(row))
        .list();
  }

  @Override
  public Link head() {
    return transactions.read(this::head);
  }

  private Link head(Handle handle) {
    return handle
        .createQuery(sql.get("audit-head"))
        .map((row, context) -> new Link(row.getLong(1), row.getString(2)))
        .findOne()
        .orElse(Link.START);
  }

  @Override
  public List<SealedLine> after(long position, int limit) {
    return transactions.read(
        handle ->
            handle
                .createQuery(sql.get("sealed-audit"))
                .bind("after", position)
                .bind("limit", limit)
                .map(
                    (row, context) -> {
                      Appended appended = AuditRows.appended(row);
                      return new SealedLine(
                          new Link(row.getLong(14), row.getString(15)),
                          appended.sequence(),
                          appended.entry());
                    })
                .list());
  }

  @Override
  public Optional<SealedSecret> key() {
    return transactions.read(
        handle -> questions.secret(handle, CheckpointKey.KEEPER, CheckpointKey.FIELD));
  }

  @Override
  public SealedSecret keep(SealedSecret key) {
    transactions.write(
        Keep.NOW,
        handle ->
            handle
                .createUpdate(sql.get("keep-secret"))
                .bind("uid", key.uid())
                .bind("field", key.field())
                .bind("version", key.version())
                .bind("envelope", key.envelope())
                .execute());
    return key().orElseThrow();
  }
}
