package dev.automat.store;

import dev.automat.cost.Amounts;
import dev.automat.cost.Reservation;
import dev.automat.cost.Reservation.Excess;
import dev.automat.cost.Usage;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Holds writes against the limits of their teams, in the transaction that carries them out. Each
 * team is locked first, so that what stands can not change until the commit; then one statement
 * says what all of them have, however many writes there are. A batch without limits asks nothing.
 */
final class Reservations {

  private final Dialect dialect;
  private final Sql sql;

  Reservations(Dialect dialect) {
    this.dialect = dialect;
    this.sql = dialect.sql();
  }

  /** What goes beyond the limits, by key; in the order of the batch, each counting those before. */
  Taken take(Handle handle, List<Write> batch) {
    List<Write> limited = batch.stream().filter(write -> write.reservation().isPresent()).toList();
    if (limited.isEmpty()) {
      return Taken.NOTHING;
    }
    SortedSet<String> teams =
        limited.stream()
            .map(write -> write.reservation().orElseThrow().team())
            .collect(Collectors.toCollection(TreeSet::new));
    dialect.lockTeams(handle, teams);
    Map<String, Usage> usage = new HashMap<>(usage(handle, teams));
    Map<String, Standing> standing = standing(handle, limited);
    Map<ResourceKey, Resource> holders =
        Acceptance.holders(handle, sql, limited.stream().map(Write::key).toList());
    Map<ResourceKey, Excess> excess = new HashMap<>();
    for (Write write : limited) {
      if (isLost(write, Optional.ofNullable(holders.get(write.key())))) {
        continue; // Whoever asks again for what they have is not refused for having it.
      }
      Reservation reservation = write.reservation().orElseThrow();
      Usage has = usage.getOrDefault(reservation.team(), Usage.NONE);
      Optional<BigDecimal> before =
          write instanceof Write.Change change
              ? Optional.of(before(Optional.ofNullable(standing.get(change.uid())), reservation))
              : Optional.empty();
      Excess beyond =
          before.map(was -> reservation.ofChange(has, was)).orElseGet(() -> reservation.ofNew(has));
      excess.put(write.key(), beyond);
      if (beyond.refused().isEmpty()) {
        usage.put(
            reservation.team(),
            has.with(reservation.added(before.isEmpty(), before.orElse(BigDecimal.ZERO))));
      }
    }
    return new Taken(excess);
  }

  /** Whether somebody was faster, so that it takes no room: it is about to be found out in SQL. */
  private static boolean isLost(Write write, Optional<Resource> holder) {
    return switch (write) {
      case Write.Create create -> !create.overTombstone().equals(holder.map(Resource::uid));
      case Write.Change change ->
          holder
              .filter(
                  row ->
                      row.uid().equals(change.uid())
                          && row.generation() == change.generation()
                          && !row.want().absent())
              .isEmpty();
      case Write.End _, Write.Extend _, Write.Nudge _, Write.Steer _ -> false;
    };
  }

  /** What one more would go beyond, in a team that it is given to. */
  Excess take(Handle handle, Reservation reservation) {
    dialect.lockTeams(handle, new TreeSet<>(List.of(reservation.team())));
    return reservation.ofNew(
        usage(handle, List.of(reservation.team())).getOrDefault(reservation.team(), Usage.NONE));
  }

  /** Of another currency than the budget's it counts nothing, as it did before. */
  private static BigDecimal before(Optional<Standing> standing, Reservation reservation) {
    return Amounts.ofHundredths(
        standing
            .filter(
                row ->
                    reservation
                        .budget()
                        .filter(budget -> budget.currency().equals(row.currency()))
                        .isPresent())
            .map(Standing::hundredths)
            .orElse(0L));
  }

  Map<String, Usage> usage(Handle handle, Collection<String> teams) {
    return read(handle.createQuery(sql.get("usage")).bind("teams", Unnest.texts(teams)));
  }

  Map<String, Usage> usageOfAll(Handle handle) {
    return read(handle.createQuery(sql.get("usage-of-all")));
  }

  private static Map<String, Usage> read(Query query) {
    Map<String, List<Usage.Sum>> sums = new HashMap<>();
    query
        .map(
            (row, context) ->
                Map.entry(
                    row.getString(1),
                    new Usage.Sum(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7))))
        .forEach(
            sum -> sums.computeIfAbsent(sum.getKey(), _ -> new ArrayList<>()).add(sum.getValue()));
    Map<String, Usage> usage = new HashMap<>();
    sums.forEach((team, of) -> usage.put(team, new Usage(of)));
    return usage;
  }

  private Map<String, Standing> standing(Handle handle, List<Write> limited) {
    List<String> changed = new ArrayList<>();
    for (Write write : limited) {
      if (write instanceof Write.Change change) {
        changed.add(change.uid());
      }
    }
    if (changed.isEmpty()) {
      return Map.of();
    }
    Map<String, Standing> standing = new HashMap<>();
    handle
        .createQuery(sql.get("standing-cost"))
        .bind("uid", Unnest.texts(changed))
        .map(
            (row, context) ->
                Map.entry(row.getString(1), new Standing(row.getString(2), row.getLong(3))))
        .forEach(each -> standing.put(each.getKey(), each.getValue()));
    return standing;
  }

  /** What a row costs before it is changed. */
  private record Standing(String currency, long hundredths) {}

  /** The line of the timeline, with the budget that it goes beyond, of which the owner is told. */
  static Event.Draft told(Event.Draft event, Excess beyond) {
    return beyond.warnings().stream()
        .findFirst()
        .map(
            warning ->
                Event.Draft.warning(
                        event.at(),
                        event.reason(),
                        event.message() + ", beyond the budget: " + warning.message())
                    .asNotice())
        .orElse(event);
  }

  /** What came of it. */
  record Taken(Map<ResourceKey, Excess> excess) {

    static final Taken NOTHING = new Taken(Map.of());

    Excess of(Write write) {
      return excess.getOrDefault(write.key(), Excess.NONE);
    }

    /** Those that may be carried out. */
    List<Write> allowed(List<Write> batch) {
      return batch.stream().filter(write -> of(write).refused().isEmpty()).toList();
    }

    /** What is written into the timeline: a budget that it goes beyond, too. */
    Event.Draft event(Write write) {
      return told(write.event(), of(write));
    }
  }
}
