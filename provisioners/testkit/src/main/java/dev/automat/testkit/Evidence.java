package dev.automat.testkit;

import dev.automat.spi.Credentials;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What was done to a {@link HostileCloud}, for a simulation to judge. Safe for use by many threads.
 */
public final class Evidence {

  /**
   * One operation that the engine called.
   *
   * @param at when it began, by the injected clock
   * @param uid of the record; the account's name for a list
   * @param result {@code ok}, or the name of the error code
   * @param overlapped whether another write to the same uid was under way while it ran; always
   *     false for reads
   */
  public record Call(
      Instant at,
      Operation operation,
      String type,
      String account,
      String uid,
      String result,
      boolean overlapped) {}

  /**
   * Something that the engine must not have done.
   *
   * @param uid for which record it was done
   */
  public record Misdeed(Instant at, String uid, String what) {}

  private final List<Call> calls = new ArrayList<>();
  private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
  private final Map<String, Integer> writesUnderWay = new HashMap<>();
  private final List<Misdeed> overlaps = new ArrayList<>();
  private final List<Misdeed> foreignWrites = new ArrayList<>();
  private final List<Misdeed> doubles = new ArrayList<>();
  private final List<Misdeed> dataLosses = new ArrayList<>();
  private final List<Misdeed> remakes = new ArrayList<>();
  private final Map<String, Set<Credentials>> credentials = new HashMap<>();
  private Predicate<String> mayDelete = uid -> true;
  private long requests;

  Evidence() {}

  /**
   * From now on, deleting anything of a uid for which this is false counts as {@linkplain
   * #dataLosses() data loss}. It is asked at the moment at which a deletion takes effect, also
   * where that is long after the call.
   */
  public synchronized void deletionAllowedIf(Predicate<String> uidMayBeDeleted) {
    mayDelete = uidMayBeDeleted;
  }

  /** Every operation that was called, in the order in which they ended. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many times the operation was called. */
  public synchronized long count(Operation operation) {
    return counts.getOrDefault(operation, 0L);
  }

  /** How many requests reached the cloud's API; an operation makes one or several. */
  public synchronized long requests() {
    return requests;
  }

  /** Two writes to one uid at the same time. */
  public synchronized List<Misdeed> overlaps() {
    return List.copyOf(overlaps);
  }

  /** Writes to what was made by others, or for another uid. */
  public synchronized List<Misdeed> foreignWrites() {
    return List.copyOf(foreignWrites);
  }

  /** Moments at which a second live object of one kind was made for a uid. */
  public synchronized List<Misdeed> doubles() {
    return List.copyOf(doubles);
  }

  /** Deletions that were not {@linkplain #deletionAllowedIf allowed}. */
  public synchronized List<Misdeed> dataLosses() {
    return List.copyOf(dataLosses);
  }

  /**
   * Databases that were made again, empty, for a uid whose database had been usable before. Right
   * only where a person or the module asked for it.
   */
  public synchronized List<Misdeed> remakes() {
    return List.copyOf(remakes);
  }

  /** All the different credentials that creates for the uid carried. More than one is a defect. */
  public synchronized Set<Credentials> credentialsSeen(String uid) {
    return Set.copyOf(credentials.getOrDefault(uid, Set.of()));
  }

  synchronized boolean enter(Operation operation, String type, String uid, Instant at) {
    if (!operation.writes()) {
      return false;
    }
    boolean overlapped = writesUnderWay.merge(uid, 1, Integer::sum) > 1;
    if (overlapped) {
      overlaps.add(new Misdeed(at, uid, operation + " of " + type + " while another write ran"));
    }
    return overlapped;
  }

  synchronized void exit(Call call) {
    if (call.operation().writes()) {
      writesUnderWay.computeIfPresent(call.uid(), (uid, n) -> n == 1 ? null : n - 1);
    }
    calls.add(call);
    counts.merge(call.operation(), 1L, Long::sum);
  }

  synchronized void request() {
    requests++;
  }

  synchronized void made(CloudObject made, List<CloudObject> sameMaker, Instant at) {
    String uid = made.maker;
    made.credentials.ifPresent(
        secret -> credentials.computeIfAbsent(uid, key -> new LinkedHashSet<>()).add(secret));
    for (CloudObject other : sameMaker) {
      if (other == made || other.kind != made.kind) {
        continue;
      }
      if (other.lives()) {
        doubles.add(new Misdeed(at, uid, made.id + " was made while " + other.id + " lives"));
      }
      if (made.kind == Kind.DATABASE && other.wasUsable(at.toEpochMilli())) {
        remakes.add(new Misdeed(at, uid, made.id + " was made where " + other.id + " held data"));
      }
    }
  }

  synchronized void written(CloudObject target, String uid, String what, Instant at) {
    if (!target.maker.equals(uid)) {
      foreignWrites.add(new Misdeed(at, uid, what + " of " + target.id + ", which is not its own"));
    }
  }

  synchronized void deleted(CloudObject target, String uid, Instant at) {
    written(target, uid, "deletion", at);
    if (target.lives() && !mayDelete.test(target.maker)) {
      dataLosses.add(new Misdeed(at, uid, target.id + " was deleted although it is wanted"));
    }
  }
}
