package dev.automat.api.handler;

import dev.automat.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether requests can be served. */
final class Readiness {

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  /** Leases and expiries mean the database's time; beyond this skew they would mean another. */
  private static final Duration MOST_SKEW = Duration.ofSeconds(2);

  private final Store store;
  private final BooleanSupplier engineRuns;
  private final InstantSource clock;

  Readiness(Services services) {
    this.store = services.store();
    this.engineRuns = services.engineRuns();
    this.clock = services.clock();
  }

  /** All checks, also those that are fine. */
  List<Check> checks() {
    Check engine =
        engineRuns.getAsBoolean()
            ? new Check("engine", true, "running")
            : new Check("engine", false, "it does not run; the log says why");
    try {
      Instant database = store.databaseTime();
      Duration skew = Duration.between(clock.instant(), database).abs();
      return List.of(
          new Check("store", true, "reachable"),
          new Check(
              "clock",
              skew.compareTo(MOST_SKEW) <= 0,
              skew.toMillis() + " ms from the database's clock; at most " + MOST_SKEW.toMillis()),
          engine);
    } catch (RuntimeException e) {
      // Whatever the store throws here means the same to whoever asks.
      LOG.warn("the store does not answer: {}", e.toString());
      return List.of(
          new Check("store", false, "it does not answer; the log says why"),
          new Check("clock", false, "can not be compared without the store"),
          engine);
    }
  }

  record Check(String name, boolean ok, String message) {}
}
