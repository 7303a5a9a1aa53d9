package dev.automat.engine;

import dev.automat.resource.Resource;
import dev.automat.store.Store;
import dev.automat.store.StoreClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what is due and hands it to virtual threads, never more than there are slots for. Woken by
 * commits of this process; looks by itself at least once a second, for what other replicas
 * accepted.
 */
final class WorkLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkLoop.class);

  private static final int BATCH = 200;
  private static final Duration LONGEST_NAP = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Store store;
  private final Reconciler reconciler;
  private final AccountGates gates;
  private final ExpiryBudget expiry;
  private final StoreClock clock;
  private final Duration lease;
  private final int slots;
  private final Timer reconciliation;
  private final Semaphore free;
  private final Semaphore rung = new Semaphore(0);
  private final ExecutorService reconciliations =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("reconcile-", 0).factory());
  private final Runnable unsubscribe;
  private final Thread thread;
  private volatile boolean stopping;

  WorkLoop(
      Store store,
      Reconciler reconciler,
      AccountGates gates,
      ExpiryBudget expiry,
      StoreClock clock,
      Duration lease,
      int slots,
      MeterRegistry meters) {
    this.store = store;
    this.reconciler = reconciler;
    this.gates = gates;
    this.expiry = expiry;
    this.clock = clock;
    this.lease = lease;
    this.slots = slots;
    this.free = new Semaphore(slots);
    this.reconciliation =
        Timer.builder("automat.engine.reconciliation")
            .description("one claim, from its start to its completion")
            .register(meters);
    Gauge.builder("automat.engine.slots.busy", free, f -> slots - f.availablePermits())
        .description("reconciliations under way")
        .register(meters);
    this.unsubscribe = store.changes().subscribe(_ -> rung.release());
    this.thread = Thread.ofPlatform().name("engine").daemon().start(this::run);
  }

  private void run() {
    while (!stopping) {
      try {
        round();
      } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
        log.error("the store did not answer; trying again", e);
        nap(LONGEST_NAP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void round() throws InterruptedException {
    if (!clock.isTrusted()) {
      // Law 12: what is due here may not be due at all.
      nap(LONGEST_NAP);
      return;
    }
    Instant now = clock.instant();
    expiry.read();
    Set<String> saturated = gates.saturated(now);
    // Waits for one slot, then takes along whatever else is free. Not for ever: a stop does not
    // wait for calls under way, and what they free is not claimed after it.
    if (!free.tryAcquire(LONGEST_NAP.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    if (stopping) {
      free.release();
      return;
    }
    int available = 1 + free.drainPermits();
    int room = Math.min(BATCH, available);
    free.release(available - room);
    List<Resource> claimed = claim(now, room, saturated);
    free.release(room - claimed.size());
    claimed.forEach(this::start);
    if (claimed.size() < room) {
      nap(untilDue(saturated, now));
    }
  }

  private List<Resource> claim(Instant now, int room, Set<String> saturated) {
    try {
      return store.claim(now, lease, room, saturated);
    } catch (RuntimeException | Error e) {
      free.release(room);
      throw e;
    }
  }

  private void start(Resource resource) {
    reconciliations.execute(
        () -> {
          try {
            reconciliation.record(() -> reconciler.reconcile(resource));
          } catch (RuntimeException | Error e) {
            // An Error that no resource can be blamed for is said here as well; then its slot is
            // free.
            log.error(
                "the reconciliation of {} broke off; it is taken up when its lease ends",
                resource.key(),
                e);
          } finally {
            free.release();
          }
        });
  }

  private Duration untilDue(Set<String> saturated, Instant now) {
    if (!saturated.isEmpty()) {
      return Duration.ofMillis(20);
    }
    return store
        .nextDue(saturated)
        .map(due -> Duration.between(now, due))
        .filter(wait -> wait.compareTo(LONGEST_NAP) < 0)
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .orElse(LONGEST_NAP);
  }

  /** Until something was committed, or the time is over. */
  private void nap(Duration longest) {
    try {
      if (rung.tryAcquire(longest.toMillis() + 1, TimeUnit.MILLISECONDS)) {
        rung.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  /** Whether the thread is alive, for readiness. */
  boolean isRunning() {
    return thread.isAlive() && !stopping;
  }

  /** Stops claiming, and gives reconciliations under way ten seconds. Repeats do nothing. */
  @Override
  public void close() {
    stopping = true;
    unsubscribe.run();
    rung.release();
    try {
      thread.join(STOP);
      if (free.tryAcquire(slots, STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        free.release(slots);
      } else {
        log.warn("calls to the cloud were cut off; they are taken up at the next start");
      }
      // Without interrupts: one would close the file of the embedded store under those who read it.
      reconciliations.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
