package dev.automat.engine;

import dev.automat.audit.AuditDraft;
import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.audit.AuditLog;
import dev.automat.audit.AuditLog.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The audit log as the memory of expiry: what it did stands there, whichever replica did it. */
final class AuditedExpiry implements ExpiryMemory {

  private static final int PAGE = 200;

  /** A log that grows by more in an hour belongs to an installation that can wait for its lines. */
  private static final int MOST_PAGES = 100;

  private final AuditLog log;

  AuditedExpiry(AuditLog log) {
    this.log = log;
  }

  @Override
  public int acts(Instant after, Instant until) {
    return (int) since(AuditDraft.EXPIRY, after, until).count();
  }

  @Override
  public Optional<Instant> lastJump(Instant after, Instant until) {
    return since(AuditDraft.CLOCK_JUMP, after, until).map(Moment::at).max(Instant::compareTo);
  }

  @Override
  public void jumped(Instant at, Duration by) {
    log.append(
        AuditDraft.ofEngine(at, AuditDraft.CLOCK_JUMP, at.toString())
            .entry(
                Outcome.DONE,
                "The clock jumped by " + by + ": nothing is taken back for an hour",
                Optional.empty()));
  }

  /** The newest first, until a page is older as a whole: lines are nearly in the order of time. */
  private Stream<Moment> since(String operation, Instant after, Instant until) {
    return Stream.iterate(
            log.moments(Long.MAX_VALUE, PAGE),
            page -> page.stream().anyMatch(line -> line.at().isAfter(after)),
            this::older)
        .limit(MOST_PAGES)
        .flatMap(List::stream)
        .filter(line -> line.operation().equals(operation))
        .filter(line -> line.at().isAfter(after) && !line.at().isAfter(until));
  }

  private List<Moment> older(List<Moment> page) {
    return page.size() < PAGE ? List.of() : log.moments(page.getLast().sequence(), PAGE);
  }
}
