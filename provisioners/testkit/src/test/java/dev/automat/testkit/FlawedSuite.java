package dev.automat.testkit;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The conformance kit on a type whose bindings have a flaw. Run by {@link BindingKitTest} alone:
 * its name keeps it from being found as a test of its own, in which it would fail.
 */
final class FlawedSuite extends ProvisionerConformance {

  /** JUnit makes this class itself, so the flaw is handed over here. */
  static final AtomicReference<UserFlaw> FLAW = new AtomicReference<>(UserFlaw.NONE);

  @Override
  protected ConformanceHarness harness() {
    return new BoundHarness(new FlawedUsers(FLAW.get()));
  }
}
