package dev.automat.notify;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats turns as long as they find something, and then looks again now and then. */
final class Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** How long a notice may stand before anybody looks. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration END = Duration.ofSeconds(5);

  private final Thread thread;
  private final Semaphore wakes = new Semaphore(0);
  private volatile boolean stopped;

  Worker(String name, IntSupplier turn) {
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> loop(turn));
  }

  void start() {
    thread.start();
  }

  void wake() {
    wakes.release();
  }

  private void loop(IntSupplier turn) {
    String trouble = "";
    while (!stopped) {
      int found = 0;
      try {
        found = turn.getAsInt();
        trouble = "";
      } catch (RuntimeException e) {
        if (!stopped && !trouble.equals(e.toString())) {
          trouble = e.toString();
          LOG.warn("notices wait, trying again: {}", trouble);
        }
      }
      if (found == 0 && !pause()) {
        return;
      }
    }
  }

  /** False: it is over. */
  private boolean pause() {
    try {
      if (wakes.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        wakes.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  void stop() {
    stopped = true;
    wakes.release();
  }

  /** Without an interrupt: a thread that is interrupted in H2 takes the file away from all. */
  void join() {
    try {
      if (!thread.join(END)) {
        LOG.warn("{} is still at work", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
