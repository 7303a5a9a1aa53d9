package dev.automat.engine;

import dev.automat.keys.SealingKeys;
import dev.automat.store.Store;
import dev.automat.store.StoreClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other replicas through the store that this one lives and which keys it has, and learns
 * there how many share the rates (law 7), which keys the others have, and what time it is (law 12).
 */
final class Heartbeat implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  static final Duration INTERVAL = Duration.ofSeconds(3);

  /** A replica that died or froze gives up its share of the rates so long after its last beat. */
  static final Duration SILENCE = Duration.ofSeconds(15);

  private final Store store;
  private final StoreClock clock;
  private final AccountGates gates;
  private final SealingKeys keys;
  private final String replica;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("heartbeat").daemon().factory());

  private Optional<ScheduledFuture<?>> schedule = Optional.empty();
  private boolean trusted = true;

  /**
   * @param replica its name, which no other has
   */
  Heartbeat(Store store, StoreClock clock, AccountGates gates, SealingKeys keys, String replica) {
    this.store = store;
    this.clock = clock;
    this.gates = gates;
    this.keys = keys;
    this.replica = replica;
  }

  /** Beats once, and from now on by itself. */
  Heartbeat start() {
    tick();
    schedule =
        Optional.of(
            timer.scheduleWithFixedDelay(
                this::tick, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    return this;
  }

  private void tick() {
    try {
      beat();
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      log.warn("no heartbeat, trying again: {}", e.toString());
    }
  }

  /** The clock first: it must be known to be wrong also while nothing can be written. */
  void beat() {
    Duration skew = clock.measure();
    if (trusted != clock.isTrusted()) {
      trusted = clock.isTrusted();
      if (trusted) {
        log.info("the clock of this machine agrees with the database's again; work goes on");
      } else {
        log.error(
            "the clock of this machine is {} ms off the database's: nothing is done here until it"
                + " is set right",
            skew.negated().toMillis());
      }
    }
    keys.follow();
    gates.shareAmong(Math.max(1, store.beat(replica, keys.ids(), SILENCE)));
  }

  /** Gives up its share at once, if the store answers. */
  @Override
  public void close() {
    schedule.ifPresent(beats -> beats.cancel(false));
    timer.shutdown();
    try {
      if (timer.awaitTermination(INTERVAL.toSeconds(), TimeUnit.SECONDS)) {
        store.retire(replica);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.info(
          "the other replicas learn of this end in {} s: {}", SILENCE.toSeconds(), e.toString());
    }
  }
}
