package dev.automat.provisioner.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands keeps its subnets when the configuration gets others, and says so. */
final class ChangedSubnetsIT {

  private static final String UID = "abcdefghijklmnopqrst";
  private static final List<String> OTHERS = List.of("subnet-0fffffff", "subnet-0eeeeeee");

  private final SkippingClock clock = new SkippingClock();
  private final AwsStandIn aws = new AwsStandIn(clock);
  private final TestAccount account = new TestAccount(aws.hostile().moto());
  private final Provisioner before = open(account.configuration(aws.endpoint()));
  private final Provisioner since = open(account.configuration(aws.endpoint(), OTHERS));

  private Provisioner open(Map<String, Object> configuration) {
    return new AwsPlugin()
        .open(new PluginContext(TestAccount.INSTALLATION, configuration, Path.of("unused"), clock));
  }

  @AfterEach
  void close() {
    before.close();
    since.close();
    account.close();
    aws.close();
  }

  @Test
  void aDatabaseSaysHowItsGroupIsChanged() {
    saysHow(
        "aws/rds-postgres",
        Map.of("instanceClass", "db.t4g.small", "engineVersion", "18", "allocatedStorageGiB", 20L),
        "run aws rds modify-db-subnet-group --db-subnet-group-name orders-%s-subnets --subnet-ids"
            + " subnet-0fffffff subnet-0eeeeeee;");
  }

  @Test
  void aCacheSaysHowItsGroupIsChanged() {
    saysHow(
        "aws/elasticache-redis",
        Map.of("nodeType", "cache.t4g.small"),
        "run aws elasticache modify-cache-subnet-group --cache-subnet-group-name"
            + " orders-%s-subnets --subnet-ids subnet-0fffffff subnet-0eeeeeee;");
  }

  private void saysHow(String name, Map<String, Object> settings, String how) {
    ResourceRef ref =
        new ResourceRef(name, UID, "orders-" + UID, account.scope(), Optional.empty());
    Desired desired =
        new Desired(
            ref,
            settings,
            OwnershipTags.of(ref),
            Optional.of(new Credentials("app", "Token0123456789Token0123456789ab")),
            UID + "-create");
    assertInstanceOf(Outcome.Finished.class, type(before, name).create(desired));
    assertEquals("", observed(before, ref).message());

    String message = observed(since, ref).message();
    assertTrue(message.contains(how.formatted(UID)), message);
    assertTrue(
        message.contains("provisioners.aws.accounts.kit.regions.eu-central-1.subnetIds"), message);
    assertEquals(observed(before, ref).settings(), observed(since, ref).settings(), "no drift");
  }

  private static Present observed(Provisioner provisioner, ResourceRef ref) {
    return assertInstanceOf(Present.class, type(provisioner, ref.type()).observe(ref));
  }

  private static ResourceType type(Provisioner provisioner, String name) {
    return Optional.ofNullable(provisioner.types().get(name)).orElseThrow();
  }
}
