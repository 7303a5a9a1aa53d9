package dev.automat.store;

import dev.automat.audit.AuditChain;
import dev.automat.audit.AuditLog;
import dev.automat.catalog.CatalogRecords;
import dev.automat.cost.Usage;
import dev.automat.identity.Tokens;
import dev.automat.notify.Outbox;
import dev.automat.policy.WaiverRecords;
import dev.automat.resource.Event;
import dev.automat.resource.Resource;
import dev.automat.resource.ResourceKey;
import dev.automat.resource.SealedSecret;
import dev.automat.team.TeamRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is kept. Every method is one transaction: when it returns, what it wrote survives the
 * death of the process. Instants are given by the caller, cut to microseconds. Safe for many
 * threads.
 *
 * <p>Spec writes and engine writes touch disjoint columns of a row. A spec write is compare-and-set
 * on (uid, generation), an engine write on the lease epoch.
 *
 * <p>Each throws {@link StoreUnavailableException} if the database can not be used. Then it is not
 * known whether a write was stored, if the connection broke while it was committed.
 */
public interface Store extends AutoCloseable {

  // Questions.

  /** The newest incarnation that holds the key, a tombstone included. */
  Optional<Resource> current(ResourceKey key);

  /** The incarnation with this uid, however old: rows are never removed. */
  Optional<Resource> byUid(String uid);

  /**
   * Resources in the order of their uids.
   *
   * @param afterUid the last uid of the page before; empty for the first page
   */
  List<Resource> list(ResourceFilter filter, Optional<String> afterUid, int limit);

  /** Events of one incarnation with a sequence above {@code after}, oldest first. */
  List<Event> events(String uid, long after, int limit);

  /** The newest version of a secret. */
  Optional<SealedSecret> secret(String uid, String field);

  // Accepting writes; reached through the CoalescingWriter.

  /**
   * Carries out the writes, all in one transaction, each with its own outcome in the same order. At
   * most one write for one key. A write that loses its compare-and-set, or can not be stored, does
   * not hinder the others. What is accepted has its line in the audit log.
   */
  List<WriteOutcome> accept(List<Submission> batch);

  /** As {@link #accept}, for the request that this thread carries, or for the engine. */
  default List<WriteOutcome> write(List<Write> batch) {
    return accept(batch.stream().map(Submission::of).toList());
  }

  /** What a team has now, for what is only asked; a write is decided on in its own transaction. */
  Usage usage(String team);

  /**
   * What teams have now.
   *
   * @param teams empty: all
   */
  Map<String, Usage> usage(Optional<Set<String>> teams);

  /** How many batches of writes it is worth to have under way at once, at least one. */
  int sideBySide();

  // The work queue: the rows themselves.

  /**
   * Claims due resources, the longest due first: raises the epoch, and sets {@code dueAt =
   * leasedUntil = now + lease} and {@code wake = false}.
   *
   * @param saturated accounts as {@code provisioner/account} whose resources are left for later
   * @return the rows as they stand after the claim
   */
  List<Resource> claim(Instant now, Duration lease, int max, Set<String> saturated);

  /**
   * Records intents before the cloud is touched, with the credentials that go with them.
   *
   * @return in the same order, whether the epoch still held and the claim was not ended; if not,
   *     nothing was written and the cloud must not be touched. So it is, with an error in the log,
   *     for one that can not be stored, such as a version of a secret that is there already
   */
  List<Boolean> begin(List<Beginning> batch);

  /**
   * Ends claims: writes what was found and when it is due next, which is {@code now} where a wake
   * came in between.
   *
   * <p>A batch in which nothing was found is on the disk with a later one: after a crash the claim
   * is taken up again when its lease is over.
   *
   * @return in the same order, whether the epoch still held and the claim was not ended before, so
   *     that a repeat is false; if not, nothing was written. So it is, with an error in the log,
   *     for one that can not be stored
   */
  List<Boolean> complete(List<Completion> batch, Instant now);

  /**
   * Makes resources due now, and raises {@code wake} where one is claimed. Unknown uids are passed
   * over.
   */
  void wake(Collection<String> uids, Instant now);

  /** The earliest instant at which a resource outside {@code saturated} is due. */
  Optional<Instant> nextDue(Set<String> saturated);

  /**
   * Forgets the name of a tombstone, so that nothing stands at its address any more; its history
   * stays. A repeat is the same.
   *
   * @param epoch of the claim
   * @return whether the claim still held and nobody had undeleted it; if not, nothing was written
   */
  boolean purge(String uid, long epoch);

  /** The bindings of resources. */
  BindingStore bindings();

  /** Several resources with one name and one lifetime. */
  StackStore stacks();

  // The sweep.

  /**
   * What should stand in a scope: incarnations that are not tombstones, with an external name above
   * {@code afterExternalName}, in the order of their external names.
   */
  List<Resource> inScope(
      String type, String account, String region, String afterExternalName, int limit);

  /** Where resources stand, or once stood. */
  List<Place> places();

  /** Those of the uids that have a row, with its external name. */
  Map<String, String> known(Collection<String> uids);

  /** What the last sweeps saw in the cloud without a record, the oldest first. */
  List<Leak> leaks();

  /**
   * Replaces what is known of leaks in a place by what its sweep found. One that was known keeps
   * the time at which it was first seen.
   *
   * @return those that were not known
   */
  List<Leak> replaceLeaks(Place place, List<Leak> found);

  // The tenants.

  /** The documents of teams. */
  TeamRecords teams();

  /** What teams offer to each other. */
  Transferring transfers();

  /** Exceptions to the platform's rules. */
  WaiverRecords waivers();

  /** Who is told of what. */
  Outbox outbox();

  /** Bundles of the catalogue, and which is active. */
  CatalogRecords catalogs();

  // The house itself.

  /**
   * The value of a setting of this installation, after storing {@code candidate} if there was none:
   * the first one stays.
   */
  String setting(String name, String candidate);

  /** The accounts in which nothing may be changed. */
  List<AccountHold> holds();

  /** Stops changes in an account; a hold that is there stays as it is. */
  void hold(AccountHold hold);

  /** Lets changes go on. @return whether there was a hold */
  boolean release(String account);

  /** The database's own clock, for measuring skew. */
  Instant databaseTime();

  /**
   * Says that a replica lives, by the database's clock; what was not heard of for four times the
   * silence is removed. It need not survive the death of the machine.
   *
   * @param silence after which a replica counts as dead, or as frozen, which is the same until it
   *     is heard of again
   * @param keyIds the keys that the replica has, the one that it seals with first
   * @return how many live, this one included
   */
  int beat(String replica, List<String> keyIds, Duration silence);

  /** Which keys secrets are sealed with. */
  KeyLedger keys();

  /** Takes a replica out of the count at once. One that is not there is passed over. */
  void retire(String replica);

  /** Tokens for machines. */
  Tokens tokens();

  /** Who did what. */
  AuditLog audit();

  /** The chain over the audit log. */
  AuditChain auditChain();

  /** Who hears of commits in this process. */
  ChangeFeed changes();

  /** Numbers by phase, for metrics. */
  Map<String, Long> countByPhase();

  @Override
  void close();
}
