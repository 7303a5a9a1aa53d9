package dev.automat.identity;

import java.time.Duration;

/**
 * What came of looking at a token.
 *
 * @param caller with the roles that the token itself brings
 * @param freshFor how long that is believed without looking again; never beyond its expiry
 */
public record Proof(Caller caller, Duration freshFor) {}
