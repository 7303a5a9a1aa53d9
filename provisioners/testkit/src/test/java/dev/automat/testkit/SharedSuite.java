package dev.automat.testkit;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The conformance kit on a type whose one secret has a flaw. Run by {@link SharedKitTest} alone:
 * its name keeps it from being found as a test of its own, in which it would fail.
 */
final class SharedSuite extends ProvisionerConformance {

  /** JUnit makes this class itself, so the flaw is handed over here. */
  static final AtomicReference<SharedFlaw> FLAW = new AtomicReference<>(SharedFlaw.NONE);

  @Override
  protected ConformanceHarness harness() {
    return new SharedHarness(new FlawedShared(FLAW.get()));
  }
}
