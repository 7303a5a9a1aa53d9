package dev.automat.store;

import dev.automat.notify.Delivery;
import dev.automat.notify.Ended;
import dev.automat.notify.Ended.Outcome;
import dev.automat.notify.Notice;
import dev.automat.notify.NoticeReport;
import dev.automat.notify.Outbox;
import dev.automat.store.Transactions.Keep;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Deliveries of notices: claimed and ended in batches, compared and set on the epoch. */
final class OutboxRows implements Outbox {

  private record Key(String notice, String sink) {}

  private record Routed(Notice notice, Routing routing) {}

  private record New(Notice notice, Target target) {}

  private final Transactions transactions;
  private final Sql sql;
  private final NoticeRows notices;
  private final OldNotices old;
  private final String claim;
  private final String end;

  OutboxRows(Transactions transactions, Dialect dialect) {
    this.transactions = transactions;
    this.sql = dialect.sql();
    this.notices = new NoticeRows(sql);
    this.old = new OldNotices(transactions, sql);
    this.claim =
        dialect.returning(
            sql.get("claim-deliveries"), "r.notice, r.lease_epoch, r.attempts, r.give_up_at");
    this.end = dialect.returning(sql.get("end-deliveries"), "r.notice, r.sink, r.archive");
  }

  @Override
  public int route(int max, Instant now, Function<Notice, Routing> routing) {
    // Most looks find nothing, and need no transaction that others wait for.
    if (transactions.read(handle -> notices.unrouted(handle, 1)).isEmpty()) {
      return 0;
    }
    return transactions.write(
        Keep.SOON,
        handle -> {
          List<Routed> routed =
              notices.unrouted(handle, max).stream()
                  .map(notice -> new Routed(notice, routing.apply(notice)))
                  .toList();
          markRouted(handle, routed, now);
          addDeliveries(
              handle,
              routed.stream()
                  .flatMap(
                      each -> each.routing().targets().stream().map(t -> new New(each.notice(), t)))
                  .toList(),
              now);
          return routed.size();
        });
  }

  private void markRouted(Handle handle, List<Routed> routed, Instant now) {
    Unnest.of(routed)
        .text("id", each -> each.notice().id())
        .text("state", each -> each.routing().targets().isEmpty() ? "delivered" : "pending")
        .optionalInstant(
            "accepted_at",
            each -> each.routing().targets().isEmpty() ? Optional.of(now) : Optional.empty())
        .bindTo(handle.createUpdate(sql.get("route-notices")))
        .execute();
  }

  private void addDeliveries(Handle handle, List<New> added, Instant now) {
    if (!added.isEmpty()) {
      Unnest.of(added)
          .text("notice", each -> each.notice().id())
          .text("sink", each -> each.target().sink())
          .text("uid", each -> each.notice().uid())
          .number("sequence", each -> each.notice().sequence())
          .instant("due_at", _ -> now)
          .optionalInstant("give_up_at", each -> each.target().giveUpAt())
          .flag("archive", each -> each.target().archive())
          .bindTo(handle.createUpdate(sql.get("add-deliveries")))
          .execute();
    }
  }

  @Override
  public List<Delivery> claim(String sink, Instant now, Duration lease, int max, boolean all) {
    if (transactions.read(handle -> due(handle, sink, now, 1, all)).isEmpty()) {
      return List.of();
    }
    return transactions.write(
        Keep.SOON,
        handle -> {
          List<String> due = due(handle, sink, now, max, all);
          return due.isEmpty() ? List.of() : claim(handle, sink, due, now.plus(lease));
        });
  }

  private List<String> due(Handle handle, String sink, Instant now, int max, boolean all) {
    return handle
        .createQuery(sql.get("due-deliveries"))
        .bind("sink", sink)
        .bind("now", Unnest.instant(now))
        .bind("all", all)
        .bind("max", max)
        .mapTo(String.class)
        .list();
  }

  private List<Delivery> claim(Handle handle, String sink, List<String> due, Instant until) {
    Map<String, Notice> claimed = new HashMap<>();
    notices.byIds(handle, due).forEach(notice -> claimed.put(notice.id(), notice));
    return handle
        .createQuery(claim)
        .bind("sink", sink)
        .bind("notice", Unnest.texts(due))
        .bind("until", Unnest.instant(until))
        .map(
            (row, context) ->
                new Delivery(
                    Objects.requireNonNull(claimed.get(row.getString(1)), "its notice"),
                    sink,
                    row.getLong(2),
                    row.getInt(3),
                    ResourceRow.optionalInstant(row, 4)))
        .list();
  }

  @Override
  public Optional<String> abandoned(Set<String> sinks, Instant now) {
    return transactions.read(
        handle ->
            handle
                .createQuery(sql.get("abandoned-deliveries"))
                .bind("sinks", Unnest.texts(sinks))
                .bind("now", Unnest.instant(now))
                .mapTo(String.class)
                .findFirst());
  }

  @Override
  public List<Boolean> end(List<Ended> batch, String platform, Instant now) {
    if (batch.isEmpty()) {
      return List.of();
    }
    return transactions.write(
        Keep.NOW,
        handle -> {
          List<String> ids = batch.stream().map(ended -> ended.delivery().notice().id()).toList();
          lock(handle, ids);
          Map<Key, Boolean> archives = write(handle, batch, now);
          escalate(handle, batch, archives, platform, now);
          sum(handle, ids, platform);
          return batch.stream().map(ended -> archives.containsKey(key(ended))).toList();
        });
  }

  private static Key key(Ended ended) {
    return new Key(ended.delivery().notice().id(), ended.delivery().sink());
  }

  /**
   * What an archive is not given is dead, and nobody misses it: the platform's acceptance would
   * count for what the team was not told.
   */
  private static boolean isMissed(Ended ended, Map<Key, Boolean> archives) {
    return ended.outcome() instanceof Outcome.Dead
        && Boolean.FALSE.equals(archives.get(key(ended)));
  }

  private void lock(Handle handle, List<String> ids) {
    handle
        .createQuery(sql.get("lock-notices"))
        .bind("id", Unnest.texts(ids))
        .mapTo(String.class)
        .list();
  }

  /**
   * @return what held, and whether it goes to an archive
   */
  private Map<Key, Boolean> write(Handle handle, List<Ended> batch, Instant now) {
    return Unnest.of(batch)
        .text("notice", ended -> ended.delivery().notice().id())
        .text("sink", ended -> ended.delivery().sink())
        .number("epoch", ended -> ended.delivery().epoch())
        .text("state", ended -> state(ended.outcome()))
        .optionalInstant("due_at", ended -> next(ended.outcome()))
        .number("attempts", ended -> ended.attempted() ? 1 : 0)
        .optionalInstant(
            "accepted_at",
            ended ->
                ended.outcome() instanceof Outcome.Accepted ? Optional.of(now) : Optional.empty())
        .text("last_error", ended -> error(ended.outcome()))
        .bindTo(handle.createQuery(end))
        .map(
            (row, context) ->
                Map.entry(new Key(row.getString(1), row.getString(2)), row.getBoolean(3)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String state(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "delivered";
      case Outcome.Again _ -> "pending";
      case Outcome.Dead _ -> "dead";
    };
  }

  private static Optional<Instant> next(Outcome outcome) {
    return outcome instanceof Outcome.Again(Instant at, var _) ? Optional.of(at) : Optional.empty();
  }

  private static String error(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted _ -> "";
      case Outcome.Again(var _, String error) -> error;
      case Outcome.Dead(String error) -> error;
    };
  }

  private void escalate(
      Handle handle, List<Ended> batch, Map<Key, Boolean> archives, String platform, Instant now) {
    addDeliveries(
        handle,
        batch.stream()
            .filter(ended -> isMissed(ended, archives))
            .map(ended -> ended.delivery().notice())
            .distinct()
            .map(notice -> new New(notice, new Target(platform, Optional.empty())))
            .toList(),
        now);
  }

  private void sum(Handle handle, List<String> ids, String platform) {
    handle
        .createUpdate(sql.get("sum-notices"))
        .bind("id", Unnest.texts(ids))
        .bind("platform", platform)
        .execute();
  }

  @Override
  public int redeliver(String id, Instant now, Instant giveUpAt, String platform) {
    return transactions.write(
        Keep.NOW,
        handle -> {
          lock(handle, List.of(id));
          int again =
              handle
                  .createUpdate(sql.get("redeliver"))
                  .bind("notice", id)
                  .bind("now", Unnest.instant(now))
                  .bind("give_up_at", Unnest.instant(giveUpAt))
                  .execute();
          sum(handle, List.of(id), platform);
          return again;
        });
  }

  @Override
  public List<NoticeReport> page(
      Optional<Set<String>> teams, boolean dead, long before, int limit) {
    return transactions.read(handle -> notices.page(handle, teams, dead, before, limit));
  }

  @Override
  public Optional<NoticeReport> find(String id) {
    return transactions.read(handle -> notices.find(handle, id));
  }

  @Override
  public Map<Long, Standing> standings(String uid, long after, long until) {
    return transactions.read(handle -> notices.standings(handle, uid, after, until));
  }

  @Override
  public Optional<Instant> accepted(String uid, Instant writtenAt) {
    return transactions.read(handle -> notices.accepted(handle, uid, writtenAt));
  }

  @Override
  public Backlog backlog() {
    return transactions.read(notices::backlog);
  }

  @Override
  public int forget(Instant before, int max) {
    return old.forget(before, max);
  }
}
