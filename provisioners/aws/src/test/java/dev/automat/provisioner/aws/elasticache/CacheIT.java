package dev.automat.provisioner.aws.elasticache;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.automat.provisioner.aws.AwsPlugin;
import dev.automat.provisioner.aws.AwsStandIn;
import dev.automat.provisioner.aws.SkippingClock;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.ListPage;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Part;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.testkit.aws.AwsCall;
import dev.automat.testkit.aws.CacheLogin;
import dev.automat.testkit.aws.Timings;
import dev.automat.testkit.wire.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.ElastiCacheException;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;

/** What the conformance kit does not ask of caches, read back with a client of one's own. */
@TestInstance(Lifecycle.PER_CLASS)
final class CacheIT {

  private static final Map<String, Object> SMALL = Map.of("nodeType", "cache.t4g.small");
  private static final Duration A_WHILE = Duration.ofMinutes(10);
  private static final int PATIENCE = 20;

  private final SkippingClock clock = new SkippingClock();
  private final AwsStandIn aws = new AwsStandIn(clock);
  private final TestAccount account = new TestAccount(aws.hostile().moto());
  private final CacheBackDoor behind = new CacheBackDoor(account, aws);
  private final AtomicInteger serial = new AtomicInteger();
  private final Provisioner provisioner = open(account.configuration(aws.endpoint()));
  private final ResourceType caches = caches(provisioner);

  private Provisioner open(Map<String, Object> configuration) {
    return new AwsPlugin()
        .open(new PluginContext(TestAccount.INSTALLATION, configuration, Path.of("unused"), clock));
  }

  private static ResourceType caches(Provisioner provisioner) {
    return Optional.ofNullable(provisioner.types().get("aws/elasticache-redis")).orElseThrow();
  }

  @BeforeAll
  void confirmTheAccount() {
    caches.observe(wanted(SMALL).ref());
  }

  @AfterEach
  void calm() {
    aws.hostile().restore();
    aws.hostile().pace(Timings.NONE);
  }

  @AfterAll
  void close() {
    provisioner.close();
    account.close();
    aws.close();
  }

  @Test
  void isEncryptedGuardedAndMarkedUnlessToldOtherwise() {
    Desired desired = wanted(SMALL);

    Present shown = assertInstanceOf(Outcome.Finished.class, caches.create(desired)).observed();

    ReplicationGroup group = behind.group(desired.ref().externalName());
    CacheCluster member = behind.member(desired.ref().externalName());
    assertAll(
        () -> assertEquals("valkey", group.engine()),
        () -> assertTrue(group.atRestEncryptionEnabled()),
        () -> assertTrue(group.transitEncryptionEnabled()),
        () -> assertEquals(List.of("automat-" + desired.ref().uid()), group.userGroupIds()),
        () -> assertEquals(account.key("region"), group.kmsKeyId()),
        () -> assertFalse(group.clusterEnabled()),
        () ->
            assertEquals(desired.ref().externalName() + "-subnets", member.cacheSubnetGroupName()),
        () ->
            assertEquals(
                "sg-0123456789abcdef0", member.securityGroups().getFirst().securityGroupId()),
        () -> assertEquals(desired.tags(), behind.tags(group.arn())),
        () -> assertEquals(desired.tags(), behind.tags(subnetGroupArn(desired.ref()))),
        () -> assertEquals(Optional.of(group.arn()), shown.cloudId()),
        () -> assertEquals(State.AVAILABLE, shown.state()),
        () -> assertEquals("required", shown.settings().get("transitEncryptionMode")),
        () -> assertEquals(1L, shown.settings().get("shards")),
        () -> assertEquals(0L, shown.settings().get("replicasPerShard")),
        () ->
            assertEquals(
                List.of("subnet-group", "user-group"),
                shown.parts().stream().map(Part::role).toList()));
  }

  private String subnetGroupArn(ResourceRef ref) {
    return behind
        .client()
        .describeCacheSubnetGroups(ask -> ask.cacheSubnetGroupName(ref.externalName() + "-subnets"))
        .cacheSubnetGroups()
        .getFirst()
        .arn();
  }

  /** Whoever names no user is the default one. */
  @Test
  void letsNobodyInUntilSomebodyIsBound() {
    Desired desired = wanted(SMALL);
    caches.create(desired);

    List<CacheLogin> logins = logins(desired.ref());

    assertEquals(1, logins.size());
    assertEquals("default", logins.getFirst().name());
    assertEquals("off -@all", logins.getFirst().access());
    assertEquals(
        Set.of("host", "port"),
        caches.connection(present(desired.ref()).outputs(), desired.credentials()).keySet());
  }

  private List<CacheLogin> logins(ResourceRef ref) {
    return aws.hostile().cacheLogins(account.id(), TestAccount.REGION, ref.externalName());
  }

  private BindingTarget bound(Desired desired) {
    return new BindingTarget(desired.ref(), present(desired.ref()).outputs(), Optional.empty());
  }

  private static Grant grant(Desired desired, int version, Access access) {
    GrantId id = new GrantId("aaaaaa", version);
    String user = id.userName(desired.ref().uid());
    return new Grant(
        id,
        "checkout",
        access,
        new Grant.User(new Credentials(user, "Secret0123456789-" + version)));
  }

  /** AWS takes one change of a user group at a time. */
  @Test
  void bindingWaitsWhileTheUserGroupIsChanged() {
    Desired desired = wanted(SMALL);
    caches.create(desired);
    Bindable bindable = caches.bindable().orElseThrow();
    BindingTarget target = bound(desired);
    aws.hostile().pace(Timings.REAL);
    bindable.bind(target, grant(desired, 1, Access.READWRITE));

    ProvisionerException refusal =
        assertThrows(
            ProvisionerException.class,
            () -> bindable.bind(target, grant(desired, 2, Access.READ)));

    assertEquals("busy", refusal.code().name());
    assertTrue(refusal.code().answered(), "nothing else of the account waits");
    clock.skip(Duration.ofMinutes(1));
    bindable.bind(target, grant(desired, 2, Access.READ));
    assertEquals(
        Set.of(new GrantId("aaaaaa", 1), new GrantId("aaaaaa", 2)), bindable.grants(target));
    assertEquals(3, logins(desired.ref()).size());
  }

  /** The cache is made with it, and AWS takes a moment to make it. */
  @Test
  void isMadeOnceItsUserGroupIs() {
    aws.hostile().pace(Timings.REAL);
    Desired desired = wanted(SMALL);

    assertInstanceOf(Outcome.Working.class, caches.create(desired));
    assertInstanceOf(Absent.class, caches.observe(desired.ref()));
    clock.skip(Duration.ofMinutes(1));
    caches.create(desired);

    assertInstanceOf(Present.class, caches.observe(desired.ref()));
  }

  /** Somebody put a token in the place of the user group, as caches had one before. */
  @Test
  void aCacheWithATokenIsGivenItsUserGroupWhenItIsBound() {
    Desired desired = wanted(SMALL);
    caches.create(desired);
    String group = "automat-" + desired.ref().uid();
    takeTheUserGroup(desired);
    Bindable bindable = caches.bindable().orElseThrow();

    bindable.bind(bound(desired), grant(desired, 1, Access.READWRITE));

    assertEquals(List.of(group), behind.group(desired.ref().externalName()).userGroupIds());
    assertEquals(2, logins(desired.ref()).size());
    assertEquals(Set.of(new GrantId("aaaaaa", 1)), bindable.grants(bound(desired)));
  }

  /** Until then the token, which its applications use, must go on working. */
  @Test
  void theUserGroupIsPutOnWhenTheUserIsInIt() {
    Desired desired = wanted(SMALL);
    caches.create(desired);
    Bindable bindable = caches.bindable().orElseThrow();
    BindingTarget target = bound(desired);
    takeTheUserGroup(desired);
    Grant grant = grant(desired, 1, Access.READWRITE);
    aws.hostile().order(Fault.DROPPED_BEFORE, "elasticache", "ModifyReplicationGroup");

    assertThrows(ProvisionerException.class, () -> bindable.bind(target, grant));

    aws.hostile().restore();
    assertEquals(
        1,
        behind
            .client()
            .describeUsers(ask -> ask.userId(ChildNames.user(desired.ref().uid(), grant.id())))
            .users()
            .getFirst()
            .userGroupIds()
            .size(),
        "the user was first");
    assertEquals(Set.of(), bindable.grants(target), "who is let in nowhere has no grant");
    bindable.bind(target, grant);
    assertEquals(Set.of(grant.id()), bindable.grants(target));
    assertEquals(2, logins(desired.ref()).size());
  }

  @Test
  void theUserGroupIsPutOnThoughAwsTakesItsTime() {
    Desired desired = wanted(SMALL);
    caches.create(desired);
    Bindable bindable = caches.bindable().orElseThrow();
    BindingTarget target = bound(desired);
    takeTheUserGroup(desired);
    Grant grant = grant(desired, 1, Access.READWRITE);
    aws.hostile().pace(Timings.REAL);

    assertThrows(ProvisionerException.class, () -> bindable.bind(target, grant));
    clock.skip(Duration.ofMinutes(1));
    bindable.bind(target, grant);

    assertEquals(Set.of(grant.id()), bindable.grants(target));
  }

  private void takeTheUserGroup(Desired desired) {
    behind
        .client()
        .modifyReplicationGroup(
            change ->
                change
                    .replicationGroupId(desired.ref().externalName())
                    .userGroupIdsToRemove("automat-" + desired.ref().uid())
                    .applyImmediately(true));
  }

  @Test
  void childrenCarryTheirMarksAndParametersFromTheBeginning() {
    Desired desired =
        wanted(
            Map.of(
                "nodeType",
                "cache.t4g.small",
                "engineVersion",
                "8.0",
                "clusterMode",
                true,
                "parameters",
                Map.of("maxmemory-policy", "noeviction")));

    caches.create(desired);

    String name = desired.ref().externalName() + "-valkey8";
    String arn =
        behind
            .client()
            .describeCacheParameterGroups(ask -> ask.cacheParameterGroupName(name))
            .cacheParameterGroups()
            .getFirst()
            .arn();
    Map<String, String> parameters = new HashMap<>();
    behind
        .client()
        .describeCacheParameters(ask -> ask.cacheParameterGroupName(name))
        .parameters()
        .forEach(each -> parameters.put(each.parameterName(), each.parameterValue()));
    assertEquals(Map.of("maxmemory-policy", "noeviction", "cluster-enabled", "yes"), parameters);
    assertEquals(desired.tags(), behind.tags(arn));
    assertEquals(
        name,
        behind
            .member(desired.ref().externalName())
            .cacheParameterGroup()
            .cacheParameterGroupName());
    assertEquals("valkey8", present(desired.ref()).settings().get("parameterGroupFamily"));
  }

  @Test
  void saysWhatAwsIsDoingUntilItIsDone() {
    aws.hostile().pace(Timings.REAL);
    Desired desired = wanted(SMALL);
    makeUserGroup(desired);

    Outcome.Working working =
        assertInstanceOf(Outcome.Working.class, caches.create(desired), "a cache takes minutes");
    Present making = present(desired.ref());

    assertEquals(State.WORKING, making.state());
    assertTrue(working.step().startsWith("creating; last events: "), working::step);
    assertEquals(making.message(), working.step());
    assertEquals(desired.tags(), making.tags(), "also where ListTagsForResource refuses");
    assertFalse(making.outputs().containsKey("host"));
    awaitState(desired.ref(), State.AVAILABLE);
    assertTrue(present(desired.ref()).outputs().containsKey("host"));
  }

  /** As the engine does it: observe, update what differs, wait. */
  @Test
  void changesOfManyKindsAreCarriedOutOneAfterTheOther() {
    aws.hostile().pace(Timings.REAL);
    Desired before = wanted(clustered(1L, 0L, false, "cache.t4g.small"));
    makeUserGroup(before);
    caches.create(before);
    awaitState(before.ref(), State.AVAILABLE);
    Desired after = with(before, clustered(3L, 2L, true, "cache.m7g.large"));

    converge(after);

    ReplicationGroup group = behind.group(after.ref().externalName());
    assertEquals("cache.m7g.large", group.cacheNodeType());
    assertEquals(3, group.nodeGroups().size());
    assertEquals(3, group.nodeGroups().getFirst().nodeGroupMembers().size());
    assertEquals("enabled", group.multiAZAsString());
    Desired back = with(after, clustered(1L, 0L, false, "cache.t4g.small"));
    converge(back);
    assertEquals(1, behind.group(after.ref().externalName()).nodeGroups().size());
  }

  private static Map<String, Object> clustered(
      long shards, long replicas, boolean multiAz, String nodeType) {
    return Map.of(
        "clusterMode", true,
        "shards", shards,
        "replicasPerShard", replicas,
        "multiAz", multiAz,
        "nodeType", nodeType);
  }

  private void converge(Desired desired) {
    for (int look = 0; look < PATIENCE; look++) {
      Present seen = present(desired.ref());
      boolean differs =
          desired.settings().entrySet().stream()
              .anyMatch(
                  each ->
                      !caches.equivalent(
                          each.getKey(), each.getValue(), seen.settings().get(each.getKey())));
      if (seen.state() == State.AVAILABLE && !differs) {
        return;
      }
      if (seen.state() == State.AVAILABLE) {
        attempt(() -> caches.update(desired, seen));
      }
      clock.skip(A_WHILE);
    }
    throw new AssertionError("never became as wanted: " + present(desired.ref()));
  }

  @Test
  void childrenGoWhenTheCacheIsGone() {
    aws.hostile().pace(Timings.REAL);
    Desired desired =
        wanted(
            Map.of(
                "nodeType", "cache.t4g.small",
                "engineVersion", "8.0",
                "parameters", Map.of("timeout", 60L)));
    makeUserGroup(desired);
    caches.create(desired);
    awaitState(desired.ref(), State.AVAILABLE);

    caches.delete(desired.ref());
    assertEquals(State.DELETING, present(desired.ref()).state());
    caches.delete(desired.ref());
    clock.skip(A_WHILE);

    Present left = present(desired.ref());
    assertEquals(State.FAILED, left.state(), "so that it is deleted again, and not used");
    assertTrue(left.message().contains("still to go"), left::message);
    caches.delete(desired.ref());
    assertInstanceOf(Present.class, caches.observe(desired.ref()), "the user group takes a while");
    clock.skip(Duration.ofMinutes(1));
    caches.delete(desired.ref());
    assertInstanceOf(Absent.class, caches.observe(desired.ref()));
    assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
  }

  /**
   * Nobody may take it for a deletion of ours, which would be forgotten without a person's word.
   */
  @Test
  void whatSomebodyElseDeletedIsAbsent() {
    Desired desired = wanted(SMALL);
    caches.create(desired);
    behind
        .client()
        .deleteReplicationGroup(delete -> delete.replicationGroupId(desired.ref().externalName()));

    assertInstanceOf(Absent.class, caches.observe(desired.ref()));

    caches.delete(desired.ref());
    assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
  }

  /** A deletion of ours goes on until nothing is left, whoever took the cache, if there was one. */
  @Test
  void theUserGroupIsNotForgottenWhereThereIsNoCacheAnyMore() {
    aws.hostile().pace(Timings.REAL);
    Desired halfMade = wanted(SMALL);
    makeUserGroup(halfMade);
    Desired taken = wanted(SMALL);
    makeUserGroup(taken);
    caches.create(taken);
    awaitState(taken.ref(), State.AVAILABLE);
    behind
        .client()
        .deleteReplicationGroup(delete -> delete.replicationGroupId(taken.ref().externalName()));
    clock.skip(A_WHILE);

    for (Desired each : List.of(halfMade, taken)) {
      assertInstanceOf(Absent.class, caches.observe(each.ref()));
      caches.delete(each.ref());
      assertInstanceOf(Present.class, caches.observe(each.ref()), "the user group takes a while");
      clock.skip(Duration.ofMinutes(1));
      caches.delete(each.ref());
      assertInstanceOf(Absent.class, caches.observe(each.ref()));
      assertEquals(List.of(), behind.leftovers(each.ref().uid()));
    }
  }

  /** Whatever happens to any one call of a create, repeating it leaves just what was wanted. */
  @ParameterizedTest
  @EnumSource(names = {"DROPPED_BEFORE", "FAILS_AFTER"})
  void aCreateThatIsCutOffAtAnyCallIsCompletedByTheNext(Fault fault) {
    Map<String, Object> settings =
        Map.of(
            "nodeType", "cache.t4g.small",
            "engineVersion", "8.0",
            "parameters", Map.of("timeout", 60L));
    boolean reached = true;
    for (int call = 1; reached; call++) {
      Desired desired = wanted(settings);
      reached = broken(fault, call, () -> caches.create(desired));
      caches.create(desired);
      Present shown = present(desired.ref());
      assertEquals(desired.tags(), shown.tags(), "call " + call);
      assertTrue(
          caches.equivalent("parameters", Map.of("timeout", 60L), parametersOf(shown)),
          "call " + call);
      assertEquals(5, behind.leftovers(desired.ref().uid()).size(), "call " + call);
      caches.delete(desired.ref());
    }
  }

  private static Object parametersOf(Present shown) {
    return Optional.ofNullable(shown.settings().get("parameters")).orElse(Map.of());
  }

  @Test
  void aDeletionThatIsCutOffAtAnyCallIsFinishedByTheNext() {
    boolean reached = true;
    for (int call = 1; reached; call++) {
      Desired desired = wanted(SMALL);
      caches.create(desired);
      reached = broken(Fault.FAILS_AFTER, call, () -> caches.delete(desired.ref()));
      // The engine goes on deleting until it is seen to be absent.
      if (!(caches.observe(desired.ref()) instanceof Absent)) {
        caches.delete(desired.ref());
      }
      assertInstanceOf(Absent.class, caches.observe(desired.ref()), "call " + call);
      assertEquals(List.of(), behind.leftovers(desired.ref().uid()), "call " + call);
    }
  }

  /** Lets the n-th call of what is done meet the fault; whether there was an n-th call. */
  private boolean broken(Fault fault, int n, Runnable done) {
    AtomicInteger seen = new AtomicInteger();
    aws.hostile().order(fault, 1, any -> seen.incrementAndGet() == n);
    attempt(done);
    aws.hostile().restore();
    return seen.get() >= n;
  }

  @Test
  void aHalfMadeCacheIsDeletedWithWhatThereIs() {
    Desired desired = wanted(SMALL);
    aws.hostile().order(Fault.THROTTLED, "elasticache", "CreateReplicationGroup");

    ProvisionerException failure =
        assertThrows(ProvisionerException.class, () -> caches.create(desired));
    assertEquals(ErrorType.THROTTLED, failure.code().type());
    assertInstanceOf(Absent.class, caches.observe(desired.ref()));
    assertEquals(3, behind.leftovers(desired.ref().uid()).size(), "subnet group, user group, user");

    caches.delete(desired.ref());
    assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
  }

  @Test
  void aCreationOnWhichAwsGaveUpSaysSo() {
    Desired desired = wanted(SMALL);
    aws.hostile().caches().endCreation(desired.ref().externalName(), "create-failed");

    caches.create(desired);

    Present failed = present(desired.ref());
    assertEquals(State.FAILED, failed.state());
    assertTrue(failed.message().startsWith("create-failed; last events: "), failed::message);
    caches.delete(desired.ref());
    assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
  }

  @Test
  void isInUseAndTakesNoChangeWhileItIsSnapshotted() {
    Desired desired = wanted(SMALL);
    caches.create(desired);
    showStatus(desired.ref(), "snapshotting");

    Present shown = present(desired.ref());
    assertEquals(State.AVAILABLE, shown.state());
    assertEquals("snapshotting", shown.message());
    ProvisionerException busy =
        assertThrows(ProvisionerException.class, () -> caches.update(desired, shown));
    assertEquals("busy", busy.code().name());
    showStatus(desired.ref(), "available");
    assertInstanceOf(Outcome.Finished.class, caches.update(desired, shown));
  }

  private void showStatus(ResourceRef ref, String status) {
    aws.hostile()
        .caches()
        .change(account.id(), TestAccount.REGION, ref.externalName(), "Status", status);
  }

  @Test
  void tlsThatWasSwitchedOffComesBackOverPreferred() {
    Map<String, Object> settings = new HashMap<>(SMALL);
    settings.put("transitEncryptionMode", "required");
    Desired desired = wanted(settings);
    caches.create(desired);
    behind
        .client()
        .modifyReplicationGroup(
            change ->
                change
                    .replicationGroupId(desired.ref().externalName())
                    .transitEncryptionEnabled(false));
    assertEquals("off", present(desired.ref()).settings().get("transitEncryptionMode"));

    caches.update(desired, present(desired.ref()));
    assertEquals("preferred", present(desired.ref()).settings().get("transitEncryptionMode"));
    caches.update(desired, present(desired.ref()));
    assertEquals("required", present(desired.ref()).settings().get("transitEncryptionMode"));
  }

  @Test
  void aLastSnapshotIsTakenWhereItIsWanted() {
    Map<String, Object> settings = new HashMap<>(SMALL);
    settings.put("finalSnapshot", true);
    Desired kept = wanted(settings);
    Desired dropped = wanted(SMALL);
    caches.create(kept);
    caches.create(dropped);
    List<AwsCall> deletions = new CopyOnWriteArrayList<>();
    aws.hostile()
        .order(
            Fault.THROTTLED,
            1,
            call -> call.action().equals("DeleteReplicationGroup") && !deletions.add(call));

    caches.delete(kept.ref());
    caches.delete(dropped.ref());

    assertEquals(
        List.of(Optional.of(kept.ref().externalName() + "-final"), Optional.<String>empty()),
        deletions.stream().map(call -> call.parameter("FinalSnapshotIdentifier")).toList());
  }

  @Test
  void aRegionWithoutSubnetsIsNamed() {
    Desired desired = wanted(SMALL);

    ProvisionerException refusal = refused(without("subnetIds"), desired);

    assertEquals(ErrorType.USER, refusal.code().type());
    assertTrue(
        refusal.nextStep().contains("provisioners.aws.accounts.kit.regions.eu-central-1.subnetIds"),
        refusal::nextStep);
    assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
  }

  @Test
  void aKeyThatIsNotConfiguredIsNamed() {
    Map<String, Object> settings = new HashMap<>(SMALL);
    settings.put("customerKey", true);

    ProvisionerException refusal = refused(without("kmsKeyArn"), wanted(settings));

    assertTrue(
        refusal.nextStep().contains("provisioners.aws.accounts.kit.regions.eu-central-1.kmsKeyArn"),
        refusal::nextStep);
  }

  @Test
  void shardsAndParametersThatCanNotBeAreRefusedBeforeAnythingIsMade() {
    for (Map<String, Object> settings :
        List.<Map<String, Object>>of(
            Map.of("nodeType", "cache.t4g.small", "shards", 2L),
            Map.of("nodeType", "cache.t4g.small", "engine", "redis", "engineVersion", "5.0"),
            Map.of("nodeType", "cache.t4g.small", "engineVersion", "7.1"),
            Map.of("nodeType", "cache.t4g.small", "parameters", Map.of("timeout", 60L)))) {
      Desired desired = wanted(settings);
      ProvisionerException refusal =
          assertThrows(ProvisionerException.class, () -> caches.create(desired));
      assertEquals(ErrorType.USER, refusal.code().type());
      assertEquals(List.of(), behind.leftovers(desired.ref().uid()));
    }
  }

  /** Else the stand-in would let pass what AWS refuses. */
  @Test
  void theStandInHasNoUsersBeforeRedis6() {
    Desired desired = wanted(SMALL);
    caches.create(desired);
    String id = "old-" + desired.ref().uid();

    ElastiCacheException refusal =
        assertThrows(
            ElastiCacheException.class,
            () ->
                behind
                    .client()
                    .createReplicationGroup(
                        make ->
                            make.replicationGroupId(id)
                                .replicationGroupDescription(id)
                                .engine("redis")
                                .engineVersion("5.0.6")
                                .cacheNodeType("cache.t4g.small")
                                .userGroupIds("automat-" + desired.ref().uid())));

    assertEquals("InvalidParameterCombination", refusal.awsErrorDetails().errorCode());
  }

  private ProvisionerException refused(Map<String, Object> configuration, Desired desired) {
    try (Provisioner other = open(configuration)) {
      return assertThrows(ProvisionerException.class, () -> caches(other).create(desired));
    }
  }

  @SuppressWarnings("unchecked") // The configuration is made of maps.
  private Map<String, Object> without(String key) {
    Map<String, Object> configuration = new HashMap<>(account.configuration(aws.endpoint()));
    Map<String, Object> kit =
        new HashMap<>(
            ((Map<String, Map<String, Object>>) configuration.get("accounts")).get("kit"));
    Map<String, Object> region =
        new HashMap<>(((Map<String, Map<String, Object>>) kit.get("regions")).get("eu-central-1"));
    region.remove(key);
    kit.put("regions", Map.of("eu-central-1", region));
    configuration.put("accounts", Map.of("kit", kit));
    return configuration;
  }

  @Test
  void aHundredAreListedWithTwoCalls() {
    List<Desired> some = List.of(wanted(SMALL), wanted(SMALL), wanted(SMALL));
    some.forEach(caches::create);
    aws.hostile().calls().reset();

    ListPage page = caches.list(account.scope(), Optional.empty());

    assertEquals(1, aws.hostile().calls().of("elasticache", "DescribeReplicationGroups"));
    assertEquals(2, aws.hostile().calls().total());
    for (Desired each : some) {
      assertTrue(
          page.items().stream()
              .anyMatch(
                  listed ->
                      listed.externalName().equals(each.ref().externalName())
                          && listed.uid().equals(Optional.of(each.ref().uid()))
                          && listed.observed().tags().equals(each.tags())));
    }
  }

  /** As far as a first call gets while AWS takes its time. */
  private void makeUserGroup(Desired desired) {
    caches.create(desired);
    clock.skip(Duration.ofMinutes(1));
  }

  private void awaitState(ResourceRef ref, State state) {
    for (int look = 0; look < PATIENCE; look++) {
      if (present(ref).state() == state) {
        return;
      }
      clock.skip(A_WHILE);
    }
    throw new AssertionError("never " + state + ": " + present(ref));
  }

  private Present present(ResourceRef ref) {
    Observation observed = caches.observe(ref);
    return assertInstanceOf(Present.class, observed);
  }

  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (ProvisionerException expected) {
      assertFalse(expected.nextStep().isBlank());
    }
  }

  private Desired wanted(Map<String, Object> settings) {
    String uid =
        "%020d"
            .formatted(serial.incrementAndGet())
            .replace('0', 'q')
            .replace('1', 'r')
            .replace('8', 's')
            .replace('9', 't');
    ResourceRef ref =
        new ResourceRef(
            "aws/elasticache-redis", uid, "orders-" + uid, account.scope(), Optional.empty());
    Map<String, String> tags = new HashMap<>(OwnershipTags.of(ref));
    tags.put("team", "payments");
    return new Desired(ref, settings, tags, Optional.empty(), uid + "/create");
  }

  private static Desired with(Desired desired, Map<String, Object> settings) {
    return new Desired(desired.ref(), settings, desired.tags(), desired.credentials(), "change");
  }
}
