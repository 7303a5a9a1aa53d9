package dev.automat.store;

import dev.automat.audit.Asked;
import dev.automat.audit.AuditChange;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.stack.Stack;
import dev.automat.stack.StackKey;
import dev.automat.stack.StackState;
import dev.automat.store.Transactions.Keep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.databind.node.ObjectNode;

/** Stacks as rows, and their writes together with those of their members. */
final class StackRows implements StackStore {

  private static final String PRESENT = "AND r.deleted_at IS NULL";

  private final Transactions transactions;
  private final Acceptance acceptance;
  private final ChangeFeed changes;
  private final Sql sql;

  StackRows(Transactions transactions, Sql sql, Acceptance acceptance, ChangeFeed changes) {
    this.transactions = transactions;
    this.sql = sql;
    this.acceptance = acceptance;
    this.changes = changes;
  }

  /** Takes the whole transaction back. */
  private static final class NotWholeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient StackOutcome outcome;

    private NotWholeException(StackOutcome outcome) {
      super("a stack is written as a whole", null, false, false);
      this.outcome = outcome;
    }
  }

  @Override
  public Optional<StackState> current(StackKey key) {
    return one("stack", "key", key.toString());
  }

  @Override
  public Optional<StackState> byUid(String uid) {
    return one("stack-by-uid", "uid", uid);
  }

  @Override
  public Optional<StackState> asItStood(String uid) {
    return transactions.read(
        handle ->
            stacks(handle.createQuery(text("stack-by-uid")).bind("uid", uid)).stream()
                .findFirst()
                .map(stack -> new StackState(stack, lastMembers(handle, stack))));
  }

  private List<Resource> lastMembers(Handle handle, Stack stack) {
    Map<ResourceKey, Resource> last = new LinkedHashMap<>();
    handle
        .createQuery(sql.get("stack-members-ever"))
        .bind("stack", stack.uid())
        .map((row, context) -> ResourceRow.read(row))
        .forEach(resource -> last.put(resource.key(), resource));
    return List.copyOf(last.values());
  }

  private Optional<StackState> one(String statement, String parameter, String value) {
    return transactions.read(
        handle ->
            withMembers(handle, stacks(handle.createQuery(text(statement)).bind(parameter, value)))
                .stream()
                .findFirst());
  }

  @Override
  public List<StackState> list(String team, boolean gone, Optional<String> afterUid, int limit) {
    String statement = text("stacks").replace("<conditions>", gone ? "" : PRESENT);
    return transactions.read(
        handle ->
            withMembers(
                handle,
                stacks(
                    handle
                        .createQuery(statement)
                        .bind("team", team)
                        .bind("after", afterUid.orElse(""))
                        .bind("limit", limit))));
  }

  @Override
  public List<String> names(String team, int limit) {
    return transactions.read(
        handle ->
            handle
                .createQuery(sql.get("stack-names"))
                .bind("team", team)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
  }

  private String text(String statement) {
    return sql.get(statement).replace("<stack>", StackRow.COLUMNS);
  }

  private static List<Stack> stacks(Query query) {
    return query.map((row, context) -> StackRow.read(row)).list();
  }

  private List<StackState> withMembers(Handle handle, List<Stack> stacks) {
    if (stacks.isEmpty()) {
      return List.of();
    }
    Map<String, List<Resource>> members = new HashMap<>();
    handle
        .createQuery(sql.get("stack-members"))
        .bind("stack", Unnest.texts(stacks.stream().map(Stack::uid).toList()))
        .map((row, context) -> ResourceRow.read(row))
        .forEach(
            resource ->
                resource
                    .stay()
                    .member()
                    .ifPresent(
                        in ->
                            members
                                .computeIfAbsent(in.uid(), _ -> new ArrayList<>())
                                .add(resource)));
    return stacks.stream()
        .map(stack -> new StackState(stack, members.getOrDefault(stack.uid(), List.of())))
        .toList();
  }

  @Override
  public List<Line> events(String uid, Place after, int limit) {
    return transactions.read(
        handle ->
            handle
                .createQuery(sql.get("stack-events"))
                .bind("stack", uid)
                .bind("at", Unnest.instant(after.at()))
                .bind("uid", after.uid())
                .bind("sequence", after.sequence())
                .bind("limit", limit)
                .map((row, context) -> line(row))
                .list());
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        new ResourceKey(row.getString(7), row.getString(8), row.getString(9)),
        new Event(
            row.getString(1),
            row.getLong(2),
            ResourceRow.instant(row, 3),
            Event.Level.valueOf(row.getString(4)),
            row.getString(5),
            row.getString(6)));
  }

  @Override
  public StackOutcome write(StackWrite write) {
    StackOutcome.Accepted accepted;
    try {
      accepted = transactions.write(Keep.NOW, handle -> carryOut(handle, write));
    } catch (NotWholeException e) {
      return e.outcome;
    }
    Asked.now().ifPresent(Asked::wasWrittenDown);
    if (!write.members().isEmpty()) {
      changes.committed(
          write.members().stream()
              .map(one -> accepted.state().holder(one.write().key()))
              .flatMap(Optional::stream)
              .map(Resource::uid)
              .toList());
    }
    return accepted;
  }

  /** Members first, as whoever writes one of them by itself locks in that order, too. */
  private StackOutcome.Accepted carryOut(Handle handle, StackWrite write) {
    Map<ResourceKey, List<Violation>> warnings = members(handle, write);
    link(handle, write);
    if (!row(handle, write)) {
      throw new NotWholeException(new StackOutcome.Lost());
    }
    tell(handle, write);
    Stack stack =
        stacks(handle.createQuery(text("stack-by-uid")).bind("uid", write.after().uid()))
            .getFirst();
    return new StackOutcome.Accepted(withMembers(handle, List.of(stack)).getFirst(), warnings);
  }

  /**
   * @return what they go beyond, and may
   */
  private Map<ResourceKey, List<Violation>> members(Handle handle, StackWrite write) {
    if (write.members().isEmpty()) {
      return Map.of();
    }
    List<WriteOutcome> outcomes = acceptance.write(handle, write.members());
    Map<ResourceKey, List<Violation>> warnings = new HashMap<>();
    Map<ResourceKey, List<Violation>> refused = new HashMap<>();
    boolean lost = false;
    for (int i = 0; i < outcomes.size(); i++) {
      ResourceKey key = write.members().get(i).write().key();
      switch (outcomes.get(i)) {
        case WriteOutcome.Accepted(Resource _, List<Violation> beyond) -> warnings.put(key, beyond);
        case WriteOutcome.Refused(List<Violation> violations) -> refused.put(key, violations);
        case WriteOutcome.Lost _ -> lost = true;
        case WriteOutcome.Failed failed -> throw new RowRefusedException(failed.message());
      }
    }
    if (lost) {
      throw new NotWholeException(new StackOutcome.Lost());
    }
    if (!refused.isEmpty()) {
      throw new NotWholeException(new StackOutcome.Refused(refused));
    }
    return warnings;
  }

  private void link(Handle handle, StackWrite write) {
    List<String> made = new ArrayList<>();
    for (Submission one : write.members()) {
      if (one.write() instanceof Write.Create create) {
        made.add(create.resource().uid());
      }
    }
    if (!made.isEmpty()) {
      Unnest.of(made)
          .text("stack", _ -> write.after().uid())
          .text("resource", uid -> uid)
          .bindTo(handle.createUpdate(sql.get("add-stack-members")))
          .execute();
    }
  }

  /** Whether the stack was still as this was planned on. */
  private boolean row(Handle handle, StackWrite write) {
    Stack after = write.after();
    Optional<Stack> before = write.before();
    if (before.filter(stack -> stack.uid().equals(after.uid())).isPresent()) {
      return change(handle, before.get(), after);
    }
    return before.map(gone -> release(handle, gone)).orElse(true) && add(handle, after);
  }

  private boolean change(Handle handle, Stack before, Stack after) {
    return StackRow.changed(before, after)
            .bindTo(handle.createUpdate(sql.get("change-stack")))
            .execute()
        == 1;
  }

  private boolean release(Handle handle, Stack gone) {
    return handle
            .createUpdate(sql.get("release-stack"))
            .bind("uid", gone.uid())
            .bind("revision", gone.revision())
            .execute()
        == 1;
  }

  private boolean add(Handle handle, Stack stack) {
    return StackRow.made(stack).bindTo(handle.createUpdate(sql.get("add-stack"))).execute() == 1;
  }

  /** Of the stack itself; each member has its own line. */
  private void tell(Handle handle, StackWrite write) {
    AuditLines lines = new AuditLines();
    ObjectNode members = Json.object().put("uid", write.after().uid());
    write
        .before()
        .filter(before -> before.uid().equals(write.after().uid()))
        .ifPresent(before -> members.set("before", stand(before)));
    members.set("after", stand(write.after()));
    Asked.now()
        .ifPresent(asked -> lines.done(asked, write.what(), Optional.of(new AuditChange(members))));
    lines.insert(handle, sql);
  }

  private static ObjectNode stand(Stack stack) {
    ObjectNode stand = Json.object().put("generation", stack.generation());
    stack.expires().ifPresent(end -> stand.put("expiresAt", end.toString()));
    return stand;
  }
}
