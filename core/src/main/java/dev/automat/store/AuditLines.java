package dev.automat.store;

import dev.automat.audit.Asked;
import dev.automat.audit.AuditChange;
import dev.automat.audit.AuditDraft;
import dev.automat.audit.AuditEntry;
import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.resource.Json;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Want;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * New lines of the audit log, gathered in a transaction and added by one statement: they stand or
 * fall with what they tell of.
 */
final class AuditLines {

  private final List<AuditEntry> entries = new ArrayList<>();

  void add(AuditEntry entry) {
    entries.add(entry);
  }

  /** What somebody asked for, and was done. */
  void done(Asked asked, String reason, Optional<AuditChange> change) {
    add(asked.draft().entry(Outcome.DONE, reason, change));
  }

  /**
   * An accepted write.
   *
   * @param before what stood; empty: it is new, or nobody asked for it
   */
  void done(Submission submission, String reason, Optional<Resource> before, Resource after) {
    Optional<AuditChange> change = Optional.of(AuditChange.between(before, after));
    submission
        .asked()
        .ifPresentOrElse(
            asked -> done(asked, reason, change),
            () ->
                ofEngine(submission.write())
                    .ifPresent(draft -> add(draft.entry(Outcome.DONE, reason, change))));
  }

  /** What the engine decides by itself; whatever else nobody asked for is none of its acts. */
  private static Optional<AuditDraft> ofEngine(Write write) {
    return switch (write) {
      case Write.End end when end.want() == Want.EXPIRED ->
          Optional.of(expiry(end.at(), end.key(), end.uid() + "/" + end.generation()));
      // A resource that was extended may be cut again: the claim tells one time from another.
      case Write.Steer steer when steer.steering() instanceof Steering.Quarantine cut ->
          Optional.of(expiry(steer.at(), steer.key(), steer.uid() + "/" + cut.claim()));
      case Write.Create _,
          Write.Change _,
          Write.End _,
          Write.Extend _,
          Write.Steer _,
          Write.Nudge _ ->
          Optional.empty();
    };
  }

  private static AuditDraft expiry(Instant at, ResourceKey key, String run) {
    return AuditDraft.ofEngine(at, AuditDraft.EXPIRY, key.team(), target(key), run);
  }

  static String target(ResourceKey key) {
    return key.kind() + " " + key.team() + "/" + key.name();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void insert(Handle handle, Sql sql) {
    if (!entries.isEmpty()) {
      unnest().bindTo(handle.createUpdate(sql.get("add-audit"))).execute();
    }
  }

  /** Named apart from the columns of other tables, with which they may share a statement. */
  Unnest<AuditEntry> unnest() {
    return Unnest.of(entries)
        .instant("a_at", AuditEntry::at)
        .text("a_actor", entry -> storable(entry.actor()))
        .text("a_issuer", AuditEntry::issuer)
        .text("a_subject", entry -> storable(entry.subject()))
        .text("a_request", AuditEntry::requestId)
        .text("a_operation", AuditEntry::operation)
        .text("a_permission", AuditEntry::permission)
        .optionalText("a_team", AuditEntry::team)
        .text("a_target", entry -> storable(entry.target()))
        .text("a_outcome", entry -> entry.outcome().text())
        .text("a_reason", entry -> storable(entry.reason()))
        .optionalText("a_change", entry -> entry.change().map(it -> Json.write(it.members())));
  }

  /** PostgreSQL's text knows no NUL. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** What stands, by uid, locked until the end of the transaction: what a line calls before. */
  static Map<String, Resource> standing(Handle handle, Sql sql, Collection<String> uids) {
    if (uids.isEmpty()) {
      return Map.of();
    }
    Map<String, Resource> standing = new HashMap<>();
    handle
        .createQuery(sql.get("standing"))
        .bind("uid", Unnest.texts(uids))
        .map((row, context) -> ResourceRow.read(row))
        .forEach(resource -> standing.put(resource.uid(), resource));
    return standing;
  }
}
