package dev.automat.store;

import dev.automat.cost.Reservation.Excess;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Accepting writes: one statement for all of a kind, each row compared and set by itself. */
final class Acceptance {

  private final Dialect dialect;
  private final Reservations reservations;
  private final Leanings leanings;
  private final Sql sql;
  private final String create;
  private final String releaseKey;
  private final String change;
  private final String end;
  private final String extend;
  private final String nudge;
  private final String steer;

  Acceptance(Dialect dialect) {
    this.dialect = dialect;
    reservations = new Reservations(dialect);
    leanings = new Leanings(dialect.sql());
    sql = dialect.sql();
    create = dialect.returning(sql.get("create") + "\nON CONFLICT DO NOTHING", "uid");
    releaseKey = dialect.returning(sql.get("release-key"), "r.uid");
    change = dialect.returning(sql.get("change"), ResourceRow.COLUMNS);
    end = dialect.returning(sql.get("end"), ResourceRow.COLUMNS);
    extend = dialect.returning(sql.get("extend"), ResourceRow.COLUMNS);
    nudge = dialect.returning(sql.get("nudge"), ResourceRow.COLUMNS);
    steer = dialect.returning(sql.get("steer"), ResourceRow.COLUMNS);
  }

  List<WriteOutcome> write(Handle handle, List<Submission> submitted) {
    List<Write> batch = submitted.stream().map(Submission::write).toList();
    Map<ResourceKey, List<Violation>> denied = leanings.uncovered(handle, submitted);
    List<Write> covered = batch.stream().filter(write -> !denied.containsKey(write.key())).toList();
    Reservations.Taken taken = reservations.take(handle, covered);
    List<Write> allowed = taken.allowed(covered);
    Map<String, Resource> before = before(handle, submitted);
    Map<ResourceKey, Resource> stored = new HashMap<>();
    for (Resource resource : carryOut(handle, ByKind.of(allowed))) {
      stored.put(resource.key(), resource);
    }
    addEvents(handle, allowed, taken, stored);
    addAudit(handle, submitted, taken, before, stored);
    Map<ResourceKey, Resource> holders = holders(handle, allowed, stored.keySet());
    return batch.stream()
        .map(
            write ->
                denied.containsKey(write.key())
                    ? new WriteOutcome.Refused(denied.get(write.key()))
                    : outcome(write, taken.of(write), stored, holders))
        .toList();
  }

  private static WriteOutcome outcome(
      Write write,
      Excess beyond,
      Map<ResourceKey, Resource> stored,
      Map<ResourceKey, Resource> holders) {
    if (!beyond.refused().isEmpty()) {
      return new WriteOutcome.Refused(beyond.refused());
    }
    Resource accepted = stored.get(write.key());
    return accepted != null
        ? new WriteOutcome.Accepted(accepted, beyond.warnings())
        : new WriteOutcome.Lost(Optional.ofNullable(holders.get(write.key())));
  }

  private List<Resource> carryOut(Handle handle, ByKind writes) {
    dialect.lock(handle, writes.existing());
    List<Resource> stored = new ArrayList<>();
    if (!writes.creates.isEmpty()) {
      stored.addAll(create(handle, writes.creates));
    }
    if (!writes.changes.isEmpty()) {
      stored.addAll(change(handle, writes.changes));
    }
    if (!writes.ends.isEmpty()) {
      stored.addAll(end(handle, writes.ends));
    }
    if (!writes.extensions.isEmpty()) {
      stored.addAll(extend(handle, writes.extensions));
    }
    if (!writes.nudges.isEmpty()) {
      stored.addAll(nudge(handle, writes.nudges));
    }
    if (!writes.steers.isEmpty()) {
      stored.addAll(steer(handle, writes.steers));
    }
    return stored;
  }

  private List<Resource> create(Handle handle, List<Write.Create> creates) {
    // Before a key is released: what is lost then would have lost it in vain.
    Set<String> earlier = restorable(handle, creates);
    List<Write.Create> over =
        creates.stream()
            .filter(c -> c.overTombstone().isPresent())
            .filter(c -> c.earlier().map(earlier::contains).orElse(true))
            .toList();
    Set<String> released = over.isEmpty() ? Set.of() : releaseKeys(handle, over);
    List<Resource> possible =
        creates.stream()
            .filter(c -> c.overTombstone().map(released::contains).orElse(true))
            .filter(c -> c.earlier().map(earlier::contains).orElse(true))
            .map(Write.Create::resource)
            .toList();
    if (possible.isEmpty()) {
      return List.of();
    }
    Set<String> made = insert(handle, possible);
    for (Write.Create c : over) {
      if (released.contains(c.overTombstone().orElseThrow())
          && !made.contains(c.resource().uid())) {
        throw new RowRefusedException("the uid " + c.resource().uid() + " was used before");
      }
    }
    markUndeleted(handle, creates, made);
    return possible.stream()
        .filter(resource -> made.contains(resource.uid()))
        .map(ResourceRow::created)
        .toList();
  }

  /** Of the earlier incarnations those whose copy stands, and will as long as this transaction. */
  private Set<String> restorable(Handle handle, List<Write.Create> creates) {
    List<String> sources = creates.stream().flatMap(c -> c.earlier().stream()).toList();
    return sources.isEmpty()
        ? Set.of()
        : read(handle.createQuery(sql.get("restorable")).bind("uid", Unnest.texts(sources)))
            .stream()
            .filter(source -> source.work().purgeAt().isPresent())
            .map(Resource::uid)
            .collect(Collectors.toSet());
  }

  /** So that the copy is not deleted while it is read. */
  private void markUndeleted(Handle handle, List<Write.Create> creates, Set<String> made) {
    for (Write.Create c : creates) {
      String uid = c.resource().uid();
      if (made.contains(uid)) {
        c.earlier()
            .ifPresent(
                source ->
                    handle
                        .createUpdate(sql.get("mark-undeleted"))
                        .bind("uid", source)
                        .bind("undeleted_as", uid)
                        .execute());
      }
    }
  }

  /** The uids of the rows that are in now. */
  private Set<String> insert(Handle handle, List<Resource> resources) {
    return ResourceRow.unnest(resources)
        .bindTo(handle.createQuery(create))
        .mapTo(String.class)
        .set();
  }

  private Set<String> releaseKeys(Handle handle, List<Write.Create> over) {
    return Unnest.of(over)
        .text("uid", c -> c.overTombstone().orElseThrow())
        .text("live_key", c -> c.key().toString())
        .optionalText(
            "undeleted_as",
            c ->
                c.resource()
                    .stay()
                    .restoredFrom()
                    .filter(_ -> c.earlier().isEmpty())
                    .map(_ -> c.resource().uid()))
        .bindTo(handle.createQuery(releaseKey))
        .mapTo(String.class)
        .set();
  }

  private List<Resource> change(Handle handle, List<Write.Change> changes) {
    return read(
        Unnest.of(changes)
            .text("uid", Write.Change::uid)
            .number("generation", Write.Change::generation)
            .json("labels", Write.Change::labels)
            .json("spec", Write.Change::spec)
            .json("plan", Write.Change::plan)
            .text("plan_digest", c -> c.plan().digest())
            .text("type", c -> c.plan().type())
            .text("account", c -> ResourceRow.account(c.plan()))
            .text("region", c -> c.plan().placement().region())
            .text("environment", c -> ResourceRow.environment(c.spec()))
            .text("actor", c -> c.origin().actor())
            .text("client", c -> c.origin().client())
            .optionalText("managed_by", c -> c.origin().managedBy())
            .optionalInstant("expires_at", Write.Change::expires)
            .instant("now_at", c -> c.event().at())
            .text("currency", c -> ResourceRow.currency(c.plan()))
            .number("monthly_hundredths", c -> ResourceRow.hundredths(c.plan()))
            .bindTo(handle.createQuery(change)));
  }

  private List<Resource> end(Handle handle, List<Write.End> ends) {
    return read(
        Unnest.of(ends)
            .text("uid", Write.End::uid)
            .number("generation", Write.End::generation)
            .text("want", e -> e.want().name())
            .instant("requested_at", Write.End::at)
            .optionalInstant("expires_at", Write.End::expires)
            .instant("now_at", Write.End::at)
            .flag("without_snapshot", Write.End::withoutSnapshot)
            .number("epoch", e -> e.claim().orElse(-1L))
            .bindTo(handle.createQuery(end)));
  }

  private List<Resource> extend(Handle handle, List<Write.Extend> extensions) {
    return read(
        Unnest.of(extensions)
            .text("uid", Write.Extend::uid)
            .instant("from_at", Write.Extend::from)
            .instant("expires_at", Write.Extend::expires)
            .instant("now_at", Write.Extend::at)
            .bindTo(handle.createQuery(extend)));
  }

  private List<Resource> nudge(Handle handle, List<Write.Nudge> nudges) {
    return read(
        Unnest.of(nudges)
            .text("uid", Write.Nudge::uid)
            .flag("recreate", Write.Nudge::recreate)
            .instant("now_at", Write.Nudge::at)
            .bindTo(handle.createQuery(nudge)));
  }

  private List<Resource> steer(Handle handle, List<Write.Steer> steers) {
    return read(
        Unnest.of(steers)
            .text("uid", Write.Steer::uid)
            .text("what", s -> s.steering().getClass().getSimpleName())
            .optionalText("content", s -> SteeringRow.content(s.steering()))
            .optionalInstant("until", s -> SteeringRow.until(s.steering()))
            .number("epoch", s -> SteeringRow.claim(s.steering()))
            .optionalInstant("expires_at", s -> SteeringRow.expires(s.steering()))
            .instant("now_at", Write.Steer::at)
            .bindTo(handle.createQuery(steer)));
  }

  private static List<Resource> read(Query query) {
    return query.map((row, context) -> ResourceRow.read(row)).list();
  }

  private void addEvents(
      Handle handle,
      List<Write> batch,
      Reservations.Taken taken,
      Map<ResourceKey, Resource> stored) {
    EventRows events = new EventRows();
    for (Write write : batch) {
      Resource resource = stored.get(write.key());
      if (resource != null) {
        events.add(resource.uid(), resource.lastEvent(), List.of(taken.event(write)));
      }
    }
    events.insert(handle, sql);
  }

  /** What those stand on that somebody asked for; a line of the engine says what is now. */
  private Map<String, Resource> before(Handle handle, List<Submission> submitted) {
    List<Write> asked =
        submitted.stream()
            .filter(one -> one.asked().isPresent())
            .map(Submission::write)
            .filter(write -> !(write instanceof Write.Create))
            .toList();
    return AuditLines.standing(handle, sql, ByKind.of(asked).existing());
  }

  private void addAudit(
      Handle handle,
      List<Submission> submitted,
      Reservations.Taken taken,
      Map<String, Resource> before,
      Map<ResourceKey, Resource> stored) {
    AuditLines lines = new AuditLines();
    for (Submission one : submitted) {
      Resource resource = stored.get(one.write().key());
      if (resource != null) {
        lines.done(
            one,
            taken.event(one.write()).message(),
            Optional.ofNullable(before.get(resource.uid())),
            resource);
      }
    }
    lines.insert(handle, sql);
  }

  private Map<ResourceKey, Resource> holders(
      Handle handle, List<Write> batch, Set<ResourceKey> stored) {
    return holders(
        handle, sql, batch.stream().map(Write::key).filter(key -> !stored.contains(key)).toList());
  }

  /** What holds these keys now. */
  static Map<ResourceKey, Resource> holders(Handle handle, Sql sql, List<ResourceKey> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    List<String> texts = keys.stream().map(Object::toString).toList();
    Map<ResourceKey, Resource> holders = new HashMap<>();
    read(handle.createQuery(sql.get("holders")).bind("live_key", Unnest.texts(texts)))
        .forEach(resource -> holders.put(resource.key(), resource));
    return holders;
  }

  /** A batch by kinds; creates in the order of their keys, in which they may wait for others. */
  private record ByKind(
      List<Write.Create> creates,
      List<Write.Change> changes,
      List<Write.End> ends,
      List<Write.Extend> extensions,
      List<Write.Nudge> nudges,
      List<Write.Steer> steers) {

    static ByKind of(List<Write> batch) {
      ByKind kinds =
          new ByKind(
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      Set<ResourceKey> keys = new HashSet<>();
      for (Write write : batch) {
        if (!keys.add(write.key())) {
          throw new IllegalArgumentException("two writes for " + write.key() + " in one batch");
        }
        switch (write) {
          case Write.Create create -> kinds.creates.add(create);
          case Write.Change change -> kinds.changes.add(change);
          case Write.End end -> kinds.ends.add(end);
          case Write.Extend extension -> kinds.extensions.add(extension);
          case Write.Nudge nudge -> kinds.nudges.add(nudge);
          case Write.Steer steer -> kinds.steers.add(steer);
        }
      }
      kinds.creates.sort(Comparator.comparing(create -> create.key().toString()));
      return kinds;
    }

    /** The rows that must be there already. */
    List<String> existing() {
      List<String> uids = new ArrayList<>();
      creates.forEach(create -> create.overTombstone().ifPresent(uids::add));
      changes.forEach(change -> uids.add(change.uid()));
      ends.forEach(end -> uids.add(end.uid()));
      extensions.forEach(extension -> uids.add(extension.uid()));
      nudges.forEach(nudge -> uids.add(nudge.uid()));
      steers.forEach(steer -> uids.add(steer.uid()));
      return uids;
    }
  }
}
