package dev.automat.store;

import dev.automat.resource.Json;
import dev.automat.resource.ResourceKey;
import dev.automat.store.Transactions.Keep;
import dev.automat.team.Possession;
import dev.automat.team.Team;
import dev.automat.team.TeamForm;
import dev.automat.team.TeamRecords;
import dev.automat.team.TeamSpec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import tools.jackson.databind.JsonNode;

/** The documents of teams as rows. */
final class TeamRows implements TeamRecords {

  private final Transactions transactions;
  private final Sql sql;

  TeamRows(Transactions transactions, Sql sql) {
    this.transactions = transactions;
    this.sql = sql;
  }

  @Override
  public List<Team> all() {
    return transactions.read(
        handle ->
            handle.createQuery(sql.get("teams")).map((row, context) -> TeamRows.read(row)).list());
  }

  private static Team read(ResultSet row) throws SQLException {
    return new Team(
        row.getString(1),
        TeamForm.read(Json.read(row.getString(2), JsonNode.class)),
        row.getLong(3),
        row.getString(4),
        Optional.of(new Team.Made(ResourceRow.instant(row, 5), row.getString(6))),
        ResourceRow.optionalInstant(row, 7),
        ResourceRow.optionalInstant(row, 8));
  }

  @Override
  public long revision() {
    return transactions.read(
        handle -> handle.createQuery(sql.get("team-revision")).mapTo(Long.class).one());
  }

  @Override
  public boolean create(Team team) {
    Team.Made made = team.made().orElseThrow();
    return write(
        handle ->
            handle
                .createUpdate(sql.get("add-team"))
                .bind("id", team.id())
                .bind("spec", Json.write(TeamForm.write(team.spec())))
                .bind("managed_by", team.managedBy())
                .bind("created_at", Unnest.instant(made.at()))
                .bind("created_by", made.by()));
  }

  @Override
  public boolean change(String id, long generation, TeamSpec spec) {
    return write(
        handle ->
            at(handle, "change-team", id, generation)
                .bind("spec", Json.write(TeamForm.write(spec))));
  }

  @Override
  public boolean orphan(String id, long generation, Optional<Instant> since) {
    return write(
        handle ->
            at(handle, "orphan-team", id, generation)
                .bind("since", since.map(Unnest::instant).orElseGet(Unnest::noInstant)));
  }

  @Override
  public boolean end(String id, long generation, Instant at) {
    return transactions.write(
        Keep.NOW,
        handle -> {
          boolean ended =
              at(handle, "end-team", id, generation).bind("at", Unnest.instant(at)).execute() > 0;
          if (ended) {
            handle
                .createUpdate(sql.get("revoke-tokens-of-team"))
                .bind("team", id)
                .bind("at", Unnest.instant(at))
                .execute();
          }
          return ended;
        });
  }

  private Update at(Handle handle, String statement, String id, long generation) {
    return handle.createUpdate(sql.get(statement)).bind("id", id).bind("generation", generation);
  }

  private boolean write(Function<Handle, Update> update) {
    return transactions.write(Keep.NOW, handle -> update.apply(handle).execute()) > 0;
  }

  @Override
  public List<Possession> possessions(String team, Instant now, int limit) {
    return transactions.read(
        handle -> {
          List<Possession> all = new ArrayList<>(owned(handle, team, limit));
          all.addAll(offered(handle, team, now, limit));
          return List.copyOf(all.subList(0, Math.min(limit, all.size())));
        });
  }

  private List<Possession> owned(Handle handle, String team, int limit) {
    return handle
        .createQuery(sql.get("owned"))
        .bind("team", team)
        .bind("limit", limit)
        .<Possession>map(
            (row, context) ->
                new Possession.Owned(
                    new ResourceKey(row.getString(1), row.getString(2), row.getString(3))))
        .list();
  }

  private List<Possession> offered(Handle handle, String team, Instant now, int limit) {
    return handle
        .createQuery(sql.get("offered"))
        .bind("team", team)
        .bind("now", Unnest.instant(now))
        .bind("limit", limit)
        .<Possession>map(
            (row, context) ->
                new Possession.Offered(
                    row.getString(1),
                    new ResourceKey(row.getString(2), row.getString(3), row.getString(4))))
        .list();
  }
}
