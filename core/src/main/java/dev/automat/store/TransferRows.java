package dev.automat.store;

import dev.automat.audit.Asked;
import dev.automat.audit.AuditChange;
import dev.automat.cost.Reservation.Excess;
import dev.automat.policy.Leaning;
import dev.automat.resource.Event;
import dev.automat.resource.Json;
import dev.automat.resource.Plan;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.Violation;
import dev.automat.store.Transactions.Keep;
import dev.automat.team.Team;
import dev.automat.team.Transfer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Offers as rows, and the move of a resource from one team to another. */
final class TransferRows implements Transferring {

  private static final String BEFORE = "before";

  private final Transactions transactions;
  private final Sql sql;
  private final ChangeFeed changes;
  private final BindingRows bindings;
  private final String note;
  private final String move;
  private final Reservations reservations;
  private final Leanings leanings;

  TransferRows(
      Transactions transactions, Dialect dialect, ChangeFeed changes, BindingRows bindings) {
    this.bindings = bindings;
    this.transactions = transactions;
    this.sql = dialect.sql();
    this.changes = changes;
    this.note = dialect.returning(sql.get("note"), "r.last_event");
    this.reservations = new Reservations(dialect);
    this.leanings = new Leanings(dialect.sql());
    this.move = dialect.returning(sql.get("move"), ResourceRow.COLUMNS);
  }

  @Override
  public Optional<Transfer> byUid(String uid) {
    return transactions.read(
        handle ->
            list(handle.createQuery(sql.get("transfer-by-uid")).bind("uid", uid)).stream()
                .findFirst());
  }

  @Override
  public List<Transfer> of(String team, int limit) {
    return transactions.read(
        handle ->
            list(handle.createQuery(sql.get("transfers")).bind("team", team).bind("limit", limit)));
  }

  @Override
  public Optional<Transfer> openFor(String resource) {
    return transactions.read(
        handle ->
            list(handle.createQuery(sql.get("transfer-open")).bind("resource", resource)).stream()
                .findFirst());
  }

  private static List<Transfer> list(Query query) {
    return query.map((row, context) -> read(row)).list();
  }

  private static Transfer read(ResultSet row) throws SQLException {
    Optional<String> decidedBy = Optional.ofNullable(row.getString(11));
    Optional<Instant> decidedAt = ResourceRow.optionalInstant(row, 12);
    return new Transfer(
        row.getString(1),
        row.getString(2),
        new ResourceKey(row.getString(3), row.getString(4), row.getString(5)),
        row.getString(6),
        Transfer.State.valueOf(row.getString(7)),
        row.getString(8),
        ResourceRow.instant(row, 9),
        ResourceRow.instant(row, 10),
        decidedBy.flatMap(by -> decidedAt.map(at -> new Team.Made(at, by))));
  }

  @Override
  public boolean offer(Transfer transfer, Event.Draft event) {
    boolean offered =
        transactions.write(
            Keep.NOW,
            handle ->
                allOrNothing(
                        handle,
                        () -> {
                          expire(handle, transfer);
                          return add(handle, transfer) && note(handle, transfer, event);
                        })
                    && tell(handle, event));
    announce(transfer, offered);
    return offered;
  }

  @Override
  public boolean end(Transfer ended, Event.Draft event) {
    boolean stood =
        transactions.write(
            Keep.NOW,
            handle -> {
              boolean closed = close(handle, ended);
              if (closed) {
                // Where the resource is gone meanwhile there is no line; the offer ends all the
                // same.
                note(handle, ended, event);
                tell(handle, event);
              }
              return closed;
            });
    announce(ended, stood);
    return stood;
  }

  @Override
  public Outcome accept(Acceptance acceptance, Optional<Leaning> leaning) {
    Outcome outcome =
        transactions
            .batch(
                Keep.NOW,
                List.of(acceptance),
                (handle, one) -> List.of(carryOut(handle, one.getFirst(), leaning)),
                // All that a database can refuse here is a second holder of the key.
                (_, _) -> new Outcome.NameTaken())
            .getFirst();
    announce(acceptance.accepted(), outcome instanceof Outcome.Moved);
    return outcome;
  }

  private Outcome carryOut(Handle handle, Acceptance acceptance, Optional<Leaning> leaning) {
    List<Violation> uncovered =
        leaning
            .map(leans -> leanings.uncovered(handle, leans, acceptance.event().at()))
            .orElse(List.of());
    if (!uncovered.isEmpty()) {
      return new Outcome.Refused(uncovered);
    }
    Excess beyond =
        acceptance
            .reservation()
            .map(reservation -> reservations.take(handle, reservation))
            .orElse(Excess.NONE);
    if (!beyond.refused().isEmpty()) {
      return new Outcome.Refused(beyond.refused());
    }
    Optional<Resource> before =
        Optional.ofNullable(
            AuditLines.standing(handle, sql, List.of(acceptance.accepted().resource()))
                .get(acceptance.accepted().resource()));
    List<Resource> moved = new ArrayList<>();
    boolean done =
        allOrNothing(
            handle,
            () -> {
              giveUpKey(handle, acceptance.target());
              moved.addAll(move(handle, acceptance));
              return !moved.isEmpty() && close(handle, acceptance.accepted());
            });
    if (done) {
      Resource resource = moved.getFirst();
      addEvent(
          handle,
          resource.uid(),
          resource.lastEvent(),
          Reservations.told(acceptance.event(), beyond),
          acceptance.event(),
          Optional.of(acceptance.accepted().from()));
      tell(handle, acceptance.event(), Optional.of(AuditChange.between(before, resource)));
      return new Outcome.Moved(resource, renew(handle, acceptance), beyond.warnings());
    }
    return moved.isEmpty() && isHeldByAnother(handle, acceptance)
        ? new Outcome.NameTaken()
        : new Outcome.Lost();
  }

  private Renewed renew(Handle handle, Acceptance acceptance) {
    String uid = acceptance.accepted().resource();
    String reason = "the team " + acceptance.accepted().from() + " may have read the one before";
    Renewed renewed =
        new BindingRenewal(bindings, handle, uid, acceptance.event().at(), reason)
            .of(BindingRows.of(handle, sql, uid));
    if (acceptance.howToChangeShared().isPresent() || !renewed.unchanged().isEmpty()) {
      Event.Draft stays = stays(acceptance, renewed.unchanged());
      line(handle, uid, acceptance.accepted().to())
          .ifPresent(last -> addEvent(handle, uid, last, stays, stays, Optional.empty()));
    }
    return renewed;
  }

  /** Nobody here can change it, and whoever was bound once may have read it. */
  private static Event.Draft stays(Acceptance acceptance, List<String> consumers) {
    return Event.Draft.warning(
        acceptance.event().at(),
        "SharedSecretStays",
        "the secret that the cloud made for all%s stays as it is, though the team %s may have read"
                .formatted(
                    consumers.isEmpty() ? "" : " (" + String.join(", ", consumers) + ")",
                    acceptance.accepted().from())
            + acceptance
                .howToChangeShared()
                .map(how -> " it. To change it, " + how)
                .orElse(" it: change it"));
  }

  private boolean tell(Handle handle, Event.Draft event) {
    return tell(handle, event, Optional.empty());
  }

  /** In the audit log, too. */
  private boolean tell(Handle handle, Event.Draft event, Optional<AuditChange> change) {
    AuditLines lines = new AuditLines();
    Asked.now().ifPresent(asked -> lines.done(asked, event.message(), change));
    lines.insert(handle, sql);
    return true;
  }

  private static boolean allOrNothing(Handle handle, BooleanSupplier steps) {
    handle.savepoint(BEFORE);
    boolean done = steps.getAsBoolean();
    if (!done) {
      handle.rollbackToSavepoint(BEFORE);
    }
    return done;
  }

  private void expire(Handle handle, Transfer transfer) {
    handle
        .createUpdate(sql.get("expire-offer"))
        .bind("resource", transfer.resource())
        .bind("now", Unnest.instant(transfer.offeredAt()))
        .execute();
  }

  private boolean add(Handle handle, Transfer transfer) {
    return handle
            .createUpdate(sql.get("add-offer"))
            .bind("uid", transfer.uid())
            .bind("resource", transfer.resource())
            .bind("kind", transfer.key().kind())
            .bind("name", transfer.key().name())
            .bind("from_team", transfer.from())
            .bind("to_team", transfer.to())
            .bind("offered_by", transfer.offeredBy())
            .bind("offered_at", Unnest.instant(transfer.offeredAt()))
            .bind("expires_at", Unnest.instant(transfer.expiresAt()))
            .execute()
        > 0;
  }

  private boolean close(Handle handle, Transfer ended) {
    Team.Made decided = ended.decided().orElseThrow();
    return handle
            .createUpdate(sql.get("end-offer"))
            .bind("uid", ended.uid())
            .bind("state", ended.state().name())
            .bind("decided_by", decided.by())
            .bind("decided_at", Unnest.instant(decided.at()))
            .execute()
        > 0;
  }

  /** A line in the timeline of what the giver still has. */
  private boolean note(Handle handle, Transfer transfer, Event.Draft event) {
    Optional<Long> sequence = line(handle, transfer.resource(), transfer.from());
    sequence.ifPresent(
        last -> addEvent(handle, transfer.resource(), last, event, event, concerned(transfer)));
    return sequence.isPresent();
  }

  /** Of another line in the timeline of what the team has; empty if it has not. */
  private Optional<Long> line(Handle handle, String uid, String team) {
    return handle
        .createQuery(note)
        .bind("uid", uid)
        .bind("team", team)
        .mapTo(Long.class)
        .findFirst();
  }

  /** Who has to know of it: the other of the two, where there is something to do or to hear. */
  private static Optional<String> concerned(Transfer transfer) {
    return switch (transfer.state()) {
      case OFFERED -> Optional.of(transfer.to());
      case ACCEPTED, DECLINED -> Optional.of(transfer.from());
      case WITHDRAWN, EXPIRED -> Optional.empty();
    };
  }

  /**
   * @param line what stands in the timeline; it may speak of the budget of the team that has it
   * @param told what the other team is told
   */
  private void addEvent(
      Handle handle,
      String uid,
      long last,
      Event.Draft line,
      Event.Draft told,
      Optional<String> concerned) {
    EventRows events = new EventRows();
    events.add(uid, last, List.of(line));
    concerned.ifPresent(team -> events.tell(uid, last, told, team));
    events.insert(handle, sql);
  }

  /** A tombstone gives its key to what comes. */
  private void giveUpKey(Handle handle, ResourceKey key) {
    handle.createUpdate(sql.get("give-up-key")).bind("live_key", key.toString()).execute();
  }

  private List<Resource> move(Handle handle, Acceptance acceptance) {
    Transfer accepted = acceptance.accepted();
    Plan plan = acceptance.plan();
    return handle
        .createQuery(move)
        .bind("to_team", accepted.to())
        .bind("live_key", acceptance.target().toString())
        .bind("plan", Json.write(plan))
        .bind("plan_digest", plan.digest())
        .bind("type", plan.type())
        .bind("account", ResourceRow.account(plan))
        .bind("region", plan.placement().region())
        .bind("currency", ResourceRow.currency(plan))
        .bind("monthly_hundredths", ResourceRow.hundredths(plan))
        .bind("actor", acceptance.origin().actor())
        .bind("client", acceptance.origin().client())
        .bind("now", Unnest.instant(acceptance.event().at()))
        .bind("uid", accepted.resource())
        .bind("from_team", accepted.from())
        .bind("generation", acceptance.generation())
        .map((row, context) -> ResourceRow.read(row))
        .list();
  }

  private boolean isHeldByAnother(Handle handle, Acceptance acceptance) {
    return handle
        .createQuery(sql.get("holders"))
        .bind("live_key", Unnest.texts(List.of(acceptance.target().toString())))
        .map((row, context) -> row.getString(1))
        .stream()
        .anyMatch(uid -> !uid.equals(acceptance.accepted().resource()));
  }

  private void announce(Transfer transfer, boolean changed) {
    if (changed) {
      Asked.now().ifPresent(Asked::wasWrittenDown);
      changes.committed(List.of(transfer.resource()));
    }
  }
}
