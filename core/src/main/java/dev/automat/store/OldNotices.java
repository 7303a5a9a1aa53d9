package dev.automat.store;

import dev.automat.store.Transactions.Keep;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Removes notices that nobody needs any more, with their deliveries. */
final class OldNotices {

  private final Transactions transactions;
  private final Sql sql;

  OldNotices(Transactions transactions, Sql sql) {
    this.transactions = transactions;
    this.sql = sql;
  }

  /** As {@link dev.automat.notify.Outbox#forget} says. */
  int forget(Instant before, int max) {
    // Most looks find nothing, and need no transaction that others wait for.
    if (transactions.read(handle -> old(handle, before, 1)).isEmpty()) {
      return 0;
    }
    return transactions.write(Keep.SOON, handle -> forget(handle, old(handle, before, max)));
  }

  private List<String> old(Handle handle, Instant before, int max) {
    return handle
        .createQuery(sql.get("old-notices"))
        .bind("before", Unnest.instant(before))
        .bind("max", max)
        .mapTo(String.class)
        .list();
  }

  /** Locked first, as whoever has them sent again does: what that one did is seen then. */
  private int forget(Handle handle, List<String> ids) {
    handle
        .createQuery(sql.get("lock-notices"))
        .bind("id", Unnest.texts(ids))
        .mapTo(String.class)
        .list();
    handle.createUpdate(sql.get("forget-deliveries")).bind("id", Unnest.texts(ids)).execute();
    return handle.createUpdate(sql.get("forget-notices")).bind("id", Unnest.texts(ids)).execute();
  }
}
