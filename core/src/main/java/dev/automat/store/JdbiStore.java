package dev.automat.store;

import dev.automat.audit.Asked;
import dev.automat.audit.AuditChain;
import dev.automat.audit.AuditLog;
import dev.automat.catalog.CatalogRecords;
import dev.automat.cost.Usage;
import dev.automat.identity.Tokens;
import dev.automat.notify.Outbox;
import dev.automat.policy.WaiverRecords;
import dev.automat.resource.Event;
import dev.automat.resource.Lease;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.SealedSecret;
import dev.automat.store.Transactions.Keep;
import dev.automat.team.TeamRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store over H2 or PostgreSQL: each method one transaction, its statements in other rooms. */
final class JdbiStore implements Store {

  private static final Logger LOG = LoggerFactory.getLogger(JdbiStore.class);

  private final Jdbi jdbi;
  private final Dialect dialect;
  private final Transactions transactions;
  private final Questions questions;
  private final Acceptance acceptance;
  private final Reservations reservations;
  private final WorkQueue queue;
  private final LeakRows leaks;
  private final Replicas replicas;
  private final TokenRows tokens;
  private final AuditRows audit;
  private final AuditChainRows auditChain;
  private final KeyRows keys;
  private final ChangeFeed changes = new ChangeFeed();
  private final BindingRows bindings;
  private final TeamRows teams;
  private final TransferRows transfers;
  private final CatalogRows catalogs;
  private final WaiverRows waivers;
  private final OutboxRows outbox;
  private final StackRows stacks;

  JdbiStore(Jdbi jdbi, Dialect dialect) {
    this.jdbi = jdbi;
    this.dialect = dialect;
    this.transactions = new Transactions(jdbi, dialect);
    this.questions = new Questions(dialect.sql());
    this.acceptance = new Acceptance(dialect);
    this.reservations = new Reservations(dialect);
    this.queue = new WorkQueue(dialect);
    this.leaks = new LeakRows(dialect.sql());
    this.replicas = new Replicas(dialect.sql(), questions);
    this.tokens = new TokenRows(transactions, dialect.sql());
    this.audit = new AuditRows(transactions, dialect.sql());
    this.auditChain = new AuditChainRows(transactions, dialect.sql(), questions);
    this.keys = new KeyRows(transactions, dialect.sql(), questions);
    this.bindings = new BindingRows(dialect, transactions, changes);
    this.teams = new TeamRows(transactions, dialect.sql());
    this.catalogs = new CatalogRows(transactions, dialect, changes);
    this.transfers = new TransferRows(transactions, dialect, changes, bindings);
    this.waivers = new WaiverRows(transactions, dialect.sql());
    this.outbox = new OutboxRows(transactions, dialect);
    this.stacks = new StackRows(transactions, dialect.sql(), acceptance, changes);
  }

  /** Another store over the same database, with listeners of its own; one close closes both. */
  JdbiStore replica() {
    return new JdbiStore(jdbi, dialect);
  }

  Transactions transactions() {
    return transactions;
  }

  @Override
  public Optional<Resource> current(ResourceKey key) {
    return transactions.ask(connection -> questions.current(connection, key));
  }

  @Override
  public Optional<Resource> byUid(String uid) {
    return transactions.read(handle -> questions.byUid(handle, uid));
  }

  @Override
  public List<Resource> list(ResourceFilter filter, Optional<String> afterUid, int limit) {
    return transactions.read(handle -> questions.list(handle, filter, afterUid.orElse(""), limit));
  }

  @Override
  public List<Event> events(String uid, long after, int limit) {
    return transactions.read(handle -> questions.events(handle, uid, after, limit));
  }

  @Override
  public Optional<SealedSecret> secret(String uid, String field) {
    return transactions.read(handle -> questions.secret(handle, uid, field));
  }

  @Override
  public List<WriteOutcome> accept(List<Submission> batch) {
    List<WriteOutcome> outcomes =
        Arrivals.are(batch)
            ? transactions.batch(
                Keep.NOW,
                batch,
                all -> Arrivals.add(dialect, all),
                acceptance::write,
                JdbiStore::refused)
            : transactions.batch(Keep.NOW, batch, acceptance::write, JdbiStore::refused);
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (outcomes.get(i) instanceof WriteOutcome.Accepted(Resource resource, var _)) {
        accepted.add(resource.uid());
        batch.get(i).asked().ifPresent(Asked::wasWrittenDown);
      }
    }
    announce(accepted);
    return outcomes;
  }

  private static WriteOutcome refused(Submission one, RowRefusedException refusal) {
    LOG.warn("{} can not be stored: {}", one.write().key(), refusal.getMessage());
    return new WriteOutcome.Failed(String.valueOf(refusal.getMessage()));
  }

  @Override
  public Usage usage(String team) {
    return transactions
        .read(handle -> reservations.usage(handle, List.of(team)))
        .getOrDefault(team, Usage.NONE);
  }

  @Override
  public Map<String, Usage> usage(Optional<Set<String>> teams) {
    return transactions.read(
        handle ->
            teams.isPresent()
                ? reservations.usage(handle, teams.get())
                : reservations.usageOfAll(handle));
  }

  @Override
  public int sideBySide() {
    return dialect.sideBySide();
  }

  @Override
  public List<Resource> claim(Instant now, Duration lease, int max, Set<String> saturated) {
    return transactions
        .write(Keep.SOON, handle -> dialect.claim(handle, now, lease, max, saturated))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public List<Boolean> begin(List<Beginning> batch) {
    List<Boolean> held =
        transactions.batch(
            Keep.NOW,
            batch,
            queue::begin,
            (beginning, refusal) -> {
              LOG.error("{}: intent not stored: {}", beginning.uid(), refusal.getMessage());
              return false;
            });
    List<String> begun = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (held.get(i)) {
        begun.add(batch.get(i).uid());
      }
    }
    announce(begun);
    return held;
  }

  @Override
  public List<Boolean> complete(List<Completion> batch, Instant now) {
    boolean found = batch.stream().anyMatch(completion -> completion.found().isPresent());
    List<WorkQueue.Ended> ended =
        transactions.batch(
            found ? Keep.NOW : Keep.SOON,
            batch,
            (handle, part) -> queue.complete(handle, part, now),
            (completion, refusal) -> {
              LOG.error("{}: findings not stored: {}", completion.uid(), refusal.getMessage());
              return new WorkQueue.Ended(false, Lease.NEVER);
            });
    List<String> visible = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      boolean dueAlready = !ended.get(i).dueAt().isAfter(now);
      if (ended.get(i).held() && (batch.get(i).found().isPresent() || dueAlready)) {
        visible.add(batch.get(i).uid());
      }
    }
    announce(visible);
    return ended.stream().map(WorkQueue.Ended::held).toList();
  }

  @Override
  public void wake(Collection<String> uids, Instant now) {
    if (uids.isEmpty()) {
      return;
    }
    transactions.write(
        Keep.SOON,
        handle -> {
          queue.wake(handle, uids, now);
          return uids;
        });
    announce(uids);
  }

  @Override
  public Optional<Instant> nextDue(Set<String> saturated) {
    return transactions.read(handle -> queue.nextDue(handle, saturated));
  }

  @Override
  public boolean purge(String uid, long epoch) {
    return transactions.write(Keep.NOW, handle -> queue.purge(handle, uid, epoch));
  }

  @Override
  public BindingStore bindings() {
    return bindings;
  }

  @Override
  public List<Resource> inScope(
      String type, String account, String region, String afterExternalName, int limit) {
    return transactions.read(
        handle -> questions.inScope(handle, type, account, region, afterExternalName, limit));
  }

  @Override
  public List<Place> places() {
    return transactions.read(questions::places);
  }

  @Override
  public Map<String, String> known(Collection<String> uids) {
    return uids.isEmpty() ? Map.of() : transactions.read(handle -> questions.known(handle, uids));
  }

  @Override
  public List<Leak> leaks() {
    return transactions.read(questions::leaks);
  }

  @Override
  public List<Leak> replaceLeaks(Place place, List<Leak> found) {
    List<Leak> known = leaks().stream().filter(leak -> leak.place().equals(place)).toList();
    return known.isEmpty() && found.isEmpty()
        ? List.of()
        : transactions.write(Keep.NOW, handle -> leaks.replace(handle, place, known, found));
  }

  @Override
  public String setting(String name, String candidate) {
    return transactions
        .read(handle -> questions.setting(handle, name))
        .orElseGet(
            () ->
                transactions.write(
                    Keep.NOW,
                    handle -> {
                      handle
                          .createUpdate(dialect.sql().get("add-setting"))
                          .bind("name", name)
                          .bind("content", candidate)
                          .execute();
                      return questions.setting(handle, name).orElseThrow();
                    }));
  }

  @Override
  public List<AccountHold> holds() {
    return transactions.read(questions::holds);
  }

  @Override
  public void hold(AccountHold hold) {
    transactions.write(
        Keep.NOW,
        handle ->
            handle
                .createUpdate(dialect.sql().get("hold"))
                .bind("account", hold.account())
                .bind("reason", hold.reason())
                .bind("since", Unnest.instant(hold.since()))
                .execute());
  }

  @Override
  public boolean release(String account) {
    return transactions.write(
            Keep.NOW,
            handle ->
                handle
                    .createUpdate(dialect.sql().get("release"))
                    .bind("account", account)
                    .execute())
        > 0;
  }

  @Override
  public Instant databaseTime() {
    return transactions.read(questions::databaseTime);
  }

  @Override
  public int beat(String replica, List<String> keyIds, Duration silence) {
    // By itself: who removes the rows of others must not hold one of its own meanwhile.
    transactions.write(Keep.NEVER, handle -> replicas.removeSilent(handle, silence));
    transactions.write(Keep.NEVER, handle -> replicas.beat(handle, replica, keyIds));
    return transactions.read(handle -> replicas.alive(handle, silence));
  }

  @Override
  public KeyLedger keys() {
    return keys;
  }

  @Override
  public void retire(String replica) {
    transactions.write(Keep.NEVER, handle -> replicas.retire(handle, replica));
  }

  @Override
  public TeamRecords teams() {
    return teams;
  }

  @Override
  public WaiverRecords waivers() {
    return waivers;
  }

  @Override
  public StackStore stacks() {
    return stacks;
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public CatalogRecords catalogs() {
    return catalogs;
  }

  @Override
  public Transferring transfers() {
    return transfers;
  }

  @Override
  public Tokens tokens() {
    return tokens;
  }

  @Override
  public AuditLog audit() {
    return audit;
  }

  @Override
  public AuditChain auditChain() {
    return auditChain;
  }

  @Override
  public ChangeFeed changes() {
    return changes;
  }

  @Override
  public Map<String, Long> countByPhase() {
    return transactions.read(questions::countByPhase);
  }

  @Override
  public void close() {
    dialect.close();
  }

  private void announce(Collection<String> uids) {
    if (!uids.isEmpty()) {
      changes.committed(uids);
    }
  }
}
