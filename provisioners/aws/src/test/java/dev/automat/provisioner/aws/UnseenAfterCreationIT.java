package dev.automat.provisioner.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.testkit.wire.WireFaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Law 5: what AWS does not show after it was made is not there <em>yet</em>. */
final class UnseenAfterCreationIT {

  private static final String UID = "abcdefghijklmnopqrst";
  private static final Duration LAG = Duration.ofSeconds(30);

  private final SkippingClock clock = new SkippingClock();
  private final AwsStandIn aws = new AwsStandIn(clock);
  private final TestAccount account = new TestAccount(aws.hostile().moto());
  private final Provisioner provisioner =
      new AwsPlugin()
          .open(
              new PluginContext(
                  TestAccount.INSTALLATION,
                  account.configuration(aws.endpoint()),
                  Path.of("unused"),
                  clock));

  @AfterEach
  void close() {
    provisioner.close();
    account.close();
    aws.close();
  }

  @Test
  void aDatabaseThatRdsDoesNotShowYetIsWorkUnderWayAndMadeOnce() {
    isWorkUnderWayAndMadeOnce(
        "aws/rds-postgres",
        Map.of("instanceClass", "db.t4g.small", "engineVersion", "18", "allocatedStorageGiB", 20L),
        "rds:CreateDBInstance");
  }

  @Test
  void aCacheThatElastiCacheDoesNotShowYetIsWorkUnderWayAndMadeOnce() {
    isWorkUnderWayAndMadeOnce(
        "aws/elasticache-redis",
        Map.of("nodeType", "cache.t4g.small"),
        "elasticache:CreateReplicationGroup");
  }

  private void isWorkUnderWayAndMadeOnce(
      String name, Map<String, Object> settings, String operation) {
    ResourceType type = Optional.ofNullable(provisioner.types().get(name)).orElseThrow();
    ResourceRef ref =
        new ResourceRef(name, UID, "orders-" + UID, account.scope(), Optional.empty());
    Desired desired =
        new Desired(
            ref,
            settings,
            OwnershipTags.of(ref),
            Optional.of(new Credentials("app", "Token0123456789Token0123456789ab")),
            UID + "-create");
    assertInstanceOf(Absent.class, type.observe(ref), "and the account is confirmed");

    aws.hostile().become(WireFaults.NONE.stale(1, LAG));
    Outcome.Working begun = assertInstanceOf(Outcome.Working.class, type.create(desired));
    assertEquals(Duration.ofSeconds(5), begun.pollAfter());
    assertInstanceOf(Absent.class, type.observe(ref));
    assertInstanceOf(Outcome.Working.class, type.create(desired));

    clock.skip(LAG.plusSeconds(1));
    aws.hostile().become(WireFaults.NONE);
    Present shown = assertInstanceOf(Present.class, type.observe(ref));
    assertEquals(State.AVAILABLE, shown.state());
    assertInstanceOf(Outcome.Finished.class, type.create(desired));
    assertEquals(
        2L, aws.hostile().calls().byOperation().get(operation), "the other one was refused");
  }
}
