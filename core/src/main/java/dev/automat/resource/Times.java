package dev.automat.resource;

import java.time.Instant;
import java.util.Optional;

/**
 * The instants of one incarnation.
 *
 * @param firstSeen when the request that made it arrived
 * @param accepted when it was stored; shown as {@code createdAt}
 * @param ready when it was first ready
 * @param deleteRequested when its end was decided
 * @param deleted when it was seen gone for good
 * @param expires when it is taken back
 */
public record Times(
    Instant firstSeen,
    Instant accepted,
    Optional<Instant> ready,
    Optional<Instant> deleteRequested,
    Optional<Instant> deleted,
    Optional<Instant> expires) {}
