package dev.automat.store;

import java.time.Instant;

/**
 * An account in which nothing may be changed until a person releases it.
 *
 * @param account {@code provisioner/account}
 * @param reason what was seen, and what to do
 */
public record AccountHold(String account, String reason, Instant since) {}
