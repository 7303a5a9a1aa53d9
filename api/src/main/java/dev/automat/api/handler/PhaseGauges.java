package dev.automat.api.handler;

import dev.automat.resource.Phase;
import dev.automat.store.Store;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** How many resources are in each phase; counted at most every ten seconds. */
final class PhaseGauges {

  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Store store;
  private final InstantSource clock;
  private Map<String, Long> counts = Map.of();
  private Instant countedAt = Instant.EPOCH;

  private PhaseGauges(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  static void register(MeterRegistry meters, Store store, InstantSource clock) {
    PhaseGauges gauges = new PhaseGauges(store, clock);
    for (Phase phase : Phase.values()) {
      Gauge.builder("automat.resources", () -> gauges.count(phase))
          .description("Resources by phase; Deleted are tombstones")
          .tag("phase", phase.name())
          .strongReference(true)
          .register(meters);
    }
  }

  private synchronized long count(Phase phase) {
    Instant now = clock.instant();
    if (countedAt.plus(FRESH).isBefore(now)) {
      counts = store.countByPhase();
      countedAt = now;
    }
    return counts.getOrDefault(phase.name(), 0L);
  }
}
