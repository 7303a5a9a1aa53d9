package dev.automat.provisioner.template;

import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.ProvisionerConformance;

/** Step 8 of the walk: the test that every plugin must pass. */
final class FolderConformanceTest extends ProvisionerConformance {

  @Override
  protected ConformanceHarness harness() {
    return new FolderHarness();
  }
}
