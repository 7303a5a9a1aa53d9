package dev.automat.provisioner.gcp.cloudsql;

import static com.google.cloud.secretmanager.v1.SecretVersion.State.DESTROYED;
import static com.google.cloud.secretmanager.v1.SecretVersion.State.DISABLED;
import static com.google.cloud.secretmanager.v1.SecretVersion.State.ENABLED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.GcpConfiguration;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.testkit.Disruption;
import dev.automat.testkit.LogCapture;
import dev.automat.testkit.gcp.FakeCloudSql;
import dev.automat.testkit.gcp.FakeSecrets;
import dev.automat.testkit.gcp.SecretConsole;
import dev.automat.testkit.gcp.SqlTimings;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.WireFaults;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The life of what bindings give in Secret Manager. There are no users behind it; the conformance
 * kit has both.
 */
class BindingSecretsIT {

  private static final String UID = "abcdefghijklmnopqrst";
  private static final String SECRET = "automat-" + UID + "-kkkkkk-connection";

  private final SkippingClock clock = new SkippingClock();
  private final FakeCloudSql sql = FakeCloudSql.start(clock, 3);
  private final FakeSecrets fake = FakeSecrets.start(clock, 3);
  private final SecretConsole console = fake.console(CloudSqlHarness.PROJECT);
  private final LogCapture log = new LogCapture("dev.automat", "com.google", "io.grpc");
  private final GcpAccounts accounts =
      new GcpAccounts(GcpConfiguration.of(CloudSqlHarness.configuration(sql, fake)), clock);
  private final CloudSqlType type = new CloudSqlType(DatabaseEngine.POSTGRES, accounts);
  private final RecordedUsers users = new RecordedUsers();
  private final KeptUsers keeping = new KeptUsers(accounts, users);
  private final ResourceRef ref =
      new ResourceRef(
          DatabaseEngine.POSTGRES.type(),
          UID,
          "orders-" + UID,
          new Scope("data", CloudSqlHarness.REGION, "installation"),
          Optional.empty());
  private final GrantId one = new GrantId("kkkkkk", 1);
  private final GrantId two = new GrantId("kkkkkk", 2);

  @BeforeEach
  void make() {
    sql.pace(SqlTimings.NONE.keepingNames(Duration.ZERO));
    type.create(desired(Map.of(Keys.BINDING_SECRETS, true)));
  }

  @AfterEach
  void close() {
    accounts.close();
    sql.close();
    fake.close();
    log.close();
    assertEquals(List.of(), sql.ownFailures());
    assertEquals(List.of(), fake.wire().ownFailures());
    assertFalse(log.lines().toString().contains("canary"), "no secret is ever logged");
  }

  private Desired desired(Map<String, Object> more) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(Keys.TIER, "db-custom-1-3840");
    settings.put(Keys.ENGINE_VERSION, "17");
    settings.put(Keys.STORAGE, 20L);
    settings.putAll(more);
    Map<String, String> tags = new HashMap<>(OwnershipTags.of(ref));
    tags.put("team", "shop");
    return new Desired(
        ref, settings, tags, Optional.of(new Credentials("app", "canary-root")), UID + "-1");
  }

  private Present present() {
    return assertInstanceOf(Present.class, type.observe(ref));
  }

  private BindingTarget target() {
    return new BindingTarget(ref, present().outputs(), Optional.empty());
  }

  private static Grant grant(GrantId id) {
    return new Grant(
        id,
        "checkout",
        Grant.Access.READWRITE,
        new Grant.User(new Credentials(id.userName(UID), "canary-" + id.binding() + id.version())));
  }

  private void bind(GrantId id) {
    keeping.bind(target(), grant(id));
  }

  private void unbind(GrantId id) {
    keeping.unbind(target(), id);
  }

  /** Whose password the newest version of the secret holds. */
  private String newest() {
    String payload = console.payload(SECRET, console.versions(SECRET).size());
    return JsonMapper.shared().readTree(payload).path("username").asString();
  }

  private long callsOfSecrets() {
    return fake.wire().calls().values().stream().mapToLong(Long::longValue).sum();
  }

  private static ProvisionerException refused(Runnable call) {
    return assertThrows(ProvisionerException.class, call::run);
  }

  @Test
  void followsTheNewestVersionAndGoesWithTheBinding() {
    bind(one);
    bind(one);
    assertEquals(List.of(ENABLED), console.versions(SECRET), "a repeat adds nothing");
    bind(two);
    bind(one);
    assertEquals(List.of(ENABLED, ENABLED), console.versions(SECRET), "an older one neither");
    assertEquals(two.userName(UID), newest());
    unbind(one);
    assertEquals(List.of(DESTROYED, ENABLED), console.versions(SECRET));
    assertEquals("", console.payload(SECRET, 1), "what is revoked can not be read any more");
    unbind(two);
    unbind(two);
    assertEquals(List.of(), console.secrets());
  }

  @Test
  void isInTheRegionOfItsInstanceUnderTheSameKeyAndSaysWhoseItIs() {
    bind(one);
    Secret secret = console.secret(SECRET).orElseThrow();
    Replication.UserManaged.Replica replica =
        secret.getReplication().getUserManaged().getReplicasList().getFirst();
    assertEquals(1, secret.getReplication().getUserManaged().getReplicasCount());
    assertEquals(CloudSqlHarness.REGION, replica.getLocation());
    assertEquals(
        present().settings().get(Keys.KMS_KEY),
        replica.getCustomerManagedEncryption().getKmsKeyName());
    assertEquals(
        Map.of(
            OwnershipTags.UID,
            UID,
            OwnershipTags.INSTALLATION,
            "installation",
            "automat-consumer",
            "checkout"),
        secret.getLabelsMap());
    assertFalse(console.payload(SECRET, 1).contains("reachableFrom"), "what a program needs");
  }

  @Test
  void hasGooglesKeyWhereItsInstanceHas() {
    type.delete(ref);
    type.create(desired(Map.of(Keys.BINDING_SECRETS, true, Keys.CUSTOMER_KEY, false)));
    bind(one);
    assertFalse(
        console
            .secret(SECRET)
            .orElseThrow()
            .getReplication()
            .getUserManaged()
            .getReplicas(0)
            .hasCustomerManagedEncryption());
  }

  @Test
  void theConnectionSaysWhereItIs() {
    Map<String, String> connection = keeping.connection(present().outputs(), grant(one));
    assertEquals("projects/acme-data/secrets/" + SECRET, connection.get("secretName"));
    assertEquals("gcp-acme-data", connection.get("secretStore"));
    assertEquals(SECRET, connection.get("secretStoreKey"));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "DROPPED_AFTER, CreateSecret",
    "DROPPED_BEFORE, AddSecretVersion",
    "DROPPED_AFTER, AddSecretVersion",
    "FAILS_BEFORE, DestroySecretVersion",
    "FAILS_AFTER, DestroySecretVersion",
    "FAILS_BEFORE, DeleteSecret",
    "FAILS_AFTER, DeleteSecret",
  })
  void whatWasCutShortIsGoneOnWith(Fault fault, String method) {
    fake.wire().order(fault, 1, call -> call.is("SecretManagerService." + method));
    List<Runnable> life = List.of(() -> bind(one), () -> bind(two), () -> unbind(one));
    life.forEach(BindingSecretsIT::untilDone);
    assertEquals(List.of(DESTROYED, ENABLED), console.versions(SECRET));
    untilDone(() -> unbind(two));
    assertEquals(List.of(), console.secrets());
    assertEquals(1, fake.wire().faulty());
  }

  private static void untilDone(Runnable step) {
    try {
      step.run();
    } catch (ProvisionerException cut) {
      assertEquals(ErrorType.EXTERNAL, cut.code().type());
      step.run();
    }
  }

  @Test
  void oneOfSomebodyElseIsNeitherWrittenNorRevokedNorDeleted() {
    console.plant(
        SECRET,
        Secret.newBuilder()
            .putLabels(OwnershipTags.INSTALLATION, "another")
            .setReplication(
                Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()))
            .build(),
        "theirs");
    ProvisionerException refusal = refused(() -> bind(one));
    assertEquals(ErrorCode.FOREIGN, refusal.code());
    assertEquals(0, fake.wire().calls("SecretManagerService.AccessSecretVersion"));
    unbind(one);
    type.delete(ref);
    assertInstanceOf(Absent.class, type.observe(ref));
    type.delete(ref);
    assertEquals(List.of(ENABLED), console.versions(SECRET));
    assertEquals("theirs", console.payload(SECRET, 1));
  }

  /** Whoever made it may have let others read it. */
  @Test
  void oneThatDoesNotSayThatItIsOursIsNotWritten() {
    bind(one);
    console.relabel(SECRET, Map.of(OwnershipTags.UID, UID));
    ProvisionerException refusal = refused(() -> bind(two));
    assertEquals(ErrorCode.FOREIGN, refusal.code());
    assertTrue(refusal.nextStep().contains(OwnershipTags.INSTALLATION), refusal::nextStep);
    assertEquals(List.of(ENABLED), console.versions(SECRET));
    console.relabel(SECRET, OwnershipTags.of(ref));
    bind(two);
    assertEquals(two.userName(UID), newest());
  }

  @Test
  void aRevocationDoesNotTakeForGoneWhatItCanNotRead() {
    String key = present().settings().get(Keys.KMS_KEY).toString();
    bind(one);
    bind(two);
    console.disableKey(key);
    ProvisionerException refusal = refused(() -> unbind(one));
    assertTrue(refusal.getMessage().contains("can not be read"), refusal::getMessage);
    assertTrue(refusal.nextStep().contains("key"), refusal::nextStep);
    console.enableKey(key);
    unbind(one);
    assertEquals(List.of(DESTROYED, ENABLED), console.versions(SECRET));
  }

  @Test
  void whatIsShownAsEnabledAndIsDestroyedHoldsUpNothing() {
    bind(one);
    bind(two);
    clock.skip(Duration.ofHours(1));
    unbind(one);
    fake.wire().become(WireFaults.NONE.stale(1, Duration.ofMinutes(5)));
    unbind(one);
    assertEquals(List.of(DESTROYED, ENABLED), console.versions(SECRET));
  }

  @Test
  void allGoWithTheInstanceWhichStaysUntilTheyAreGone() {
    bind(one);
    bind(new GrantId("mmmmmm", 1));
    fake.wire().order(Fault.DROPPED_AFTER, 1, call -> call.is("SecretManagerService.DeleteSecret"));
    refused(() -> type.delete(ref));
    present();
    sql.order(Fault.FAILS_BEFORE, 1, call -> call.is("instances.delete"));
    refused(() -> type.delete(ref));
    assertEquals(List.of(), console.secrets());
    present();
    type.delete(ref);
    assertInstanceOf(Absent.class, type.observe(ref));
  }

  @Test
  void whatAnInstanceLeftThatSomebodyDeletedIsFoundByItsName() {
    bind(one);
    console.relabel(SECRET, Map.of());
    sql.console(CloudSqlHarness.PROJECT).uproot(ref.externalName());
    type.delete(ref);
    assertEquals(List.of(), console.secrets());
  }

  /** The password of a database that is gone opens nothing, and whether there is any is unknown. */
  @Test
  void whatIsGoneIsNotHeldUpWhereNobodyMayLook() {
    bind(one);
    sql.console(CloudSqlHarness.PROJECT).uproot(ref.externalName());
    fake.switchOff();
    deleteAnHourLater();
    fake.allowAll();
    fake.deny("secretmanager.secrets.list");
    deleteAnHourLater();
    fake.allowAll();
    fake.wire().disrupt(Disruption.UNREACHABLE);
    deleteAnHourLater();
    fake.wire().restore();
    fake.wire().disrupt(Disruption.THROTTLED);
    assertEquals(ErrorCode.THROTTLED, refused(this::deleteAnHourLater).code());
    fake.wire().restore();
    assertEquals(List.of(SECRET), console.secrets());
    assertTrue(log.lines().toString().contains("if there are any, they stay"));
    type.delete(ref);
    assertEquals(List.of(), console.secrets(), "throttling was no look");
  }

  private void deleteAnHourLater() {
    clock.skip(Duration.ofHours(1));
    type.delete(ref);
  }

  @Test
  void whatIsGoneIsLookedForOnceAnHour() {
    sql.console(CloudSqlHarness.PROJECT).uproot(ref.externalName());
    type.delete(ref);
    type.delete(ref);
    assertEquals(1, callsOfSecrets());
    clock.skip(Duration.ofHours(1));
    type.delete(ref);
    assertEquals(2, callsOfSecrets());
  }

  @Test
  void whatComesUpAfterItsInstanceIsDeletedAnHourLater() {
    type.delete(ref);
    type.delete(ref);
    Secret late =
        Secret.newBuilder()
            .putAllLabels(OwnershipTags.of(ref))
            .setReplication(
                Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()))
            .build();
    console.plant(SECRET, late, "late");
    clock.skip(Duration.ofMinutes(30));
    type.delete(ref);
    assertEquals(List.of(SECRET), console.secrets());
    deleteAnHourLater();
    assertEquals(List.of(), console.secrets());
  }

  @Test
  void secretManagerIsAskedForNothingWhereNoModuleAskedForIt() {
    type.delete(ref);
    type.create(desired(Map.of(Keys.BINDING_SECRETS, false)));
    long before = callsOfSecrets();
    bind(one);
    unbind(one);
    assertFalse(keeping.connection(present().outputs(), grant(one)).containsKey("secretStore"));
    type.delete(ref);
    assertInstanceOf(Absent.class, type.observe(ref));
    type.delete(ref);
    assertEquals(before, callsOfSecrets());
  }

  @Test
  void onceAllAreGoneAfterItWasSwitchedOffSecretManagerIsNotNeeded() {
    bind(one);
    bind(new GrantId("mmmmmm", 1));
    switchOffWithoutRights();
    bind(two);
    unbind(one);
    assertEquals("off", label());
    unbind(two);
    assertEquals("off", label(), "one is left");
    unbind(new GrantId("mmmmmm", 1));
    assertEquals("none", label());
    assertEquals(List.of(), console.secrets());
    assertFalse(present().tags().containsKey(SecretsLabel.KEY));
    fake.switchOff();
    bind(one);
    unbind(one);
    type.delete(ref);
    assertInstanceOf(Absent.class, type.observe(ref));
  }

  @Test
  void switchedOnAgainItIsAsBefore() {
    bind(one);
    switchOffTheSetting();
    assertEquals(List.of(), console.secrets());
    unbind(one);
    assertEquals("none", label());
    type.update(desired(Map.of(Keys.BINDING_SECRETS, true)), present());
    bind(two);
    assertEquals(List.of(SECRET), console.secrets());
    unbind(two);
    assertEquals("on", label());
    assertEquals(List.of(), console.secrets());
  }

  /** What stands then stays until its binding ends. */
  private void switchOffWithoutRights() {
    fake.switchOff();
    switchOffTheSetting();
    fake.allowAll();
  }

  private void switchOffTheSetting() {
    type.update(desired(Map.of(Keys.BINDING_SECRETS, false)), present());
  }

  private String label() {
    return sql.console(CloudSqlHarness.PROJECT)
        .instance(ref.externalName())
        .orElseThrow()
        .path("settings")
        .path("userLabels")
        .path(SecretsLabel.KEY)
        .asString();
  }

  @Test
  void aRefusalKeepsTheProtectionUnlessTheSettingIsOff() {
    type.update(desired(Map.of(Keys.DELETION_PROTECTION, true)), present());
    bind(one);
    fake.switchOff();
    refused(() -> type.delete(ref));
    assertEquals(true, present().settings().get(Keys.DELETION_PROTECTION));
    switchOffTheSetting();
    type.delete(ref);
    assertInstanceOf(Absent.class, type.observe(ref));
    assertTrue(log.lines().toString().contains("if there are any, they stay"));
    fake.allowAll();
    type.delete(ref);
    assertEquals(List.of(), console.secrets(), "they are looked for afterwards, too");
  }

  @Test
  void throttlingHoldsUpADeletionThoughTheSettingIsOff() {
    bind(one);
    switchOffTheSetting();
    fake.wire().disrupt(Disruption.THROTTLED);
    assertEquals(ErrorCode.THROTTLED, refused(() -> type.delete(ref)).code());
    present();
  }

  @Test
  void allGoWhenItIsSwitchedOffAndNoneIsWrittenAnyMore() {
    bind(one);
    bind(new GrantId("mmmmmm", 1));
    fake.wire().order(Fault.DROPPED_AFTER, 1, call -> call.is("SecretManagerService.DeleteSecret"));
    refused(this::switchOffTheSetting);
    assertEquals("on", label(), "what was not done is tried again");
    switchOffTheSetting();
    assertEquals(List.of(), console.secrets());
    assertEquals("off", label());
    bind(two);
    assertEquals(Set.of(), keeping.incomplete(target(), Set.of(one, two)));
    assertEquals(List.of(), console.secrets());
  }

  @Test
  void whatItWasNotPermittedToTakeAwayThenIsTakenAwayWithItsBinding() {
    bind(one);
    switchOffWithoutRights();
    assertEquals(false, present().settings().get(Keys.BINDING_SECRETS));
    assertTrue(log.lines().toString().contains("if there are any, they stay"));
    bind(two);
    assertEquals(one.userName(UID), newest(), "nothing is written any more");
    unbind(one);
    assertEquals(List.of(DESTROYED), console.versions(SECRET));
    unbind(two);
    assertEquals(List.of(), console.secrets());
    assertEquals(false, present().tags().containsKey(SecretsLabel.KEY));
  }

  @Test
  void whatItLacksOfWhatIsBoundIsToldAndWrittenByTheNextBinding() {
    switchOffTheSetting();
    bind(one);
    assertEquals(Set.of(), keeping.incomplete(target(), Set.of(one)), "nobody asks for it");
    type.update(desired(Map.of(Keys.BINDING_SECRETS, true)), present());
    assertEquals(Set.of(one), keeping.incomplete(target(), Set.of(one)));
    bind(one);
    assertEquals(Set.of(), keeping.incomplete(target(), Set.of(one)));
    Set<GrantId> both = Set.of(one, two);
    assertEquals(Set.of(two), keeping.incomplete(target(), both), "it holds the one before");
    bind(two);
    assertEquals(Set.of(), keeping.incomplete(target(), both));
    console.add(SECRET, "by hand");
    assertEquals(Set.of(two), keeping.incomplete(target(), both), "not what applications read");
    bind(two);
    console.relabel(SECRET, Map.of());
    assertEquals(Set.of(two), keeping.incomplete(target(), both), "whose it is, binding tells");
  }

  @Test
  void anApiThatIsOffIsToldAndKeepsNobodyIn() {
    fake.switchOff();
    ProvisionerException refusal = refused(() -> bind(one));
    assertEquals(ErrorCode.DENIED, refusal.code());
    assertTrue(refusal.nextStep().contains("enable the API"), refusal::nextStep);
    assertTrue(refusal.getMessage().contains("Secret Manager API"), refusal::getMessage);
    fake.allowAll();
    bind(one);
    fake.switchOff();
    refused(() -> unbind(one));
    assertEquals(0, users.grants(target()).size(), "the user is gone all the same");
    refused(() -> type.delete(ref));
    present();
    fake.allowAll();
    unbind(one);
    assertEquals(List.of(), console.secrets());
  }

  @ParameterizedTest
  @CsvSource({
    "secretmanager.secrets.get",
    "secretmanager.secrets.create",
    "secretmanager.versions.list",
    "secretmanager.versions.add",
  })
  void whatIsNotPermittedIsNamed(String permission) {
    fake.deny(permission);
    ProvisionerException refusal = refused(() -> bind(one));
    assertEquals(ErrorCode.DENIED, refusal.code());
    assertTrue(refusal.getMessage().contains(permission), refusal::getMessage);
    assertTrue(refusal.nextStep().contains("grant"), refusal::nextStep);
  }

  @Test
  void throttlingIsPassedOn() {
    fake.wire().disrupt(Disruption.THROTTLED);
    ProvisionerException refusal = refused(() -> bind(one));
    assertEquals(ErrorCode.THROTTLED, refusal.code());
    assertTrue(refusal.retryAfter().isPresent());
  }

  @Test
  void callsCountAgainstTheCeilingOfTheProject() {
    Map<String, Object> all = CloudSqlHarness.configuration(sql, fake);
    Map<String, Object> limited = new HashMap<>(all);
    limited.put(
        "accounts",
        Map.of(
            "data",
            Map.of(
                "project",
                CloudSqlHarness.PROJECT,
                "callsPerMinute",
                3,
                "regions",
                Map.of(CloudSqlHarness.REGION, Map.of()))));
    BindingTarget target = target();
    try (GcpAccounts few = new GcpAccounts(GcpConfiguration.of(limited), clock)) {
      ProvisionerException refusal =
          refused(() -> new KeptUsers(few, users).bind(target, grant(one)));
      assertEquals(ErrorCode.THROTTLED, refusal.code());
      assertTrue(refusal.getMessage().contains("callsPerMinute"), refusal::getMessage);
    }
  }

  @Test
  void whatAPersonDisabledOrAddedIsSetRightAtTheNextBinding() {
    bind(one);
    console.become(SECRET, 1, DISABLED);
    bind(one);
    assertEquals(List.of(DISABLED, ENABLED), console.versions(SECRET));
    console.add(SECRET, "by hand");
    bind(one);
    assertEquals(one.userName(UID), newest());
    bind(two);
    console.add(SECRET, "by hand");
    unbind(one);
    assertEquals(
        List.of(DESTROYED, DESTROYED, DESTROYED, DESTROYED, ENABLED, ENABLED),
        console.versions(SECRET),
        "what a person made the newest stays, so that there is one");
    unbind(two);
    assertEquals(List.of(), console.secrets());
  }

  /** Google may show for hours what stood before. */
  @Test
  void aValidSecretIsNotDeletedBecauseItIsNotShownYet() {
    bind(one);
    clock.skip(Duration.ofHours(1));
    bind(two);
    fake.wire().become(WireFaults.NONE.stale(1, Duration.ofMinutes(5)));
    unbind(one);
    assertEquals(List.of(DESTROYED, ENABLED), console.versions(SECRET));
    clock.skip(Duration.ofHours(1));
    unbind(two);
    assertEquals(List.of(), console.secrets());
  }
}
