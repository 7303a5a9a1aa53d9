package dev.automat.identity;

import java.util.Optional;

/**
 * Who of an issuer gets which role, as configured.
 *
 * @param when CEL over {@code claims.…}; empty: everybody
 * @param team text with CEL in {@code ${…}}; empty: a role on the platform
 */
public record GrantSettings(Optional<String> when, Optional<String> team, Role role) {}
