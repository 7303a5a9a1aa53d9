package dev.automat.engine;

import dev.automat.resource.Resource;
import dev.automat.spi.Observation;
import dev.automat.spi.TypeDescriptor.Ability;
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
 */
record Situation(
    Resource resource,
    Duration settleTime,
    Observation observation,
    List<Difference> differences,
    Instant now,
    Set<Ability> abilities,
    Optional<String> copySetting) {

  /** Of a type that can neither put out of reach nor keep a copy. */
  Situation(
      Resource resource,
      Duration settleTime,
      Observation observation,
      List<Difference> differences,
      Instant now) {
    this(resource, settleTime, observation, differences, now, Set.of(), Optional.empty());
  }
}
