package dev.automat.testkit;

import dev.automat.testkit.CloudFailure.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What goes wrong with the next call: drawn from the faults by one source of randomness, or ordered
 * for an account by a test. Guarded by the cloud's lock.
 */
final class Weather {

  /** What becomes of a write. */
  enum Fate {
    DONE,
    LOST,
    DONE_UNHEARD,
    DONE_LATE
  }

  private final RandomGenerator random;
  private final Set<String> unreachable = new HashSet<>();
  private final Set<String> throttled = new HashSet<>();
  private final Set<String> blind = new HashSet<>();
  private final Set<String> hanging = new HashSet<>();
  private Faults faults;

  Weather(Faults faults, RandomGenerator random) {
    this.faults = faults;
    this.random = random;
  }

  void become(Faults next) {
    faults = next;
  }

  void order(Trouble trouble, String account, boolean on) {
    Set<String> accounts =
        switch (trouble) {
          case UNREACHABLE -> unreachable;
          case THROTTLED -> throttled;
          case BLIND -> blind;
          case HANGING -> hanging;
        };
    if (on) {
      accounts.add(account);
    } else {
      accounts.remove(account);
    }
  }

  /** Refuses the call where it does not even get to the account. */
  void meet(String account) {
    if (unreachable.contains(account)) {
      throw new CloudFailure(Reason.UNREACHABLE, "no route to account " + account);
    }
    if (throttled.contains(account) || chance(faults.throttled())) {
      throw new CloudFailure(Reason.THROTTLED, "Rate exceeded");
    }
  }

  boolean hangs(String account) {
    return hanging.contains(account);
  }

  /** Whether the account says of everything that it is not there. */
  boolean sees(String account) {
    return !blind.contains(account);
  }

  Fate fateOfWrite() {
    if (chance(faults.failsBefore())) {
      return Fate.LOST;
    }
    if (chance(faults.failsAfter())) {
      return Fate.DONE_UNHEARD;
    }
    return chance(faults.lateEffect()) ? Fate.DONE_LATE : Fate.DONE;
  }

  void fateOfRead() {
    if (chance(faults.failsBefore())) {
      throw new CloudFailure(Reason.NO_ANSWER, "connection reset");
    }
  }

  boolean stale() {
    return chance(faults.stale());
  }

  boolean busy() {
    return chance(faults.busy());
  }

  boolean workFails() {
    return chance(faults.workFails());
  }

  long lag() {
    return upTo(faults.lag());
  }

  long lateness() {
    return upTo(faults.lateness());
  }

  long workTime() {
    return upTo(faults.workTime());
  }

  long latency() {
    return upTo(faults.latency());
  }

  private boolean chance(double share) {
    return share > 0 && random.nextDouble() < share;
  }

  private long upTo(Duration most) {
    long millis = most.toMillis();
    return millis == 0 ? 0 : random.nextLong(millis);
  }
}
