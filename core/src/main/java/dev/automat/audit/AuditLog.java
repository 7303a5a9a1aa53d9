package dev.automat.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps entries for good. Safe for many threads. */
public interface AuditLog {

  /** Appends; when it returns, the entry survives the death of the process. */
  void append(AuditEntry entry);

  /**
   * Entries, the newest first.
   *
   * @param teams of these only; empty: of all, and of the platform
   * @param before only those with a lower sequence
   */
  List<Appended> page(Optional<Set<String>> teams, long before, int limit);

  /**
   * When what was done, the newest first, without all else that entries say.
   *
   * @param before only those with a lower sequence
   */
  List<Moment> moments(long before, int limit);

  /**
   * A part of an entry.
   *
   * @param operation as the contract calls it
   */
  record Moment(long sequence, Instant at, String operation) {}

  /**
   * An entry in its place.
   *
   * @param sequence grows with every entry, with gaps
   */
  record Appended(long sequence, AuditEntry entry) {}
}
