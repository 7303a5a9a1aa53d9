package dev.automat.engine;

import dev.automat.resource.Resource;
import dev.automat.spi.Observation;
import dev.automat.spi.TypeDescriptor.Ability;
import dev.automat.store.StoreClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a decision depends on.
 *
 * @param settleTime of the type
 * @param differences between the plan and the observation, if it is present
 * @param abilities of the type
 * @param copySetting of the type: what says whether it keeps a copy
 * @param evenSince since when the clock is known to count evenly: the last start of the process, or
 *     a jump since; {@link Instant#MIN} if it always did
 */
record Situation(
    Resource resource,
    Duration settleTime,
    Observation observation,
    List<Difference> differences,
    Instant now,
    Set<Ability> abilities,
    Optional<String> copySetting,
    Instant evenSince) {

  /** What another replica writes may be so much ahead of this one's clock, without any jump. */
  private static final Duration AHEAD = StoreClock.MOST_SKEW.multipliedBy(2);

  /** By a clock that never jumped. */
  Situation(
      Resource resource,
      Duration settleTime,
      Observation observation,
      List<Difference> differences,
      Instant now,
      Set<Ability> abilities,
      Optional<String> copySetting) {
    this(resource, settleTime, observation, differences, now, abilities, copySetting, Instant.MIN);
  }

  /** Of a type that can neither put out of reach nor keep a copy. */
  Situation(
      Resource resource,
      Duration settleTime,
      Observation observation,
      List<Difference> differences,
      Instant now) {
    this(resource, settleTime, observation, differences, now, Set.of(), Optional.empty());
  }

  /**
   * Law 4: when the cloud has settled after that instant. What was before a jump of the clock may
   * have been a moment ago, whatever the clock says: then it is counted from the jump.
   */
  Instant settledAfter(Instant instant) {
    boolean jumpedBack = instant.isAfter(now.plus(AHEAD)) && !evenSince.equals(Instant.MIN);
    return (jumpedBack || instant.isBefore(evenSince) ? evenSince : instant).plus(settleTime);
  }
}
