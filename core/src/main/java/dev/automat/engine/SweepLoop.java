package dev.automat.engine;

import dev.automat.store.Place;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
  private final SweptPlaces places;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sweep").daemon().factory());

  private final ScheduledFuture<?> schedule;
  private volatile boolean stopping;

  SweepLoop(Tools tools, SweptPlaces places, Duration interval) {
    this.tools = tools;
    this.places = places;
    Duration first = Backoff.jittered(FIRST, tools.random());
    this.schedule =
        timer.scheduleWithFixedDelay(
            this::sweepAll, first.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweepAll() {
    if (!tools.timeIsKnown().getAsBoolean()) {
      log.warn("not swept: the clock of this machine is wrong");
      return;
    }
    try {
      for (Place place : places.with(tools.store().places())) {
        if (stopping) {
          return;
        }
        sweep(place);
      }
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      log.error("the places could not be read; the next sweep looks again", e);
    }
  }

  /** Law 7: a place that can not be swept keeps no other from it. */
  private void sweep(Place place) {
    try {
      new Sweep(tools, place)
          .run()
          .ifPresent(
              woken -> {
                places.listed(place);
                log.debug("swept {} in {}: {} to look at", place.type(), place.account(), woken);
              });
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
    schedule.cancel(false);
    timer.shutdown();
    try {
      if (!timer.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("a sweep was cut off; the first one after the next start looks again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
