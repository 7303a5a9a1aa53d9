package dev.automat.audit;

import dev.automat.audit.AuditEntry.Outcome;
import dev.automat.resource.SealedSecret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A chain in memory, with a key of its own. */
final class OneKeyChain implements AuditChain {

  final List<AuditEntry> open = new ArrayList<>();
  final List<SealedLine> lines = new ArrayList<>();
  private Optional<SealedSecret> key = Optional.empty();

  void append(String operation) {
    open.add(
        new AuditEntry(
            Instant.EPOCH,
            "people:alice",
            "people",
            "u-1",
            "r-1",
            operation,
            "connection.read",
            Optional.empty(),
            "GET /v1/…",
            Outcome.DONE,
            ""));
  }

  @Override
  public int seal(int limit) {
    int sealed = 0;
    while (sealed < limit && !open.isEmpty()) {
      AuditEntry entry = open.removeFirst();
      lines.add(new SealedLine(head().next(lines.size(), entry), lines.size(), entry));
      sealed++;
    }
    return sealed;
  }

  @Override
  public Link head() {
    return lines.isEmpty() ? Link.START : lines.getLast().link();
  }

  @Override
  public List<SealedLine> after(long position, int limit) {
    return lines.stream().filter(line -> line.link().position() > position).limit(limit).toList();
  }

  @Override
  public Optional<SealedSecret> key() {
    return key;
  }

  @Override
  public SealedSecret keep(SealedSecret fresh) {
    key = key.or(() -> Optional.of(fresh));
    return key.orElseThrow();
  }
}
