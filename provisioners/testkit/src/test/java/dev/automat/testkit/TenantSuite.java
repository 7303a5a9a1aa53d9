package dev.automat.testkit;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The conformance kit on a type whose quarantine or recovery has a flaw. Run by {@link LifeKitTest}
 * alone: its name keeps it from being found as a test of its own, in which it would fail.
 */
final class TenantSuite extends ProvisionerConformance {

  /** JUnit makes this class itself, so the flaw is handed over here. */
  static final AtomicReference<LifeFlaw> FLAW = new AtomicReference<>(LifeFlaw.NONE);

  @Override
  protected ConformanceHarness harness() {
    return new TenantHarness(new FlawedUsers(UserFlaw.NONE), new FlawedTenants(FLAW.get()));
  }
}
