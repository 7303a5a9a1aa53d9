package dev.automat.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what was written down, and leaves signed checkpoints outside the database. Each replica
 * does both; whatever one has not sealed when it dies, another seals.
 */
public final class AuditSealer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AuditSealer.class);

  /** How long a line may stand unsealed. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final int BATCH = 500;

  private final AuditChain chain;
  private final CheckpointKey key;
  private final CheckpointFile file;
  private final Duration every;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("audit-sealer").daemon().factory());

  private Optional<ScheduledFuture<?>> turns = Optional.empty();

  /** As far as this process or its file has seen the chain reach. */
  private Link seen = Link.START;

  private Instant signedAt = Instant.EPOCH;
  private Link signed = Link.START;
  private String trouble = "";

  /**
   * @param every how long at least between two checkpoints
   */
  public AuditSealer(
      AuditChain chain,
      CheckpointKey key,
      CheckpointFile file,
      Duration every,
      InstantSource clock) {
    this.chain = chain;
    this.key = key;
    this.file = file;
    this.every = every;
    this.clock = clock;
  }

  /** Holds the log against the last checkpoint, and from now on works by itself. */
  public AuditSealer start() {
    LOG.info("checkpoints of the audit log go to {}, signed by {}", file, key.fingerprint());
    try {
      file.last().ifPresent(last -> signed = last.link());
      seen = signed;
    } catch (IOException | RuntimeException e) {
      LOG.error("{} can not be read, so nothing is held against it: {}", file, e.toString());
    }
    turn();
    turns =
        Optional.of(
            timer.scheduleWithFixedDelay(
                this::turn, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    return this;
  }

  private void turn() {
    try {
      work(clock.instant());
      trouble = "";
    } catch (IOException | RuntimeException e) {
      if (!trouble.equals(e.toString())) {
        trouble = e.toString();
        LOG.warn("the audit log could not be sealed, trying again: {}", trouble);
      }
    }
  }

  /** One turn. */
  void work(Instant now) throws IOException {
    compare();
    while (chain.seal(BATCH) == BATCH) {
      // There may be more.
    }
    seen = chain.head();
    if (!seen.equals(signed) && !now.isBefore(signedAt.plus(every))) {
      sign(now);
    }
  }

  /** What was seen must still be there, as it was. */
  private void compare() {
    if (seen.position() == 0) {
      return;
    }
    List<SealedLine> there = chain.after(seen.position() - 1, 1);
    boolean same =
        there.stream().map(SealedLine::link).findFirst().filter(seen::equals).isPresent();
    if (!same) {
      LOG.error(
          "the audit log was changed behind our back, or its database restored: line {} is not"
              + " there as it was. automat audit verify says what else is missing",
          seen.position());
      seen = Link.START; // Said once.
    }
  }

  private void sign(Instant now) throws IOException {
    file.append(Checkpoint.signed(now, seen, key));
    signed = seen;
    signedAt = now;
  }

  /** Seals and signs what is left. */
  @Override
  public void close() {
    turns.ifPresent(turn -> turn.cancel(false));
    timer.shutdown();
    try {
      if (timer.awaitTermination(INTERVAL.toSeconds() * 5, TimeUnit.SECONDS)) {
        signedAt = Instant.EPOCH;
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
