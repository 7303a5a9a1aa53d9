package dev.automat.api.handler;

import dev.automat.store.StoreClock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether requests can be served. */
final class Readiness {

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final BooleanSupplier engineRuns;
  private final StoreClock clock;

  Readiness(Services services) {
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
      Duration skew = clock.measure();
      return List.of(
          new Check("store", true, "reachable"),
          new Check(
              "clock",
              clock.isTrusted(),
              skew.abs().toMillis()
                  + " ms from the database's clock, and corrected; nothing is done beyond "
                  + StoreClock.MOST_SKEW.toMillis()),
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
