package dev.automat.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Law 12: the one time of all replicas. It is the clock of this machine, corrected to that of the
 * database as often as {@link #measure} is called. Safe for many threads.
 */
public final class StoreClock implements InstantSource {

  /**
   * A clock that is further off is not corrected in passing, but broken: until it is mended, its
   * replica must leave the work to others.
   */
  public static final Duration MOST_SKEW = Duration.ofSeconds(2);

  /** What databases cut off instants, and then some. */
  private static final Duration GRAIN = Duration.ofMillis(1);

  private final InstantSource machine;
  private final Supplier<Instant> database;
  private volatile Duration skew = Duration.ZERO;

  /**
   * Not corrected before the first {@link #measure}.
   *
   * @param machine the clock of this machine
   * @param database asks the database for its time
   */
  public StoreClock(InstantSource machine, Supplier<Instant> database) {
    this.machine = machine;
    this.database = database;
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(skew);
  }

  /**
   * Asks the database for its time, and corrects this clock by the least that explains the answer:
   * it was given at some time between the question and its arrival. So a clock that is right is not
   * moved to and fro by the way of the question.
   *
   * @return what is now added to the machine's clock
   * @throws StoreUnavailableException if the database does not answer; the correction stays
   */
  public synchronized Duration measure() {
    Instant asked = machine.instant();
    Instant answer = database.get();
    Instant heard = machine.instant();
    Duration least = Duration.between(heard, answer).minus(GRAIN);
    Duration most = Duration.between(asked, answer).plus(GRAIN);
    if (skew.compareTo(least) < 0) {
      skew = least;
    } else if (skew.compareTo(most) > 0) {
      skew = most;
    }
    return skew;
  }

  /** Whether the machine's clock was near enough to the database's when it was last compared. */
  public boolean isTrusted() {
    return skew.abs().compareTo(MOST_SKEW) <= 0;
  }
}
