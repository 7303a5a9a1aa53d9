package dev.automat.testkit.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class HostileDatabaseIT extends AwsCase {

  private static final Timings TIMINGS =
      new Timings(
          Duration.ofMinutes(8),
          Duration.ofMinutes(2),
          Duration.ofMinutes(4),
          Duration.ofMinutes(5),
          Duration.ZERO);

  private RdsClient rds;

  @BeforeEach
  void open() {
    aws.pace(TIMINGS);
    rds = clients.rds();
  }

  @AfterEach
  void closeClient() {
    rds.close();
  }

  @Test
  void aDatabaseIsCreatedThenBackedUpThenAvailable() {
    DBInstance made = create("orders");
    assertEquals("creating", made.dbInstanceStatus());
    assertNull(made.endpoint());
    assertNull(seen("orders").endpoint());
    clock.move(TIMINGS.creating());
    assertEquals("backing-up", seen("orders").dbInstanceStatus());
    assertEquals(5432, seen("orders").endpoint().port());
    clock.move(TIMINGS.backingUp());
    assertEquals("available", seen("orders").dbInstanceStatus());
    assertEquals(
        "available", rds.describeDBInstances().dbInstances().getFirst().dbInstanceStatus());
  }

  @Test
  void aCreationCanEndBadly() {
    aws.databases().endCreation("orders", "incompatible-parameters");
    create("orders");
    clock.move(Duration.ofHours(1));
    assertEquals("incompatible-parameters", seen("orders").dbInstanceStatus());
    rds.deleteDBInstance(db -> db.dbInstanceIdentifier("orders").skipFinalSnapshot(true));
    clock.move(TIMINGS.deleting());
    create("orders");
    clock.move(Duration.ofHours(1));
    assertEquals("available", seen("orders").dbInstanceStatus());
  }

  @Test
  void nothingCanBeChangedWhileItIsMade() {
    create("orders");
    assertThrows(InvalidDbInstanceStateException.class, () -> grow(30, true));
    assertThrows(
        InvalidDbInstanceStateException.class,
        () ->
            rds.deleteDBInstance(
                db -> db.dbInstanceIdentifier("orders").finalDBSnapshotIdentifier("last")));
  }

  @Test
  void aChangeAtOnceIsPendingUntilItIsDone() {
    available("orders");
    DBInstance answered = grow(30, true);
    assertEquals(20, answered.allocatedStorage());
    assertEquals(30, answered.pendingModifiedValues().allocatedStorage());
    assertEquals("available", answered.dbInstanceStatus());
    clock.move(TIMINGS.modifying().dividedBy(2));
    assertEquals("modifying", seen("orders").dbInstanceStatus());
    assertEquals(20, seen("orders").allocatedStorage());
    assertThrows(InvalidDbInstanceStateException.class, () -> grow(40, true));
    clock.move(TIMINGS.modifying());
    assertEquals("available", seen("orders").dbInstanceStatus());
    assertEquals(30, seen("orders").allocatedStorage());
    assertNull(seen("orders").pendingModifiedValues());
  }

  @Test
  void aChangeForLaterWaitsForTheMaintenanceWindow() {
    available("orders");
    grow(30, false);
    clock.move(Duration.ofDays(7));
    assertEquals(20, seen("orders").allocatedStorage());
    assertEquals(30, seen("orders").pendingModifiedValues().allocatedStorage());
    aws.databases().openMaintenanceWindow();
    assertEquals(20, seen("orders").allocatedStorage());
    clock.move(TIMINGS.modifying());
    assertEquals(30, seen("orders").allocatedStorage());
  }

  @Test
  void aChangeTakenBackIsNoLongerPending() {
    available("orders");
    grow(30, false);
    grow(20, false);
    assertNull(seen("orders").pendingModifiedValues());
    assertEquals(20, seen("orders").allocatedStorage());
  }

  @Test
  void aDeletedDatabaseIsSeenForAWhileAndKeepsItsName() {
    available("orders");
    String id = seen("orders").dbiResourceId();
    DBInstance answered =
        rds.deleteDBInstance(db -> db.dbInstanceIdentifier("orders").skipFinalSnapshot(true))
            .dbInstance();
    assertEquals("deleting", answered.dbInstanceStatus());
    assertEquals("deleting", seen("orders").dbInstanceStatus());
    assertEquals(id, seen("orders").dbiResourceId());
    assertEquals("deleting", rds.describeDBInstances().dbInstances().getFirst().dbInstanceStatus());
    assertEquals(
        List.of(Tag.builder().key("team").value("payments").build()),
        rds.listTagsForResource(tags -> tags.resourceName(answered.dbInstanceArn())).tagList());
    assertThrows(DbInstanceAlreadyExistsException.class, () -> create("orders"));
    assertThrows(
        InvalidDbInstanceStateException.class,
        () ->
            rds.deleteDBInstance(db -> db.dbInstanceIdentifier("orders").skipFinalSnapshot(true)));
    clock.move(TIMINGS.deleting());
    assertThrows(DbInstanceNotFoundException.class, () -> seen("orders"));
    assertTrue(rds.describeDBInstances().dbInstances().isEmpty());
    create("orders");
    assertNotEquals(id, seen("orders").dbiResourceId());
  }

  @Test
  void whatMotoRefusesIsRefusedAndIsNotDeletedForShow() {
    rds.createDBInstance(sample("orders").deletionProtection(true).build());
    clock.move(Duration.ofHours(1));
    assertThrows(
        software.amazon.awssdk.services.rds.model.RdsException.class,
        () ->
            rds.deleteDBInstance(db -> db.dbInstanceIdentifier("orders").skipFinalSnapshot(true)));
    assertEquals("available", seen("orders").dbInstanceStatus());
  }

  @Test
  void eachDatabaseHasAnIdOfItsOwnByWhichItIsFound() {
    available("orders");
    available("invoices");
    String id = seen("orders").dbiResourceId();
    assertNotEquals(id, seen("invoices").dbiResourceId());
    List<DBInstance> found =
        rds.describeDBInstances(
                all -> all.filters(Filter.builder().name("dbi-resource-id").values(id).build()))
            .dbInstances();
    assertEquals(List.of("orders"), found.stream().map(DBInstance::dbInstanceIdentifier).toList());
  }

  @Test
  void theManagedSecretHoldsAPasswordOfItsOwn() {
    String one =
        rds.createDBInstance(managed("orders")).dbInstance().masterUserSecret().secretArn();
    String other =
        rds.createDBInstance(managed("bills")).dbInstance().masterUserSecret().secretArn();
    try (SecretsManagerClient secrets = clients.secrets()) {
      String password = secrets.getSecretValue(get -> get.secretId(one)).secretString();
      assertTrue(password.startsWith("{\"username\":\"root\",\"password\":\""), password);
      assertFalse(password.contains("P@55"));
      assertNotEquals(password, secrets.getSecretValue(get -> get.secretId(other)).secretString());
    }
  }

  @Test
  void aStoppedDatabaseIsFirstStopping() {
    available("orders");
    rds.stopDBInstance(db -> db.dbInstanceIdentifier("orders"));
    assertEquals("stopping", seen("orders").dbInstanceStatus());
    clock.move(TIMINGS.modifying());
    assertEquals("stopped", seen("orders").dbInstanceStatus());
    rds.startDBInstance(db -> db.dbInstanceIdentifier("orders"));
    assertEquals("starting", seen("orders").dbInstanceStatus());
    clock.move(TIMINGS.modifying());
    assertEquals("available", seen("orders").dbInstanceStatus());
  }

  @Test
  void accountsDoNotSeeOneAnother() {
    available("orders");
    rds.deleteDBInstance(db -> db.dbInstanceIdentifier("orders").skipFinalSnapshot(true));
    try (RdsClient stranger = Clients.inNewAccount(aws.endpoint()).rds()) {
      assertTrue(stranger.describeDBInstances().dbInstances().isEmpty());
      assertThrows(
          DbInstanceNotFoundException.class,
          () -> stranger.describeDBInstances(db -> db.dbInstanceIdentifier("orders")));
    }
  }

  private void available(String name) {
    create(name);
    clock.move(TIMINGS.creating().plus(TIMINGS.backingUp()));
  }

  private DBInstance create(String name) {
    return rds.createDBInstance(sample(name).build()).dbInstance();
  }

  private static CreateDbInstanceRequest managed(String name) {
    return sample(name).masterUserPassword(null).manageMasterUserPassword(true).build();
  }

  static CreateDbInstanceRequest.Builder sample(String name) {
    return CreateDbInstanceRequest.builder()
        .dbInstanceIdentifier(name)
        .dbInstanceClass("db.t4g.small")
        .engine("postgres")
        .engineVersion("17.2")
        .allocatedStorage(20)
        .backupRetentionPeriod(1)
        .masterUsername("root")
        .masterUserPassword("not-a-secret")
        .tags(Tag.builder().key("team").value("payments").build());
  }

  private DBInstance grow(int storage, boolean now) {
    return rds.modifyDBInstance(
            db -> db.dbInstanceIdentifier("orders").allocatedStorage(storage).applyImmediately(now))
        .dbInstance();
  }

  private DBInstance seen(String name) {
    return rds.describeDBInstances(db -> db.dbInstanceIdentifier(name)).dbInstances().getFirst();
  }
}
