package dev.automat.store;

import dev.automat.audit.AuditChange;
import dev.automat.audit.AuditDraft;
import dev.automat.resource.ResourceKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What lines of the audit log say of the resource that the engine acts on. */
record ActedOn(String uid, ResourceKey key, long generation, String plan) {

  /** What {@link #read} wants to find in a result, in this order, from a table called r. */
  static final String COLUMNS = "r.uid, r.team, r.kind, r.name, r.generation, r.plan_digest";

  /**
   * @param from the first of its columns
   */
  static ActedOn read(ResultSet row, int from) throws SQLException {
    return new ActedOn(
        row.getString(from),
        new ResourceKey(row.getString(from + 1), row.getString(from + 2), row.getString(from + 3)),
        row.getLong(from + 4),
        row.getString(from + 5));
  }

  /**
   * Adds the lines of acts.
   *
   * @param epoch of the claim under which it acts
   */
  void add(List<Acted> acts, long epoch, AuditLines lines) {
    for (Acted acted : acts) {
      lines.add(
          AuditDraft.ofEngine(
                  acted.at(),
                  "engine." + acted.operation(),
                  key.team(),
                  AuditLines.target(key),
                  uid + "/" + epoch)
              .entry(
                  acted.outcome(),
                  acted.reason(),
                  Optional.of(AuditChange.of(uid, generation, plan))));
    }
  }
}
