package dev.automat.provisioner.aws;

import dev.automat.spi.PluginContext;
import dev.automat.testkit.Disruption;
import dev.automat.testkit.aws.HostileAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Leads the conformance kit to one type of the plugin, in an account of its own:
 *
 * <pre>{@code
 * protected ConformanceHarness harness() {
 *   return new AwsHarness(directory, QueueBackDoor::new);
 * }
 * }</pre>
 *
 * <p>Time is skipped, not waited for: what the stand-in does over time it does by the same clock.
 */
public final class AwsHarness extends BackDoorHarness {

  private final SkippingClock clock = new SkippingClock();
  private final AwsStandIn aws = new AwsStandIn(clock);
  private final TestAccount account = new TestAccount(aws.hostile().moto());
  private final BackDoor backDoor;
  private final PluginContext context;

  /**
   * @param directory for the plugin's data
   * @param backDoor makes the way to the type in the account
   */
  public AwsHarness(Path directory, Function<TestAccount, BackDoor> backDoor) {
    this(directory, (account, aws) -> backDoor.apply(account));
  }

  /**
   * @param directory for the plugin's data
   * @param backDoor makes the way to the type in the account, which may lead through the proxy
   *     where moto by itself shows less than AWS
   */
  public AwsHarness(Path directory, BiFunction<TestAccount, AwsStandIn, BackDoor> backDoor) {
    this.backDoor = backDoor.apply(account, aws);
    this.context =
        new PluginContext(
            TestAccount.INSTALLATION, account.configuration(aws.endpoint()), directory, clock);
  }

  /** The cloud, to set how long things take there and what goes wrong. */
  public HostileAws cloud() {
    return aws.hostile();
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
  public void disrupt(Disruption disruption) {
    aws.hostile().disrupt(disruption);
  }

  @Override
  public void restore() {
    aws.hostile().restore();
    backDoor.uproot();
  }

  /** Of skipped time: longer than a database takes to be made. */
  @Override
  public Duration patience() {
    return Duration.ofHours(2);
  }

  @Override
  public void letTimePass(Duration duration) {
    clock.skip(duration);
  }

  @Override
  public void close() {
    super.close();
    CallLog.add(aws.hostile().calls().byOperation());
    aws.close();
  }
}
