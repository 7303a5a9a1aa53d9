package dev.automat.cost;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A price for a part of the quantity.
 *
 * @param upTo the quantity at which the next tier begins; empty in the last one
 * @param amount for one unit in this tier
 */
public record Tier(Optional<BigDecimal> upTo, BigDecimal amount) {}
