package dev.automat.testkit;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The conformance kit on a broken plugin. Run by {@link ConformanceKitTest} alone: its name keeps
 * it from being found as a test of its own, in which it would fail.
 */
final class BrokenSuite extends ProvisionerConformance {

  /** JUnit makes this class itself, so what is broken is handed over here. */
  static final AtomicReference<@Nullable Breakage> BREAKAGE = new AtomicReference<>();

  @Override
  protected ConformanceHarness harness() {
    Breakage breakage = Objects.requireNonNull(BREAKAGE.get(), "what is broken");
    return new HostileHarness(Faults.NONE, cloud -> new BrokenPlugin(cloud, breakage));
  }
}
