package dev.automat.engine;

import dev.automat.retry.Backoff;
import dev.automat.spi.ErrorType;
import dev.automat.store.Place;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps every place soon after the start, and then once an interval. */
final class SweepLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SweepLoop.class);

  /**
   * Nobody knows what happened while nobody looked; and a provisioner may have to bring back what
   * died or was stopped together with us, long before the next look at any one resource.
   */
  private static final Duration FIRST = Duration.ofSeconds(1);

  private static final Duration STOP = Duration.ofSeconds(10);

  private final Tools tools;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().name("sweep").daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy());
  private final ExecutorService sweeps =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sweep-", 0).factory());

  private volatile boolean stopping;

  SweepLoop(Tools tools, Duration interval) {
    this.tools = tools;
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    Duration first = Backoff.jittered(FIRST, tools.random());
    Future<?> _ =
        timer.scheduleWithFixedDelay(
            this::sweepAll, first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    tools.places().awaiting().forEach(account -> sweepAgain(account, 1, first));
  }

  private void sweepAll() {
    if (!tools.timeIsKnown().getAsBoolean()) {
      log.warn("not swept: the clock of this machine is wrong");
      return;
    }
    try {
      sweep(tools.places().with(tools.store().places()));
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      log.error("the places could not be read; the next sweep looks again", e);
    }
  }

  /** Law 7: each account by itself, so that one that hangs keeps no other from it. */
  private void sweep(Collection<Place> places) {
    places.stream()
        .collect(Collectors.groupingBy(Place::account))
        .forEach(
            (account, theirs) -> {
              if (underWay.add(account)) {
                sweeps.execute(() -> sweepAccount(account, theirs));
              }
            });
  }

  private void sweepAccount(String account, List<Place> places) {
    try {
      for (Place place : places) {
        if (!stopping) {
          sweep(place);
        }
      }
    } finally {
      underWay.remove(account);
    }
  }

  /** What nothing is changed without is listed again soon, and ever later. */
  private void sweepAgain(String account, int tries, Duration lead) {
    Duration pause = lead.plus(Backoff.after(ErrorType.EXTERNAL, tries, tools.random()));
    Future<?> _ =
        timer.schedule(
            () -> {
              List<Place> awaited = tools.places().awaitedIn(account);
              if (!awaited.isEmpty()) {
                sweep(awaited);
                sweepAgain(account, tries + 1, Duration.ZERO);
              }
            },
            pause.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** A place that can not be swept keeps no other from it. */
  private void sweep(Place place) {
    try {
      new Sweep(tools, place)
          .run()
          .ifPresent(
              woken ->
                  log.debug("swept {} in {}: {} to look at", place.type(), place.account(), woken));
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      log.error(
          "the sweep of {} in {} broke off; the next one looks again",
          place.type(),
          place.account(),
          e);
    }
  }

  /**
   * Begins no other sweep, and gives the one under way ten seconds: what it judged after the store
   * had changed hands could hold an account for nothing. Repeats do nothing.
   */
  @Override
  public void close() {
    stopping = true;
    timer.shutdown();
    try {
      // First who hands sweeps on, then those that carry them out.
      boolean ended = timer.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
      sweeps.shutdown();
      if (!(ended && sweeps.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS))) {
        log.warn("a sweep was cut off; the first one after the next start looks again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
