package dev.automat.provisioner.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.AwsStandIn;
import dev.automat.provisioner.aws.SkippingClock;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.AwsConfiguration;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.sql.DatabaseFailure;
import dev.automat.testkit.aws.Timings;
import dev.automat.testkit.wire.Fault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;

/** What the conformance kit does not ask: a database over time, its snapshot, and its children. */
@TestInstance(Lifecycle.PER_CLASS)
final class RdsLifeIT {

  private static final Duration STEP = Duration.ofSeconds(30);
  private static final int PATIENCE = 200;
  private static final String PASSWORD = "Canary0123456789Canary";

  private final SkippingClock clock = new SkippingClock();
  private final AwsStandIn aws = new AwsStandIn(clock);
  private final TestAccount account = new TestAccount(aws.hostile().moto());
  private final AwsAccounts accounts = accounts(account.configuration(aws.endpoint()));
  private final RdsType type =
      new RdsType(DatabaseEngine.POSTGRES, accounts, InstantSource.system());

  private static AwsAccounts accounts(Map<String, Object> configuration) {
    return new AwsAccounts(AwsConfiguration.of(configuration), TestAccount.INSTALLATION);
  }

  @BeforeAll
  void confirmTheAccount() {
    accounts.place(account.scope());
  }

  @AfterEach
  void beCalm() {
    aws.hostile().restore();
    aws.hostile().pace(Timings.NONE);
  }

  @AfterAll
  void stop() {
    accounts.close();
    account.close();
    aws.close();
  }

  @Test
  void vendsWhatAPlatformTeamAsksForWithAllTags() {
    Desired desired =
        desired(
            Map.of(
                Keys.MULTI_AZ,
                true,
                Keys.DELETION_PROTECTION,
                true,
                Keys.PARAMETERS,
                Map.of("log_min_duration_statement", 500L, "rds.force_ssl", true),
                Keys.BACKUP_RETENTION,
                30L,
                Keys.MANAGE_MASTER_PASSWORD,
                true,
                Keys.KMS_KEY,
                TestKeys.make(account.place(), aws.direct()),
                Keys.MAX_ALLOCATED_STORAGE,
                100L));
    Present present = made(desired);

    DBInstance raw = raw(desired.ref()).orElseThrow();
    assertTrue(raw.multiAZ() && raw.storageEncrypted() && raw.deletionProtection());
    assertFalse(raw.publiclyAccessible());
    assertEquals("gp3", raw.storageType());
    assertEquals(30, raw.backupRetentionPeriod());
    assertEquals(desired.settings().get(Keys.KMS_KEY), raw.kmsKeyId());
    assertEquals(
        desired.ref().externalName() + "-subnets", raw.dbSubnetGroup().dbSubnetGroupName());
    assertEquals(
        List.of("sg-0123456789abcdef0"),
        raw.vpcSecurityGroups().stream().map(group -> group.vpcSecurityGroupId()).toList());
    assertEquals(desired.tags(), Tags.of(raw.tagList()));
    Instances seen = new Instances(account.place());
    for (String arn :
        List.of(
            seen.arn("subgrp", desired.ref().externalName() + "-subnets"),
            seen.arn("pg", ParameterGroups.attached(raw).orElseThrow()))) {
      assertEquals(desired.tags(), seen.tags(arn), arn);
    }
    assertEquals(
        Map.of("log_min_duration_statement", "500", "rds.force_ssl", "1"),
        present.settings().get(Keys.PARAMETERS));
    assertEquals(
        List.of("master-secret", "parameter-group", "subnet-group"),
        present.parts().stream().map(Part::role).sorted().toList());
    Map<String, String> connection = type.connection(present.outputs(), desired.credentials());
    assertEquals(Set.of("host", "port", "database"), connection.keySet(), "nothing of the master");
    gone(desired);
  }

  @Test
  void isWatchedFromTheFirstStateToTheLast() {
    aws.hostile().pace(Timings.REAL);
    Desired desired = desired(Map.of(Keys.PARAMETERS, Map.of("max_connections", 80L)));
    Outcome begun = type.create(desired);
    Outcome.Working working = assertInstanceOf(Outcome.Working.class, begun);
    assertTrue(working.step().contains("creating"), working.step());
    assertEquals(State.WORKING, present(desired.ref()).state());
    Present ready = awaitState(desired.ref(), State.AVAILABLE);
    assertTrue(ready.message().startsWith("backing-up"), ready.message());

    awaitState(desired.ref(), State.AVAILABLE, "");
    Desired larger = with(desired, Keys.INSTANCE_CLASS, "db.m7g.large");
    assertInstanceOf(Outcome.Working.class, type.update(larger, present(desired.ref())));
    Present changing = present(desired.ref());
    assertEquals("db.m7g.large", changing.settings().get(Keys.INSTANCE_CLASS), "as accepted");
    assertTrue(changing.message().contains("instanceClass=db.m7g.large"), changing.message());
    awaitState(desired.ref(), State.AVAILABLE, "");

    type.delete(desired.ref());
    Present leaving = present(desired.ref());
    assertEquals(State.DELETING, leaving.state());
    assertEquals(
        List.of("final-snapshot", "parameter-group", "subnet-group"),
        leaving.parts().stream().map(Part::role).sorted().toList());
    assertTrue(
        leaving.message().contains("Snapshot " + desired.ref().externalName() + "-final is kept"),
        leaving.message());
    awaitState(desired.ref(), State.FAILED);
    type.delete(desired.ref());
    assertInstanceOf(Absent.class, type.observe(desired.ref()));
    assertEquals(List.of(), groups(desired.ref()));
  }

  @Test
  void aChangeForTheMaintenanceWindowIsShownAsDoneAndSaysThatItWaits() {
    aws.hostile().pace(Timings.REAL);
    Desired desired = desired(Map.of(Keys.APPLY_IMMEDIATELY, false));
    type.create(desired);
    awaitState(desired.ref(), State.AVAILABLE, "");
    type.update(with(desired, Keys.INSTANCE_CLASS, "db.m7g.large"), present(desired.ref()));
    Present waiting = present(desired.ref());
    assertEquals(State.AVAILABLE, waiting.state());
    assertEquals("db.m7g.large", waiting.settings().get(Keys.INSTANCE_CLASS));
    assertTrue(waiting.message().contains("wait for the maintenance window"), waiting.message());
    assertEquals(
        "db.t4g.small", raw(aws.endpoint(), desired.ref()).orElseThrow().dbInstanceClass());
    aws.hostile().pace(Timings.NONE);
  }

  @Test
  void aCreationThatFailsSaysWhyAndWhatNext() {
    aws.hostile().pace(Timings.REAL);
    Desired desired = desired(Map.of());
    aws.hostile().databases().endCreation(desired.ref().externalName(), "incompatible-parameters");
    type.create(desired);
    Present failed = awaitState(desired.ref(), State.FAILED);
    assertTrue(failed.message().contains("Correct the parameters"), failed.message());
    assertTrue(failed.message().contains("RDS says: "), failed.message());
  }

  @Test
  void aDeletionLeavesASnapshotThatSaysWhoseItWas() {
    Desired desired = desired(Map.of(Keys.DELETION_PROTECTION, true, Keys.COPY_TAGS, false));
    made(desired);
    gone(desired);
    List<DBSnapshot> snapshots = snapshots(desired.ref());
    assertEquals(
        List.of(desired.ref().externalName() + "-final"),
        snapshots.stream().map(DBSnapshot::dbSnapshotIdentifier).toList());
    assertEquals(desired.tags(), Tags.of(snapshots.getFirst().tagList()));
    made(desired);
    gone(desired);
    assertEquals(2, snapshots(desired.ref()).size(), "a second life has a snapshot of its own");
  }

  @Test
  void aDeletionWithoutASnapshotLeavesNone() {
    Desired desired = desired(Map.of(Keys.FINAL_SNAPSHOT, false));
    made(desired);
    gone(desired);
    assertEquals(List.of(), snapshots(desired.ref()));
  }

  @Test
  void whatIsLetGoWithoutACopyLeavesNoneThoughItsSettingsSaidSo() {
    Desired desired = desired(Map.of(Keys.APPLY_IMMEDIATELY, false));
    made(desired);
    Recoverable recoverable = type.recoverable().orElseThrow();
    copied(desired, recoverable);
    recoverable.leaveNothing(desired.ref());
    recoverable.leaveNothing(desired.ref());
    assertEquals(
        "applyImmediately=false finalSnapshot=false",
        Tags.of(raw(desired.ref()).orElseThrow().tagList()).get(Choices.TAG));
    gone(desired);
    recoverable.leaveNothing(desired.ref());
    assertEquals(List.of(), snapshots(desired.ref()));
  }

  @Test
  void aCopyFromLongBeforeTheDeletionIsReplacedByOneOfItsName() {
    Desired desired = desired(Map.of());
    made(desired);
    String id = copied(desired, type.recoverable().orElseThrow());
    RdsType later =
        new RdsType(
            DatabaseEngine.POSTGRES, accounts, () -> Instant.now().plus(Duration.ofMinutes(61)));
    later.delete(desired.ref());
    assertInstanceOf(Absent.class, later.observe(desired.ref()));
    DBSnapshot kept = snapshots(desired.ref()).getFirst();
    assertEquals(id, kept.dbSnapshotIdentifier(), "found and discarded by the name that is known");
    assertEquals(
        desired.tags(), Tags.of(kept.tagList()), "the deletion's own, not the one of before");
    assertEquals(1, snapshots(desired.ref()).size());
  }

  @Test
  void aCopyFromJustBeforeTheDeletionIsEnough() {
    Desired desired = desired(Map.of());
    made(desired);
    copied(desired, type.recoverable().orElseThrow());
    gone(desired);
    Map<String, String> tags = Tags.of(snapshots(desired.ref()).getFirst().tagList());
    assertTrue(
        tags.entrySet().containsAll(FinalSnapshot.tags(desired.ref(), desired.tags()).entrySet()),
        tags::toString);
  }

  @Test
  void aRestorationIsNotFinishedBeforeTheUsersOfBeforeAreShutOutWhereTheyCanBe() {
    Desired desired = desired(Map.of());
    made(desired);
    Restoration restoration = new Restoration(DatabaseEngine.POSTGRES, account.place(), desired);
    beginsAnew(desired);
    List<String> calls = new ArrayList<>();
    restoration.goOn(
        raw(desired.ref()).orElseThrow(), () -> calls.add("change"), () -> calls.add("take over"));
    assertEquals(List.of("take over"), calls);
    assertFalse(Restoration.isUnderWay(raw(desired.ref()).orElseThrow()));

    beginsAnew(desired);
    Runnable denied = () -> refuse(ErrorCode.DENIED);
    assertThrows(
        ProvisionerException.class,
        () -> restoration.goOn(raw(desired.ref()).orElseThrow(), () -> {}, denied));
    assertTrue(Restoration.isUnderWay(raw(desired.ref()).orElseThrow()));
    for (boolean goesOn : List.of(true, true, false)) {
      restoration.goOn(
          raw(desired.ref()).orElseThrow(), () -> {}, () -> refuse(DatabaseFailure.UNREACHED));
      assertEquals(goesOn, Restoration.isUnderWay(raw(desired.ref()).orElseThrow()));
      assertEquals(!goesOn, Restoration.lacksTakeover(raw(desired.ref()).orElseThrow()));
    }
    Restoration.takenOver(account.place(), desired.ref());
    assertFalse(Restoration.lacksTakeover(raw(desired.ref()).orElseThrow()));
  }

  private void beginsAnew(Desired desired) {
    new Instances(account.place())
        .tag(raw(desired.ref()).orElseThrow().dbInstanceArn(), Map.of(Restoration.TAG, "settings"));
  }

  private static void refuse(ErrorCode code) {
    throw new ProvisionerException(code, "no", "none");
  }

  private static String copied(Desired desired, Recoverable recoverable) {
    String name = desired.ref().externalName() + "-final";
    for (int i = 0; i < PATIENCE; i++) {
      if (recoverable.snapshot(desired.ref(), name) instanceof Recoverable.Copy.Taken(String id)) {
        return id;
      }
    }
    throw new AssertionError(name + " is not taken");
  }

  @Test
  void aCreationThatWasCutShortIsGoneOnWith() {
    Desired desired = desired(Map.of(Keys.PARAMETERS, Map.of("max_connections", 80L)));
    aws.hostile().order(Fault.DROPPED_BEFORE, "rds", "CreateDBInstance");
    assertThrows(ProvisionerException.class, () -> type.create(desired));
    assertInstanceOf(Absent.class, type.observe(desired.ref()), "not made yet");
    made(desired);
    aws.hostile().order(Fault.DROPPED_AFTER, "rds", "DeleteDBInstance");
    assertThrows(ProvisionerException.class, () -> type.delete(desired.ref()));
    assertEquals(State.FAILED, present(desired.ref()).state(), "its groups are left");
    gone(desired);
    assertEquals(List.of(), groups(desired.ref()));
  }

  @Test
  void halfMadeGroupsGoWithADeletion() {
    Desired desired = desired(Map.of());
    aws.hostile().order(Fault.DROPPED_BEFORE, "rds", "CreateDBInstance");
    assertThrows(ProvisionerException.class, () -> type.create(desired));
    type.delete(desired.ref());
    assertEquals(List.of(), groups(desired.ref()));
  }

  @Test
  void whatSomebodyTookAwayIsAbsentAndNotMadeAgainByAChange() {
    Desired desired = desired(Map.of(Keys.FINAL_SNAPSHOT, false));
    Present present = made(desired);
    account
        .place()
        .rds()
        .deleteDBInstance(
            r -> r.dbInstanceIdentifier(desired.ref().externalName()).skipFinalSnapshot(true));
    assertInstanceOf(Absent.class, type.observe(desired.ref()));
    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> type.update(desired, present));
    assertEquals("gone", refused.code().name());
  }

  @Test
  void aNamesakeWithoutTagsAndWithAnotherIdIsNotOurs() {
    Desired desired = desired(Map.of());
    account
        .place()
        .rds()
        .createDBInstance(
            r ->
                r.dbInstanceIdentifier(desired.ref().externalName())
                    .dbInstanceClass("db.t4g.small")
                    .engine("postgres")
                    .engineVersion("18")
                    .allocatedStorage(20));
    ResourceRef ref = desired.ref();
    ResourceRef recorded =
        new ResourceRef(
            ref.type(), ref.uid(), ref.externalName(), ref.scope(), Optional.of("db-ANOTHER"));
    assertInstanceOf(Observation.Foreign.class, type.observe(recorded));
    assertThrows(ProvisionerException.class, () -> type.delete(recorded));
    assertTrue(raw(ref).isPresent());
  }

  @Test
  void withoutSubnetsItNamesTheKeyOfTheConfiguration() {
    Map<String, Object> bare =
        Map.of(
            "endpoint",
            aws.endpoint().toString(),
            "accounts",
            Map.of(
                TestAccount.NAME,
                Map.of(
                    "id",
                    account.id(),
                    "role",
                    Map.of("arn", "arn:aws:iam::" + account.id() + ":role/automat"),
                    "regions",
                    Map.of(TestAccount.REGION, Map.of()))));
    try (AwsAccounts without = accounts(bare)) {
      ProvisionerException refused =
          assertThrows(
              ProvisionerException.class,
              () -> new RdsType(DatabaseEngine.POSTGRES, without, clock).create(desired(Map.of())));
      assertEquals(ErrorType.USER, refused.code().type());
      assertTrue(
          refused
              .nextStep()
              .contains("provisioners.aws.accounts.kit.regions.eu-central-1.subnetIds"),
          refused.nextStep());
    }
  }

  @Test
  void whatBindingsGaveGoesFromSecretsManagerWhenThatIsSwitchedOff() {
    Desired desired = desired(Map.of(Keys.BINDING_SECRETS, true));
    made(desired);
    BindingSecrets secrets = new BindingSecrets(account.place(), desired.ref());
    GrantId id = new GrantId("aaaaaa", 1);
    Credentials own = new Credentials(id.userName(desired.ref().uid()), PASSWORD);
    secrets.put(
        new Grant(id, "checkout", Grant.Access.READ, new Grant.User(own)),
        Map.of(Keys.USERNAME, own.username()));
    assertTrue(secrets.holds(id));

    type.update(with(desired, Keys.BINDING_SECRETS, false), present(desired.ref()));

    assertFalse(secrets.holds(id));
    assertEquals(false, present(desired.ref()).settings().get(Keys.BINDING_SECRETS));
    gone(desired);
  }

  private Present made(Desired desired) {
    return assertInstanceOf(Outcome.Finished.class, type.create(desired)).observed();
  }

  private void gone(Desired desired) {
    type.delete(desired.ref());
    assertInstanceOf(Absent.class, type.observe(desired.ref()));
  }

  private Present present(ResourceRef ref) {
    return assertInstanceOf(Present.class, type.observe(ref));
  }

  private Present awaitState(ResourceRef ref, State state) {
    for (int i = 0; i < PATIENCE; i++) {
      Present present = present(ref);
      if (present.state() == state) {
        return present;
      }
      clock.skip(STEP);
    }
    throw new AssertionError(ref.externalName() + " is not " + state);
  }

  private Present awaitState(ResourceRef ref, State state, String message) {
    Present last = awaitState(ref, state);
    for (int i = 0; i < PATIENCE && !last.message().equals(message); i++) {
      clock.skip(STEP);
      last = awaitState(ref, state);
    }
    assertEquals(message, last.message());
    return last;
  }

  private Desired desired(Map<String, Object> more) {
    StringBuilder uid = new StringBuilder();
    ThreadLocalRandom.current().ints(20, 'a', 'z').forEach(letter -> uid.append((char) letter));
    ResourceRef ref =
        new ResourceRef(
            "aws/rds-postgres", uid.toString(), "orders-" + uid, account.scope(), Optional.empty());
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                Keys.INSTANCE_CLASS, "db.t4g.small",
                Keys.ENGINE_VERSION, "18",
                Keys.ALLOCATED_STORAGE, 20L));
    settings.putAll(more);
    Map<String, String> tags =
        new HashMap<>(
            Map.of(
                "team",
                "payments",
                "environment",
                "prod",
                "cost-center",
                "cc-1234",
                "owner",
                "payments-team",
                "purpose",
                "orders",
                "module",
                "postgres",
                "managed-by",
                "automat",
                OwnershipTags.EXPIRES_ON,
                "2027-01-01"));
    tags.putAll(OwnershipTags.of(ref));
    return new Desired(
        ref, settings, tags, Optional.of(new Credentials("app", PASSWORD)), uid + "-create");
  }

  private static Desired with(Desired desired, String key, Object value) {
    Map<String, Object> settings = new HashMap<>(desired.settings());
    settings.put(key, value);
    return new Desired(
        desired.ref(), settings, desired.tags(), desired.credentials(), desired.ref().uid() + "-2");
  }

  private Optional<DBInstance> raw(ResourceRef ref) {
    return raw(aws.direct(), ref);
  }

  private Optional<DBInstance> raw(URI endpoint, ResourceRef ref) {
    try (AwsAccounts seeing = accounts(account.configuration(endpoint))) {
      return new Instances(seeing.place(account.scope())).find(ref.externalName());
    }
  }

  private List<DBSnapshot> snapshots(ResourceRef ref) {
    RdsClient rds = account.place().rds();
    return rds.describeDBSnapshots(
            r -> r.dbInstanceIdentifier(ref.externalName()).snapshotType("manual"))
        .dbSnapshots();
  }

  private List<String> groups(ResourceRef ref) {
    RdsClient rds = account.place().rds();
    return Stream.concat(
            rds.describeDBSubnetGroups().dbSubnetGroups().stream()
                .map(group -> group.dbSubnetGroupName()),
            rds.describeDBParameterGroups().dbParameterGroups().stream()
                .map(group -> group.dbParameterGroupName()))
        .filter(name -> name.contains(ref.uid()))
        .toList();
  }
}
