package dev.automat.engine;

import dev.automat.resource.Resource;
import dev.automat.spi.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that a decision depends on.
 *
 * @param settleTime of the type
 * @param differences between the plan and the observation, if it is present
 */
record Situation(
    Resource resource,
    Duration settleTime,
    Observation observation,
    List<Difference> differences,
    Instant now) {}
