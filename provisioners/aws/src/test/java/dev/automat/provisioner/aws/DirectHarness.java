package dev.automat.provisioner.aws;

import dev.automat.spi.PluginContext;
import dev.automat.spi.Scope;
import dev.automat.testkit.Disruption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Leads the conformance kit to one type in an account that nothing of ours stands before: of AWS
 * itself, where time is waited for, or of a stand-in without delays, where it is skipped.
 */
public final class DirectHarness extends BackDoorHarness {

  private final TestAccount account;
  private final BackDoor backDoor;
  private final PluginContext context;
  private final Optional<SkippingClock> skipping;

  /**
   * @param configuration of the plugin
   * @param scope where to work, and with which tag
   * @param directory for the plugin's data
   * @param backDoor makes the way to the type in the account
   */
  public DirectHarness(
      Map<String, Object> configuration,
      Scope scope,
      Path directory,
      Function<TestAccount, BackDoor> backDoor) {
    // What has an endpoint is a stand-in: what it did is done.
    this.skipping =
        configuration.containsKey("endpoint") ? Optional.of(new SkippingClock()) : Optional.empty();
    this.account = TestAccount.configured(configuration, scope);
    this.backDoor = backDoor.apply(account);
    this.context =
        new PluginContext(scope.installation(), configuration, directory, InstantSource.system());
  }

  @Override
  protected TestAccount account() {
    return account;
  }

  @Override
  protected BackDoor backDoor() {
    return backDoor;
  }

  @Override
  public PluginContext context() {
    return context;
  }

  @Override
  public Optional<String> unable(Disruption disruption) {
    return Optional.of(
        "nothing stands between the plugin and this cloud; that is tried against moto behind a"
            + " proxy, by the conformance test of the same type");
  }

  @Override
  public void disrupt(Disruption disruption) {
    throw new IllegalStateException("it was said that this can not be done: " + disruption);
  }

  @Override
  public void restore() {
    backDoor.uproot();
  }

  /** SetQueueAttributes takes up to a minute until every reader sees it, the tagging API too. */
  @Override
  public Duration patience() {
    return Duration.ofMinutes(3);
  }

  @Override
  public void letTimePass(Duration duration) {
    skipping.ifPresentOrElse(
        clock -> clock.skip(duration), () -> LockSupport.parkNanos(duration.toNanos()));
  }
}
