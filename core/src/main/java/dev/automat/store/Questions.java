package dev.automat.store;

import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.SealedSecret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Everything that is only read. */
final class Questions {

  private static final String TEAMS = " AND r.team = ANY (cast(:teams AS varchar ARRAY))";

  private static final String STACK =
      " AND r.uid IN (SELECT m.resource FROM stack_member m JOIN stack s ON s.uid = m.stack"
          + " WHERE s.name = :stack";

  private static final String STACK_TEAMS = " AND s.team = ANY (cast(:teams AS varchar ARRAY))";

  private final Sql sql;

  Questions(Sql sql) {
    this.sql = sql;
  }

  Optional<Resource> current(Connection connection, ResourceKey key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.get("current"))) {
      statement.setString(1, key.toString());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(ResourceRow.read(row)) : Optional.empty();
      }
    }
  }

  Optional<Resource> byUid(Handle handle, String uid) {
    return resources(handle.createQuery(sql.get("by-uid")).bind("uid", uid)).stream().findFirst();
  }

  List<Resource> list(Handle handle, ResourceFilter filter, String afterUid, int limit) {
    Map<String, String> wanted = new LinkedHashMap<>();
    filter.kind().ifPresent(kind -> wanted.put("kind", kind));
    filter.environment().ifPresent(environment -> wanted.put("environment", environment));
    filter.phase().ifPresent(phase -> wanted.put("phase", phase.name()));
    filter.managedBy().ifPresent(manager -> wanted.put("managed_by", manager));
    StringBuilder conditions =
        new StringBuilder(filter.tombstones() ? "" : "AND r.deleted_at IS NULL");
    wanted.keySet().forEach(c -> conditions.append(" AND r.").append(c).append(" = :").append(c));
    filter.teams().ifPresent(_ -> conditions.append(TEAMS));
    filter
        .stack()
        .ifPresent(
            _ ->
                conditions
                    .append(STACK)
                    .append(filter.teams().isPresent() ? STACK_TEAMS : "")
                    .append(')'));
    String statement = sql.get("list").replace("<conditions>", conditions);
    Query query = handle.createQuery(statement).bind("after", afterUid).bind("limit", limit);
    wanted.forEach(query::bind);
    filter.teams().ifPresent(teams -> query.bind("teams", Unnest.texts(teams)));
    filter.stack().ifPresent(stack -> query.bind("stack", stack));
    return resources(query);
  }

  List<Resource> inScope(
      Handle handle, String type, String account, String region, String afterName, int limit) {
    return resources(
        handle
            .createQuery(sql.get("in-scope"))
            .bind("type", type)
            .bind("account", account)
            .bind("region", region)
            .bind("after", afterName)
            .bind("limit", limit));
  }

  List<Place> places(Handle handle) {
    return handle
        .createQuery(sql.get("places"))
        .map((row, context) -> new Place(row.getString(1), row.getString(2), row.getString(3)))
        .list();
  }

  List<Event> events(Handle handle, String uid, long after, int limit) {
    return handle
        .createQuery(sql.get("events"))
        .bind("uid", uid)
        .bind("after", after)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Event(
                    row.getString(1),
                    row.getLong(2),
                    ResourceRow.instant(row, 3),
                    Event.Level.valueOf(row.getString(4)),
                    row.getString(5),
                    row.getString(6)))
        .list();
  }

  Optional<SealedSecret> secret(Handle handle, String uid, String field) {
    return handle
        .createQuery(sql.get("secret"))
        .bind("uid", uid)
        .bind("field", field)
        .map((row, context) -> new SealedSecret(uid, field, row.getInt(1), row.getBytes(2)))
        .findFirst();
  }

  Map<String, String> known(Handle handle, Collection<String> uids) {
    Map<String, String> names = new LinkedHashMap<>();
    handle
        .createQuery(sql.get("known"))
        .bind("uid", Unnest.texts(uids))
        .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(known -> names.put(known.getKey(), known.getValue()));
    return names;
  }

  List<Leak> leaks(Handle handle) {
    return handle
        .createQuery(sql.get("leaks"))
        .map(
            (row, context) ->
                new Leak(
                    new Place(row.getString(1), row.getString(2), row.getString(3)),
                    row.getString(4),
                    Optional.ofNullable(row.getString(5)),
                    Optional.ofNullable(row.getString(6)),
                    row.getString(7),
                    ResourceRow.instant(row, 8),
                    ResourceRow.instant(row, 9)))
        .list();
  }

  Optional<String> setting(Handle handle, String name) {
    return handle
        .createQuery(sql.get("setting"))
        .bind("name", name)
        .mapTo(String.class)
        .findFirst();
  }

  List<AccountHold> holds(Handle handle) {
    return handle
        .createQuery(sql.get("holds"))
        .map(
            (row, context) ->
                new AccountHold(row.getString(1), row.getString(2), ResourceRow.instant(row, 3)))
        .list();
  }

  Instant databaseTime(Handle handle) {
    return handle
        .createQuery(sql.get("database-time"))
        .map((row, context) -> ResourceRow.instant(row, 1))
        .one();
  }

  Map<String, Long> countByPhase(Handle handle) {
    Map<String, Long> counts = new TreeMap<>();
    handle
        .createQuery(sql.get("count-by-phase"))
        .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  private static List<Resource> resources(Query query) {
    return query.map((row, context) -> ResourceRow.read(row)).list();
  }
}
