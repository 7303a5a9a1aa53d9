package dev.automat.provisioner.aws.rds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.account.AccountSettings.RegionSettings;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/** From settings to the requests that RDS gets. */
final class RequestsTest {

  private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/region";
  private static final RegionSettings REGION =
      new RegionSettings(List.of("subnet-1", "subnet-2"), List.of("sg-1"), Optional.of(KEY));
  private static final RegionSettings BARE =
      new RegionSettings(List.of("subnet-1", "subnet-2"), List.of(), Optional.empty());

  @Test
  void threeSettingsMakeASafeDatabase() {
    CreateDbInstanceRequest request = creation(REGION, Map.of());
    assertEquals("18", request.engineVersion());
    assertEquals("gp3", request.storageType());
    assertTrue(request.storageEncrypted());
    assertEquals(KEY, request.kmsKeyId());
    assertFalse(request.publiclyAccessible());
    assertTrue(request.copyTagsToSnapshot());
    assertEquals("automat", request.masterUsername());
    assertEquals("app", request.dbName());
    assertEquals("Password1", request.masterUserPassword());
    assertEquals(List.of("sg-1"), request.vpcSecurityGroupIds());
    assertNull(request.multiAZ(), "left to RDS");
    assertNull(request.backupRetentionPeriod(), "left to RDS");
    assertFalse(request.toString().contains("Password1"), "the SDK hides it");
  }

  @Test
  void theKeyIsTheNamedOneOrTheRegionsOrRdssOwn() {
    String other = KEY + "2";
    assertEquals(other, creation(REGION, Map.of(Keys.KMS_KEY, other)).kmsKeyId());
    assertNull(creation(REGION, Map.of(Keys.CUSTOMER_KEY, false)).kmsKeyId());
    assertNull(creation(BARE, Map.of()).kmsKeyId());
    assertNull(creation(REGION, Map.of(Keys.STORAGE_ENCRYPTED, false)).kmsKeyId());
    ProvisionerException refused =
        assertThrows(
            ProvisionerException.class, () -> creation(BARE, Map.of(Keys.CUSTOMER_KEY, true)));
    assertEquals(ErrorType.USER, refused.code().type());
    assertTrue(
        refused
            .nextStep()
            .contains("provisioners.aws.accounts.prod.regions.eu-central-1.kmsKeyArn"));
  }

  @Test
  void aManagedPasswordIsNotSent() {
    CreateDbInstanceRequest request = creation(REGION, Map.of(Keys.MANAGE_MASTER_PASSWORD, true));
    assertTrue(request.manageMasterUserPassword());
    assertEquals(KEY, request.masterUserSecretKmsKeyId());
    assertNull(request.masterUserPassword());
  }

  @Test
  void aPasswordThatRdsRefusesIsNeitherSentNorShown() {
    Desired bad =
        new Desired(
            desired(Map.of()).ref(),
            desired(Map.of()).settings(),
            Map.of(),
            Optional.of(new Credentials("x", "has/slash@at")),
            "token");
    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> CreationRequest.password(bad));
    assertFalse(refused.getMessage().contains("has/slash"), refused.getMessage());
  }

  @Test
  void nothingIsSentWhereNothingDiffers() {
    assertEquals(Optional.empty(), change(Map.of(Keys.STORAGE_TYPE, "gp3"), standing().build()));
  }

  @Test
  void onlyWhatDiffersIsSent() {
    ModifyDbInstanceRequest request =
        change(
                Map.of(Keys.INSTANCE_CLASS, "db.m7g.large", Keys.STORAGE_TYPE, "gp3"),
                standing().build())
            .orElseThrow();
    assertEquals(
        ModifyDbInstanceRequest.builder()
            .dbInstanceIdentifier("orders-x")
            .applyImmediately(true)
            .dbInstanceClass("db.m7g.large")
            .build(),
        request);
  }

  @Test
  void aGrowingDiskTellsItsOperationsAgain() {
    ModifyDbInstanceRequest request =
        change(Map.of(Keys.ALLOCATED_STORAGE, 40L), standing().build()).orElseThrow();
    assertEquals(40, request.allocatedStorage());
    assertEquals(3000, request.iops());
  }

  @Test
  void aDiskNeverShrinksAndAVersionNeverSinks() {
    DBInstance grown = standing().allocatedStorage(100).engineVersion("19.1").build();
    assertEquals(Optional.empty(), change(Map.of(), grown));
  }

  @Test
  void whatWaitsIsNotAskedForAgain() {
    DBInstance waiting =
        standing()
            .pendingModifiedValues(
                PendingModifiedValues.builder().dbInstanceClass("db.m7g.large").build())
            .build();
    assertEquals(Optional.empty(), change(Map.of(Keys.INSTANCE_CLASS, "db.m7g.large"), waiting));
    assertEquals(
        "db.t4g.small",
        change(Map.of(), waiting).orElseThrow().dbInstanceClass(),
        "another wish replaces the one that waits");
  }

  @Test
  void aMajorUpgradeHasToBeAllowed() {
    DBInstance older = standing().engineVersion("17.6").build();
    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> change(Map.of(), older));
    assertEquals(ErrorType.USER, refused.code().type());
    ModifyDbInstanceRequest request =
        change(Map.of(Keys.ALLOW_MAJOR_VERSION_UPGRADE, true), older).orElseThrow();
    assertEquals("18", request.engineVersion());
    assertTrue(request.allowMajorVersionUpgrade());
  }

  @Test
  void autoscalingIsSwitchedOffByTheSizeThatThereIs() {
    DBInstance scaling = standing().maxAllocatedStorage(100).build();
    assertEquals(
        20,
        change(Map.of(Keys.MAX_ALLOCATED_STORAGE, 0L), scaling)
            .orElseThrow()
            .maxAllocatedStorage());
  }

  @Test
  void choicesAreReadBackFromTheirTag() {
    Choices choices =
        new Choices(Map.of())
            .with(new Wanted(Map.of(Keys.FINAL_SNAPSHOT, false, Keys.APPLY_IMMEDIATELY, true)));
    assertEquals(Map.of("automat-rds", "applyImmediately=true finalSnapshot=false"), choices.tag());
    assertEquals(choices, Choices.in(choices.tag()));
    assertTrue(Choices.in(Map.of()).finalSnapshot(), "who lost the tag keeps the data");
    assertTrue(Choices.in(Map.of("automat-rds", "finalSnapshot=no =true x")).finalSnapshot());
  }

  private static CreateDbInstanceRequest creation(RegionSettings region, Map<String, Object> more) {
    return new CreationRequest(DatabaseEngine.POSTGRES, region)
        .of(desired(more), Map.of("a", "b"), "orders-x-subnets", Optional.empty());
  }

  private static Optional<ModifyDbInstanceRequest> change(
      Map<String, Object> more, DBInstance instance) {
    Desired desired = desired(more);
    return new ChangeRequest(DatabaseEngine.POSTGRES)
        .of(
            desired,
            instance,
            new Choices(Map.of()).with(new Wanted(desired.settings())),
            Optional.empty());
  }

  private static DBInstance.Builder standing() {
    return DBInstance.builder()
        .dbInstanceIdentifier("orders-x")
        .dbInstanceClass("db.t4g.small")
        .engineVersion("18.1")
        .allocatedStorage(20)
        .storageType("gp3")
        .iops(3000);
  }

  private static Desired desired(Map<String, Object> more) {
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                Keys.INSTANCE_CLASS, "db.t4g.small",
                Keys.ENGINE_VERSION, "18",
                Keys.ALLOCATED_STORAGE, 20L));
    settings.putAll(more);
    return new Desired(
        new ResourceRef(
            "aws/rds-postgres",
            "x",
            "orders-x",
            new Scope("prod", "eu-central-1", "i"),
            Optional.empty()),
        settings,
        Map.of(),
        Optional.of(new Credentials("engine", "Password1")),
        "token");
  }
}
