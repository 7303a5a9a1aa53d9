package dev.automat.testkit;

/** The plugin that engines are simulated against keeps the contract, in a cloud that lags. */
final class HostilePluginConformanceTest extends ProvisionerConformance {

  @Override
  protected ConformanceHarness harness() {
    return new HostileHarness(Faults.CALM, HostilePlugin::new);
  }
}
