package dev.automat.audit;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that somebody did or was kept from.
 *
 * @param actor as in {@code createdBy}, such as {@code people:alice@example.com}
 * @param issuer who vouched for them
 * @param subject what the issuer calls them, which is never given to another
 * @param requestId also in the log and in the answer
 * @param operation as the contract calls it
 * @param permission that it needs
 * @param team whose business it is; empty: the platform's
 * @param target the path that was asked for
 * @param reason in a word or a sentence; empty if there is nothing to say
 */
public record AuditEntry(
    Instant at,
    String actor,
    String issuer,
    String subject,
    String requestId,
    String operation,
    String permission,
    Optional<String> team,
    String target,
    Outcome outcome,
    String reason) {

  /** What came of it. */
  public enum Outcome {
    DONE,
    DENIED;

    /** As in documents. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
