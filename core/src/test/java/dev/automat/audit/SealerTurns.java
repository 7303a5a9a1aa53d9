package dev.automat.audit;

import dev.automat.secret.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The real sealer, turn by turn, and what a verification finds at the end. */
public final class SealerTurns {

  private static final int PAGE = 1000;

  private final AuditChain chain;
  private final CheckpointFile file;
  private final CheckpointKey key;
  private final InstantSource clock;
  private AuditSealer sealer;

  public SealerTurns(AuditChain chain, SecretBox secrets, Path file, InstantSource clock) {
    this.chain = chain;
    this.file = new CheckpointFile(file);
    this.key = CheckpointKey.open(chain, secrets);
    this.clock = clock;
    this.sealer = begin();
  }

  private AuditSealer begin() {
    return new AuditSealer(chain, key, file, Duration.ofDays(3), clock);
  }

  public void turn() {
    try {
      sealer.work(clock.instant());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another one goes on, which has seen nothing yet. */
  public void restart() {
    sealer.close();
    sealer = begin();
  }

  /** All lines, as they were sealed. */
  public List<SealedLine> lines() {
    List<SealedLine> all = new ArrayList<>();
    List<SealedLine> page;
    do {
      page = chain.after(all.size(), PAGE);
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  /** What is wrong with these lines. */
  public List<String> findings(List<SealedLine> lines) {
    CheckpointFile.Content content = file.read();
    AuditVerification verification =
        new AuditVerification(content.checkpoints(), Optional.of(key.fingerprint()));
    lines.forEach(verification::take);
    List<String> findings = new ArrayList<>(content.broken());
    findings.addAll(verification.end());
    return findings;
  }

  /** When checkpoints were signed. */
  public List<Instant> signed() {
    return file.read().checkpoints().stream().map(Checkpoint::at).toList();
  }
}
