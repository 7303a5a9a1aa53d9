package dev.automat.store;

import dev.automat.audit.AuditEntry.Outcome;
import java.time.Instant;

/**
 * What an act of the engine on a cloud has come to: a line of the audit log, which stands or falls
 * with what it is written with.
 *
 * @param operation in one word, such as {@code create}
 * @param reason for a person; empty if there is nothing to say
 */
public record Acted(Instant at, String operation, Outcome outcome, String reason) {}
