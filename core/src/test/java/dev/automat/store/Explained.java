package dev.automat.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How a database carries out what is asked again and again. */
final class Explained {

  private static final Instant NOW = Samples.NOW;

  private Explained() {}

  /** The plans, by the names of the statements. */
  static Map<String, String> by(JdbiStore store, String folder) {
    Sql sql = new Sql(folder);
    return store
        .transactions()
        .read(
            handle ->
                handle.inTransaction(
                    transaction -> {
                      if (folder.equals("postgresql")) {
                        transaction.execute("SET LOCAL enable_seqscan = off");
                      }
                      return plans(transaction, sql);
                    }));
  }

  private static Map<String, String> plans(Handle handle, Sql sql) {
    Map<String, String> plans = new LinkedHashMap<>();
    plans.put(
        "unrouted-notices", plan(explain(handle, sql.get("unrouted-notices")).bind("max", 10)));
    plans.put("notice-backlog", plan(explain(handle, sql.get("notice-backlog"))));
    plans.put(
        "old-notices",
        plan(
            explain(handle, sql.get("old-notices"))
                .bind("before", Unnest.instant(NOW))
                .bind("max", 10)));
    String kept = " AND r.deleted_at IS NULL AND r.managed_by = :managed_by";
    plans.put(
        "list",
        plan(
            explain(handle, sql.get("list").replace("<conditions>", kept))
                .bind("after", "")
                .bind("managed_by", "git:shop")
                .bind("limit", 10)));
    return plans;
  }

  private static Query explain(Handle handle, String statement) {
    return handle.createQuery("EXPLAIN " + statement);
  }

  private static String plan(Query query) {
    List<String> lines = query.mapTo(String.class).list();
    return String.join("\n", lines);
  }
}
