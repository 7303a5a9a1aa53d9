package dev.automat.engine;

import dev.automat.resource.Work;
import dev.automat.resource.Work.Intent;
import dev.automat.resource.Work.Step;
import dev.automat.spi.NamingRule;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests of the engine's parts speak of: one moment, one uid, one type. */
final class Fixtures {

  /** Where {@link SimulatedClock} begins. */
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** As it is configured. */
  static final Duration LEASE = Duration.ofMinutes(4);

  static final Duration SETTLE = Duration.ofMinutes(1);
  static final String UID = "abcdefghijklmnopqrst";

  private Fixtures() {}

  /** A type with a setting of each kind of change. */
  static TypeDescriptor type(double callsPerSecond, int inFlight) {
    return type("test/thing", callsPerSecond, inFlight);
  }

  static TypeDescriptor type(String name, double callsPerSecond, int inFlight) {
    return type(name, new RateLimit(callsPerSecond, inFlight));
  }

  static TypeDescriptor type(String name, RateLimit rate) {
    return new TypeDescriptor(
        name,
        "{}",
        Map.of("storageGiB", Change.GROW_ONLY, "zone", Change.REPLACE),
        new NamingRule(40),
        ListDepth.FULL,
        CredentialNeed.NONE,
        List.of(),
        SETTLE,
        Duration.ofMinutes(2),
        rate);
  }

  static Present present(State state) {
    return present(state, "", Map.of(), Map.of());
  }

  static Present present(State state, String message) {
    return present(state, message, Map.of(), Map.of());
  }

  static Present present(Map<String, Object> settings, Map<String, String> tags) {
    return present(State.AVAILABLE, "", settings, tags);
  }

  private static Present present(
      State state, String message, Map<String, Object> settings, Map<String, String> tags) {
    return new Present(
        Optional.of("id-1"), state, message, settings, tags, Map.of("host", "h"), List.of());
  }

  static Intent intent(Step step, Instant at) {
    return new Intent(step, 1, at, UID + ":" + step);
  }

  /** The notes on what was ready before. */
  static Work ready() {
    return Work.none()
        .withIntent(intent(Step.CREATE, NOW.minus(Duration.ofDays(3))))
        .withoutIntent()
        .withCloudId(Optional.of("id-1"))
        .withMadeOnce(true);
  }
}
