package dev.automat.api.handler;

import dev.automat.catalog.CatalogFollower.Standing;
import dev.automat.store.StoreClock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether requests can be served. */
final class Readiness {

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final BooleanSupplier engineRuns;
  private final StoreClock clock;
  private final Supplier<Standing> catalogue;

  Readiness(Services services) {
    this.engineRuns = services.engineRuns();
    this.clock = services.clock();
    this.catalogue = services.catalogDesk()::standing;
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
          engine,
          catalogue());
    } catch (RuntimeException e) {
      // Whatever the store throws here means the same to whoever asks.
      LOG.warn("the store does not answer: {}", e.toString());
      return List.of(
          new Check("store", false, "it does not answer; the log says why"),
          new Check("clock", false, "can not be compared without the store"),
          engine,
          catalogue());
    }
  }

  /**
   * One that is not taken leaves the one before at work, so it never says that this is not ready.
   */
  private Check catalogue() {
    Standing standing = catalogue.get();
    return new Check(
        "catalogue",
        true,
        standing
            .problem()
            .map(
                problem ->
                    "revision "
                        + standing.wanted()
                        + (standing.taken() == standing.wanted() ? ": " : " is not taken: ")
                        + problem)
            .orElse("revision " + standing.taken()));
  }

  record Check(String name, boolean ok, String message) {}
}
