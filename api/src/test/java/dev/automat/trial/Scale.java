package dev.automat.trial;

import java.time.Duration;

/**
 * How much of a trial there is, and how long it may take.
 *
 * @param runs how many resources live
 * @param kills how often the server dies while they live; 0 for as long as they do, and some times
 *     afterwards
 * @param spread the time in which lives begin that live at the same time
 * @param longestUp how long the server is up at most between two kills
 * @param patience how long somebody waits at most for a resource, before they ask for something
 *     else
 * @param nudging whether they ask for another look meanwhile, so that nobody waits for the engine's
 *     next one
 * @param untilTombstones whether what is deleted must be known to be gone; else it is enough that
 *     the cloud was seen without it
 */
record Scale(
    int runs,
    int kills,
    Duration spread,
    Duration longestUp,
    Duration patience,
    boolean nudging,
    boolean untilTombstones) {

  /** All that there is. */
  static Scale full(int runs) {
    return new Scale(
        runs, 0, Duration.ZERO, Duration.ofSeconds(20), Duration.ofSeconds(120), false, true);
  }

  /**
   * What CI has the time for: each kind of resource lives, and whatever can be asked of it is asked
   * for while the server dies. It is checked as in full, but for one thing: what is deleted need
   * not have become a tombstone, for which two settle times of the cloud would have to pass.
   *
   * <p>In full the server is up for a random time, and most deaths come while everything waits for
   * the cloud to settle, which is a minute on AWS and begins anew with each start. They cost that
   * minute again, a start of a server, and show nothing new. So here the server dies only a few
   * times, each time within moments of a call that changed the cloud, when what it did is not yet
   * written down; lives begin one after the other, so that it dies in all their steps; and people
   * lose their patience sooner, as what was interrupted is not ready within it. The settle time
   * itself is not shortened: it belongs to what is tried.
   */
  static Scale small() {
    return new Scale(
        8, 3, Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ofSeconds(6), true, false);
  }
}
