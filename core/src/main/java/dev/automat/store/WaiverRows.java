package dev.automat.store;

import dev.automat.policy.Waiver;
import dev.automat.policy.Waiver.Act;
import dev.automat.policy.Waiver.State;
import dev.automat.policy.WaiverRecords;
import dev.automat.policy.WaiverSpec;
import dev.automat.resource.Json;
import dev.automat.store.Transactions.Keep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import tools.jackson.databind.JsonNode;

/** Waivers as rows. */
final class WaiverRows implements WaiverRecords {

  private static final String BEFORE = "before";

  private final Transactions transactions;
  private final Sql sql;

  WaiverRows(Transactions transactions, Sql sql) {
    this.transactions = transactions;
    this.sql = sql;
  }

  private static String key(String team, String name) {
    return team + "/" + name;
  }

  @Override
  public Optional<Waiver> find(String team, String name) {
    return list("waiver", query -> query.bind("live_key", key(team, name))).stream().findFirst();
  }

  @Override
  public List<Waiver> of(String team, int limit) {
    return list("waivers-of-team", query -> query.bind("team", team).bind("limit", limit));
  }

  @Override
  public List<Waiver> granted(Optional<String> team) {
    return list("granted-waivers", query -> query.bind("team", team.orElse("")));
  }

  @Override
  public List<Waiver> all(int limit) {
    return list("waivers", query -> query.bind("limit", limit));
  }

  private List<Waiver> list(String statement, Function<Query, Query> bound) {
    return transactions.read(
        handle ->
            bound
                .apply(handle.createQuery(sql.get(statement)))
                .map((row, context) -> WaiverRows.read(row))
                .list());
  }

  /** As they stand until the end of the transaction: who would revoke one waits for it. */
  static List<Waiver> lock(Handle handle, Sql sql, Collection<String> teams) {
    return handle
        .createQuery(sql.get("lock-waivers"))
        .bind("teams", Unnest.texts(teams))
        .map((row, context) -> read(row))
        .list();
  }

  private static Waiver read(ResultSet row) throws SQLException {
    Optional<Act> granted =
        act(row, 9, Optional.ofNullable(row.getString(10)), Optional.<String>empty());
    Optional<Act> ended =
        act(
            row,
            11,
            Optional.ofNullable(row.getString(12)),
            Optional.ofNullable(row.getString(13)));
    return new Waiver(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        WaiverSpec.read(Json.read(row.getString(4), JsonNode.class)),
        State.valueOf(row.getString(5)),
        row.getString(6),
        row.getString(7),
        ResourceRow.instant(row, 8),
        granted,
        ended);
  }

  private static Optional<Act> act(
      ResultSet row, int column, Optional<String> by, Optional<String> reason) throws SQLException {
    return ResourceRow.optionalInstant(row, column)
        .map(at -> new Act(at, by.orElse(""), reason.orElse("")));
  }

  @Override
  public boolean ask(Waiver waiver, Optional<Waiver> before) {
    return transactions.write(
        Keep.NOW,
        handle -> {
          handle.savepoint(BEFORE);
          boolean free = before.map(old -> giveUpName(handle, old, waiver)).orElse(true);
          boolean asked = free && add(handle, waiver);
          if (!asked) {
            handle.rollbackToSavepoint(BEFORE);
          }
          return asked;
        });
  }

  private boolean giveUpName(Handle handle, Waiver old, Waiver next) {
    return handle
            .createUpdate(sql.get("give-up-waiver-name"))
            .bind("uid", old.uid())
            .bind("state", old.state().name())
            .bind("at", Unnest.instant(next.askedAt()))
            .bind("by", next.askedBy())
            .execute()
        > 0;
  }

  private boolean add(Handle handle, Waiver waiver) {
    return handle
            .createUpdate(sql.get("add-waiver"))
            .bind("uid", waiver.uid())
            .bind("team", waiver.team())
            .bind("name", waiver.name())
            .bind("live_key", key(waiver.team(), waiver.name()))
            .bind("spec", Json.write(waiver.spec().write()))
            .bind("asked_by", waiver.askedBy())
            .bind("asked_as", waiver.askedAs())
            .bind("asked_at", Unnest.instant(waiver.askedAt()))
            .execute()
        > 0;
  }

  @Override
  public boolean decide(Waiver decided, State was) {
    return transactions.write(
            Keep.NOW,
            handle -> {
              Update update =
                  handle
                      .createUpdate(sql.get("decide-waiver"))
                      .bind("uid", decided.uid())
                      .bind("was", was.name())
                      .bind("state", decided.state().name());
              bind("granted", decided.granted(), update);
              bind("ended", decided.ended(), update);
              decided
                  .ended()
                  .ifPresentOrElse(
                      act -> update.bind("ended_reason", act.reason()),
                      () -> update.bindNull("ended_reason", Types.VARCHAR));
              int decisions = update.execute();
              if (decisions > 0) {
                tell(handle, decided);
              }
              return decisions;
            })
        > 0;
  }

  /** The team that asked hears what became of it, unless it did that itself. */
  private void tell(Handle handle, Waiver decided) {
    switch (decided.state()) {
      case GRANTED -> tell(handle, decided, 1, "WaiverGranted", decided.granted().orElseThrow());
      case REJECTED -> tell(handle, decided, 2, "WaiverRejected", decided.ended().orElseThrow());
      case REVOKED -> tell(handle, decided, 2, "WaiverRevoked", decided.ended().orElseThrow());
      case ASKED, WITHDRAWN, EXPIRED -> {
        // Nobody but the team has done anything.
      }
    }
  }

  private void tell(Handle handle, Waiver waiver, long sequence, String reason, Act act) {
    String verb = reason.substring("Waiver".length()).toLowerCase(Locale.ROOT);
    String why = act.reason().isEmpty() ? "" : ": " + act.reason();
    handle
        .createUpdate(sql.get("add-waiver-notice"))
        .bind("id", waiver.uid() + "-" + sequence)
        .bind("uid", waiver.uid())
        .bind("sequence", sequence)
        .bind("team", waiver.team())
        .bind("name", waiver.name())
        .bind("occurred_at", Unnest.instant(act.at()))
        .bind("reason", reason)
        .bind(
            "message",
            act.by()
                + " "
                + verb
                + " the waiver of "
                + String.join(", ", waiver.spec().rules())
                + why
                + ". It was asked for until "
                + waiver.spec().expiresAt())
        .bind("expires_at", Unnest.instant(waiver.spec().expiresAt()))
        .execute();
  }

  private static void bind(String what, Optional<Act> act, Update update) {
    update.bind(
        what + "_at", act.map(each -> Unnest.instant(each.at())).orElseGet(Unnest::noInstant));
    act.ifPresentOrElse(
        each -> update.bind(what + "_by", each.by()),
        () -> update.bindNull(what + "_by", Types.VARCHAR));
  }
}
