package dev.automat.provisioner.gcp.cloudsql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.gcp.GcpPlugin;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Foreign;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Recoverable;
import dev.automat.spi.Recoverable.Copy;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.testkit.gcp.FakeCloudSql;
import dev.automat.testkit.gcp.FakeSecrets;
import dev.automat.testkit.gcp.SqlConsole;
import dev.automat.testkit.gcp.SqlTimings;
import dev.automat.testkit.wire.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The life of a database on Cloud SQL, beyond what every type has to keep. */
class CloudSqlLifeIT {

  private static final String UID = "abcdefghijklmnopqrst";

  @TempDir private static Path directory;

  private final SkippingClock clock = new SkippingClock();
  private final FakeCloudSql fake = FakeCloudSql.start(clock, 7);
  private final FakeSecrets secrets = FakeSecrets.start(clock, 7);
  private final SqlConsole console = fake.console(CloudSqlHarness.PROJECT);
  private final Scope scope = new Scope("data", CloudSqlHarness.REGION, "installation");
  private final ResourceRef ref =
      new ResourceRef("gcp/cloudsql-postgres", UID, "orders-" + UID, scope, Optional.empty());
  private Provisioner opened;

  @BeforeEach
  void open() {
    fake.pace(SqlTimings.REAL);
    opened =
        new GcpPlugin()
            .open(
                new PluginContext(
                    "installation",
                    CloudSqlHarness.configuration(fake, secrets),
                    directory,
                    clock));
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
    fake.close();
    secrets.close();
    assertEquals(List.of(), fake.ownFailures());
  }

  /** As after a restart: nothing is remembered. */
  private ResourceType type() {
    return opened.types().get("gcp/cloudsql-postgres");
  }

  private Desired desired(Map<String, Object> more) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(Keys.TIER, "db-custom-1-3840");
    settings.put(Keys.ENGINE_VERSION, "17");
    settings.put(Keys.STORAGE, 20L);
    settings.putAll(more);
    Map<String, String> tags = new LinkedHashMap<>(OwnershipTags.of(ref));
    tags.put("owner", "shop@example.com");
    tags.put("team", "shop");
    return new Desired(
        ref, settings, tags, Optional.of(new Credentials("app", "s3cret")), UID + "-create-1");
  }

  private Present present() {
    return assertInstanceOf(Present.class, type().observe(ref));
  }

  private Present made(Map<String, Object> more) {
    type().create(desired(more));
    clock.skip(Duration.ofMinutes(9));
    return present();
  }

  @Test
  void isPrivateEncryptedAndSaysWhichOperationIsUnderWay() {
    Outcome.Working working =
        assertInstanceOf(Outcome.Working.class, type().create(desired(Map.of())));
    assertTrue(working.step().startsWith("CREATE is under way: operation "), working::step);
    assertEquals(State.WORKING, present().state());
    clock.skip(Duration.ofMinutes(9));
    Present present = present();
    assertEquals(State.AVAILABLE, present.state());
    var settings = console.instance(ref.externalName()).orElseThrow().path("settings");
    assertFalse(settings.at("/ipConfiguration/ipv4Enabled").asBoolean());
    assertEquals(
        CloudSqlHarness.NETWORK, settings.at("/ipConfiguration/privateNetwork").asString());
    assertEquals("ENCRYPTED_ONLY", settings.at("/ipConfiguration/sslMode").asString());
    assertTrue(present.settings().containsKey(Keys.KMS_KEY), "the key of the region");
    assertTrue(present.outputs().get(Keys.HOST).toString().startsWith("10."));
    assertEquals(5432L, present.outputs().get(Keys.PORT));
    assertEquals(
        "acme-data:europe-west3:" + ref.externalName(),
        present.outputs().get(Keys.CONNECTION_NAME));
  }

  @Test
  void theDatabaseIsMadeBeforeTheLastLabelIsPutOn() {
    Present half = made(Map.of(Keys.DATABASE_NAME, "orders"));
    assertFalse(half.tags().containsKey("team"), "one label is missing, so that it goes on");
    assertEquals(Set.of("postgres"), console.databases(ref.externalName()));
    fake.pace(SqlTimings.NONE);
    fake.order(Fault.FAILS_AFTER, 1, call -> call.is("databases.insert"));
    Desired desired = desired(Map.of(Keys.DATABASE_NAME, "orders"));
    ProvisionerException cut =
        assertThrows(ProvisionerException.class, () -> type().update(desired, half));
    assertEquals(ErrorType.EXTERNAL, cut.code().type());
    type().update(desired, present());
    assertEquals(Set.of("postgres", "orders"), console.databases(ref.externalName()));
    assertEquals("shop", present().tags().get("team"));
    assertEquals("shop_example_com", present().tags().get("owner"));
    assertTrue(type().equivalent("tags/owner", "shop@example.com", "shop_example_com"));
    assertEquals("orders", present().outputs().get(Keys.DATABASE));
  }

  @Test
  void anOrderWhoseAnswerWasLostIsFoundAgain() {
    fake.order(Fault.DROPPED_AFTER, 1, call -> call.is("instances.insert"));
    assertThrows(ProvisionerException.class, () -> type().create(desired(Map.of())));
    assertInstanceOf(Outcome.Working.class, type().create(desired(Map.of())));
    assertEquals(1, fake.calls("instances.insert"));
  }

  @Test
  void writesNothingWhileSomebodyElseIsAtWorkOnIt() {
    Present before = made(Map.of());
    Desired bigger = desired(Map.of(Keys.STORAGE, 40L));
    fake.pace(SqlTimings.NONE);
    type().update(bigger, before);
    fake.pace(SqlTimings.REAL);
    Desired other = desired(Map.of(Keys.STORAGE, 40L, Keys.TIER, "db-custom-2-7680"));
    assertInstanceOf(Outcome.Working.class, type().update(other, present()));
    long patches = fake.calls("instances.patch");
    assertInstanceOf(Outcome.Working.class, type().update(other, present()));
    assertEquals(patches, fake.calls("instances.patch"), "no second order while one is under way");
    clock.skip(Duration.ofMinutes(3));
    assertEquals("db-custom-2-7680", present().settings().get(Keys.TIER));
  }

  @Test
  void aBackupOfTheNightIsNoWorkOnItAndIsWaitedForBeforeAChange() {
    Present before = made(Map.of());
    console.backUp(ref.externalName());
    assertEquals(before, present(), "it serves as it did");
    Desired bigger = desired(Map.of(Keys.STORAGE, 40L));
    Outcome.Working waiting =
        assertInstanceOf(Outcome.Working.class, type().update(bigger, before));
    assertTrue(waiting.step().startsWith("BACKUP_VOLUME is under way"), waiting::step);
    assertEquals(0, fake.calls("instances.patch"), "Google would refuse it");
    clock.skip(Duration.ofMinutes(9));
    fake.pace(SqlTimings.NONE);
    type().update(bigger, present());
    assertEquals(40L, present().settings().get(Keys.STORAGE));
  }

  @Test
  void anUpgradeOfTheMinorVersionIsNoDriftAndHindersNoChange() {
    fake.pace(SqlTimings.NONE);
    ResourceType mysql = opened.types().get("gcp/cloudsql-mysql");
    Desired wanted = mysql("8.0");
    mysql.create(wanted);
    console.edit(ref.externalName(), all -> all.put("databaseVersion", "MYSQL_8_0_36"));
    Present upgraded = assertInstanceOf(Present.class, mysql.observe(wanted.ref()));
    assertEquals("8.0", upgraded.settings().get(Keys.ENGINE_VERSION));
    mysql.update(wanted, upgraded);
    assertEquals(
        "MYSQL_8_0_36",
        console.instance(ref.externalName()).orElseThrow().path("databaseVersion").asString());
    mysql.update(mysql("8.4"), upgraded);
    assertEquals(
        "MYSQL_8_4",
        console.instance(ref.externalName()).orElseThrow().path("databaseVersion").asString());
  }

  private Desired mysql(String version) {
    Desired like = desired(Map.of(Keys.ENGINE_VERSION, version));
    return new Desired(
        new ResourceRef("gcp/cloudsql-mysql", UID, ref.externalName(), scope, Optional.empty()),
        like.settings(),
        like.tags(),
        like.credentials(),
        UID + "-create-1");
  }

  @Test
  void clearsTheProtectionBeforeItDeletes() {
    made(Map.of(Keys.DELETION_PROTECTION, true));
    type().delete(ref);
    assertEquals(0, fake.calls("instances.delete"), "the protection is being cleared");
    clock.skip(Duration.ofMinutes(3));
    type().delete(ref);
    assertEquals(State.DELETING, present().state());
    clock.skip(Duration.ofMinutes(4));
    assertInstanceOf(Absent.class, type().observe(ref));
    type().delete(ref);
  }

  @Test
  void saysThatGoogleKeepsTheNameOfWhatIsGone() {
    made(Map.of());
    type().delete(ref);
    clock.skip(Duration.ofMinutes(4));
    ProvisionerException refusal =
        assertThrows(ProvisionerException.class, () -> type().create(desired(Map.of())));
    assertEquals("name-kept", refusal.code().name());
    clock.skip(Duration.ofDays(7));
    assertInstanceOf(Outcome.Working.class, type().create(desired(Map.of())));
  }

  @Test
  void tellsInGooglesWordsWhyACreationFailed() {
    fake.endCreation(ref.externalName(), "NO_FREE_ADDRESS");
    Present failed = made(Map.of());
    assertEquals(State.FAILED, failed.state());
    assertTrue(failed.message().contains("NO_FREE_ADDRESS"), failed::message);
    type().delete(ref);
    clock.skip(Duration.ofMinutes(4));
    assertInstanceOf(Absent.class, type().observe(ref));
  }

  @Test
  void whatHasItsNameAndNoLabelsIsOursOnlyIfItIsTheOneThatWasMade() {
    Present made = made(Map.of());
    ResourceRef recorded =
        new ResourceRef(ref.type(), ref.uid(), ref.externalName(), scope, made.cloudId());
    console.edit(
        ref.externalName(),
        all -> {
          all.put("createTime", "2020-01-01T00:00:00Z");
          ((ObjectNode) all.path("settings")).remove("userLabels");
        });
    assertInstanceOf(Foreign.class, type().observe(recorded));
    assertThrows(ProvisionerException.class, () -> type().delete(recorded));
    assertInstanceOf(
        Present.class, type().observe(ref), "nothing contradicts where no id is known");
  }

  @Test
  void listsOnlyItsRegionInTwoCalls() {
    made(Map.of());
    console.plant(
        body -> {
          body.put("name", "elsewhere")
              .put("region", "us-east1")
              .put("databaseVersion", "POSTGRES_17");
          body.putObject("settings")
              .put("tier", "db-g1-small")
              .putObject("userLabels")
              .put(OwnershipTags.INSTALLATION, "installation")
              .put(OwnershipTags.UID, "zzzzzzzzzzzzzzzzzzzz");
        });
    long before = fake.calls().values().stream().mapToLong(Long::longValue).sum();
    var page = type().list(scope, Optional.empty());
    assertEquals(1, page.items().size());
    assertEquals(present(), page.items().getFirst().observed(), "as deep as a single look");
    assertEquals(before + 2 + 2, fake.calls().values().stream().mapToLong(Long::longValue).sum());
  }

  private Copy copy() {
    return type().recoverable().orElseThrow().snapshot(ref, ref.externalName() + "-final");
  }

  @Test
  void theBackupsOfItsNightsGoWithTheOneThatWasKept() {
    made(Map.of());
    console.backUp(ref.externalName());
    clock.skip(Duration.ofMinutes(3));
    assertInstanceOf(Copy.Working.class, copy());
    clock.skip(Duration.ofMinutes(3));
    String id = assertInstanceOf(Copy.Taken.class, copy()).snapshotId();
    type().delete(ref);
    clock.skip(Duration.ofMinutes(4));
    assertEquals(2, console.backups().size(), "Google retains all of them, or none");
    type().recoverable().orElseThrow().discard(scope, id);
    assertEquals(List.of(), console.backups());
  }

  @Test
  void theBackupsOfItsNightsGoAlsoIfSomebodyDeletedTheOneThatWasKept() {
    made(Map.of());
    console.backUp(ref.externalName());
    clock.skip(Duration.ofMinutes(3));
    String id = taken();
    console.backUp(ref.externalName());
    clock.skip(Duration.ofMinutes(3));
    Recoverable recoverable = type().recoverable().orElseThrow();
    console.uprootBackup(SnapshotId.parse(id).backup());
    recoverable.discard(scope, id);
    assertEquals(2, console.backups().size(), "those of an instance that stands are its own");
    type().delete(ref);
    clock.skip(Duration.ofMinutes(4));
    recoverable.discard(new Scope("data", CloudSqlHarness.REGION, "another"), id);
    assertEquals(2, console.backups().size(), "of another installation");
    recoverable.discard(scope, id);
    assertEquals(List.of(), console.backups());
  }

  /** As the engine kept them before the instance stood in them. */
  @Test
  void aCopyIsFoundByTheIdThatItOnceHad() {
    made(Map.of());
    String old = SnapshotId.parse(taken()).backup();
    Recoverable recoverable = type().recoverable().orElseThrow();
    assertTrue(recoverable.snapshotExists(scope, old));
    recoverable.discard(scope, old);
    assertFalse(recoverable.snapshotExists(scope, old));
    assertEquals(List.of(), console.backups());
  }

  private String taken() {
    assertInstanceOf(Copy.Working.class, copy());
    clock.skip(Duration.ofMinutes(3));
    return assertInstanceOf(Copy.Taken.class, copy()).snapshotId();
  }

  private String refusedCopy() {
    ProvisionerException refusal = assertThrows(ProvisionerException.class, this::copy);
    assertEquals("not-running", refusal.code().name());
    assertEquals(ErrorType.USER, refusal.code().type(), "a deletion without a copy goes on");
    assertTrue(refusal.nextStep().contains("without a copy"), refusal::nextStep);
    return refusal.getMessage();
  }

  private void leftWithoutACopy() {
    type().recoverable().orElseThrow().leaveNothing(ref);
    clock.skip(Duration.ofMinutes(3));
    type().delete(ref);
    clock.skip(Duration.ofMinutes(4));
    assertInstanceOf(Absent.class, type().observe(ref));
    type().recoverable().orElseThrow().leaveNothing(ref);
    assertEquals(List.of(), console.backups());
  }

  @Test
  void whatIsStoppedHoldsDataAndIsNotLetGoAsIfItHeldNone() {
    made(Map.of());
    console.edit(
        ref.externalName(),
        all -> ((ObjectNode) all.path("settings")).put("activationPolicy", "NEVER"));
    String message = refusedCopy();
    assertTrue(message.contains("NEVER"), message);
    leftWithoutACopy();
  }

  @Test
  void whatGoogleSuspendedHoldsDataTooAndTakesNoChange() {
    made(Map.of());
    console.backUp(ref.externalName());
    clock.skip(Duration.ofMinutes(3));
    console.edit(ref.externalName(), all -> all.put("state", "SUSPENDED"));
    String message = refusedCopy();
    assertTrue(message.contains("SUSPENDED"), message);
    leftWithoutACopy();
    assertEquals(0, fake.calls("instances.patch"));
  }

  @Test
  void whatFailedInMaintenanceHoldsDataAndWhatWasNeverMadeDoesNot() {
    made(Map.of());
    console.edit(ref.externalName(), all -> all.put("state", "FAILED"));
    assertInstanceOf(Copy.Nothing.class, copy(), "its creation failed");
    console.edit(
        ref.externalName(),
        all -> ((ObjectNode) all.at("/settings/userLabels")).put("team", "shop"));
    String message = refusedCopy();
    assertTrue(message.contains("FAILED"), message);
  }

  @Test
  void whatIsToLeaveNothingLeavesNoFinalBackupEither() {
    made(Map.of(Keys.FINAL_BACKUP_DAYS, 30L));
    console.backUp(ref.externalName());
    Recoverable recoverable = type().recoverable().orElseThrow();
    recoverable.leaveNothing(ref);
    type().delete(ref);
    assertEquals(0, fake.calls("instances.delete"), "the night's backup is being made");
    clock.skip(Duration.ofMinutes(3));
    type().delete(ref);
    clock.skip(Duration.ofMinutes(4));
    assertFalse(console.backups().isEmpty(), "it had set nothing before the deletion");
    recoverable.leaveNothing(ref);
    assertEquals(List.of(), console.backups(), "so it takes away what there is");
  }

  /** Made before there was the setting, or switched off in the console. */
  @Test
  void anInstanceThatIsSetToRetainNothingIsSetRightBeforeItsCopyIsMade() {
    made(Map.of(Keys.RETAIN_BACKUPS, false));
    Copy.Working first = assertInstanceOf(Copy.Working.class, copy());
    assertTrue(first.step().contains("retainBackups"), first::step);
    assertInstanceOf(Copy.Working.class, copy(), "until it shows");
    assertEquals(1, fake.calls("instances.patch"));
    assertEquals(0, fake.calls("backups.createBackup"));
    clock.skip(Duration.ofMinutes(3));
    taken();
    console.edit(
        ref.externalName(),
        all -> ((ObjectNode) all.path("settings")).put("retainBackupsOnDelete", false));
    assertInstanceOf(Copy.Working.class, copy(), "the deletion would take it along");
    clock.skip(Duration.ofMinutes(3));
    assertInstanceOf(Copy.Taken.class, copy());
    type().delete(ref);
    clock.skip(Duration.ofMinutes(4));
    assertEquals(1, console.backups().size());
  }

  @Test
  void aBackupWhoseAnswerWasLostIsNotMadeTwice() {
    made(Map.of());
    fake.order(Fault.DROPPED_AFTER, 1, call -> call.is("backups.createBackup"));
    assertThrows(ProvisionerException.class, this::copy);
    assertInstanceOf(Copy.Working.class, copy());
    clock.skip(Duration.ofMinutes(3));
    assertInstanceOf(Copy.Taken.class, copy());
    assertEquals(1, console.backups().size());
  }

  /** The password would be shown to whoever answers. */
  @Test
  void signsInOnlyWhereSomebodyVouchesForTheInstanceAlone() {
    Present made = made(Map.of());
    Bindable users = type().bindable().orElseThrow();
    BindingTarget target =
        new BindingTarget(ref, made.outputs(), Optional.of(new Credentials("app", "canary-root")));
    fake.pace(SqlTimings.NONE);
    type().update(desired(Map.of()), made);
    console.edit(
        ref.externalName(),
        all ->
            ((ObjectNode) all.at("/settings/ipConfiguration"))
                .put("serverCaMode", "GOOGLE_MANAGED_CAS_CA"));
    ProvisionerException failure =
        assertThrows(ProvisionerException.class, () -> users.grants(target));
    assertEquals("database-not-trusted", failure.code().name());
    console.edit(
        ref.externalName(),
        all ->
            ((ObjectNode) all.at("/settings/ipConfiguration"))
                .put("sslMode", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"));
    ProvisionerException locked =
        assertThrows(ProvisionerException.class, () -> users.grants(target));
    assertTrue(locked.nextStep().contains("ENCRYPTED_ONLY"), locked::nextStep);
  }
}
