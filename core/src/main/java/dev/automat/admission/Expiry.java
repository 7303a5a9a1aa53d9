package dev.automat.admission;

import dev.automat.resource.Lifetime;
import dev.automat.resource.Plan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Where a lifetime becomes an instant. */
public final class Expiry {

  private Expiry() {}

  /**
   * When a resource of that plan is taken back; empty if never.
   *
   * @param createdAt when it was accepted
   */
  public static Optional<Instant> of(Plan plan, Instant createdAt) {
    if (plan.expiresAt().isPresent()) {
      return plan.expiresAt().map(Instant::parse).map(Expiry::storable);
    }
    return after(plan.lifetime(), createdAt);
  }

  /** The latest instant that the plan allows without an approver; empty if there is none. */
  public static Optional<Instant> latest(Plan plan, Instant createdAt) {
    return after(plan.maxLifetime(), createdAt);
  }

  /** What is answered now must equal what is read later, and what is stored has microseconds. */
  private static Instant storable(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  private static Optional<Instant> after(String lifetime, Instant createdAt) {
    return Lifetime.parse(lifetime)
        .orElseThrow(() -> new IllegalArgumentException("a plan with lifetime " + lifetime))
        .duration()
        .map(createdAt::plus);
  }
}
