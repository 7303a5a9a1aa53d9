package dev.automat.provisioner.gcp.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.Instance.ConnectMode;
import com.google.cloud.redis.v1.Instance.SuspensionReason;
import com.google.cloud.redis.v1.Instance.TransitEncryptionMode;
import com.google.rpc.Code;
import dev.automat.provisioner.gcp.GcpPlugin;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.testkit.Application;
import dev.automat.testkit.gcp.CacheConsole;
import dev.automat.testkit.gcp.CacheTimings;
import dev.automat.testkit.gcp.FakeMemorystore;
import dev.automat.testkit.redis.RedisSession;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.WireFaults;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Caches on Memorystore through their lives, beside what the conformance kit asks of every type.
 */
final class MemorystoreLifeIT {

  private static final Scope SCOPE =
      new Scope("data", MemorystoreHarness.REGION, MemorystoreHarness.INSTALLATION);
  private static final Map<String, Object> SMALL =
      Map.of(Keys.TIER, "BASIC", Keys.MEMORY, 1L, Keys.ENGINE_VERSION, "7.0");

  private static final List<GrantId> TWO =
      List.of(new GrantId("aaaaaa", 1), new GrantId("bbbbbb", 1));

  @TempDir private Path directory;

  private final SkippingClock clock = new SkippingClock();
  private final FakeMemorystore fake = FakeMemorystore.start(clock, 7);
  private final CacheConsole console =
      fake.console(MemorystoreHarness.PROJECT, MemorystoreHarness.REGION);
  private Optional<Provisioner> opened = Optional.empty();

  @BeforeEach
  void open() {
    opened = Optional.of(provisioner());
  }

  @AfterEach
  void close() {
    opened.ifPresent(Provisioner::close);
    fake.close();
    assertEquals(List.of(), fake.wire().ownFailures());
  }

  private Provisioner provisioner() {
    return new GcpPlugin()
        .open(
            new PluginContext(
                MemorystoreHarness.INSTALLATION,
                MemorystoreHarness.configuration(fake),
                directory,
                clock));
  }

  private ResourceType type() {
    return type(opened.orElseThrow());
  }

  private static ResourceType type(Provisioner provisioner) {
    return Optional.ofNullable(provisioner.types().get("gcp/memorystore-redis")).orElseThrow();
  }

  @Test
  void whatIsNotSaidIsSafe() {
    Desired desired = wanted("safe", SMALL);
    type().create(desired);

    Instance made = console.instance(desired.ref().externalName()).orElseThrow();
    assertTrue(made.getAuthEnabled());
    assertEquals(TransitEncryptionMode.SERVER_AUTHENTICATION, made.getTransitEncryptionMode());
    assertEquals(ConnectMode.PRIVATE_SERVICE_ACCESS, made.getConnectMode());
    assertEquals(MemorystoreHarness.NETWORK, made.getAuthorizedNetwork());
    assertEquals(MemorystoreHarness.KEY, made.getCustomerManagedKey());
  }

  /** A binding is the way to it. */
  @Test
  void theAuthStringStandsInNothingThatIsShown() {
    Desired desired = wanted("shop", SMALL);
    type().create(desired);
    Present shown = present(desired.ref());
    Map<String, String> connection = type().connection(shown.outputs(), Optional.empty());

    String secret = console.authString(desired.ref().externalName());

    assertFalse(shown.toString().contains(secret) || connection.toString().contains(secret));
    assertEquals(Set.of(Keys.HOST, Keys.PORT, Keys.SERVER_CA), shown.outputs().keySet());
  }

  /** With what the binding says, and nothing else: no permission in the project. */
  @Test
  void anApplicationThatIsBoundSignsInAndFindsAChangedSecretAtTheNextAsk(@TempDir Path redis)
      throws IOException {
    Desired desired = wanted("shop", with(SMALL, Keys.TLS, false));
    type().create(desired);
    String name = desired.ref().externalName();
    try (CacheNodes nodes = CacheNodes.start(redis)) {
      nodes.ask(console.authString(name));
      console.serveFrom(name, "127.0.0.1", nodes.port());
      BindingTarget target = target(desired.ref());
      Map<String, String> first = bound(target, "aaaaaa");
      assertEquals(
          Set.of("host", "port", "username", "password", "uri", "type", "reachableFrom"),
          first.keySet());
      assertEquals(
          "redis://:%s@127.0.0.1:%d".formatted(first.get("password"), nodes.port()),
          first.get("uri"));
      signedInByUri(first);
      Application before = signedIn(first).orElseThrow();

      console.changeAuthString(name);
      nodes.ask(console.authString(name));

      assertTrue(before.works(), "who is in stays in");
      assertEquals(Optional.empty(), signedIn(first));
      signedIn(bound(target, "aaaaaa")).orElseThrow().close();
      before.close();
    }
  }

  /** Of Redis 5.0, which knows no users, and refuses whoever names one. */
  @Test
  void anApplicationOfTheOldestVersionSignsInByItsUri(@TempDir Path redis) throws IOException {
    Desired desired = wanted("old", with(with(SMALL, Keys.TLS, false), Keys.ENGINE_VERSION, "5.0"));
    type().create(desired);
    String name = desired.ref().externalName();
    try (ServerOfOneArgument server = ServerOfOneArgument.start(console.authString(name))) {
      console.serveFrom(name, "127.0.0.1", server.port());
      signedInByUri(bound(target(desired.ref()), "aaaaaa"));
    }
  }

  /** As clients do: AUTH has the user of the URI, if there is one, and the password. */
  private static void signedInByUri(Map<String, String> connection) throws IOException {
    URI uri = URI.create(connection.getOrDefault("uri", ""));
    String[] user = uri.getUserInfo().split(":", 2);
    try (RedisSession session = new RedisSession(uri.getPort())) {
      assertEquals(
          "OK",
          user[0].isEmpty()
              ? session.call("AUTH", user[1])
              : session.call("AUTH", user[0], user[1]));
    }
  }

  private BindingTarget target(ResourceRef ref) {
    return new BindingTarget(recorded(ref), present(ref).outputs(), Optional.empty());
  }

  private Bindable bindable() {
    return type().bindable().orElseThrow();
  }

  private Map<String, String> bound(BindingTarget target, String binding) {
    Grant grant =
        new Grant(
            new GrantId(binding, 1),
            "checkout",
            Access.READWRITE,
            new Grant.Shared(bindable().sharedSecret(target)));
    bindable().bind(target, grant);
    return bindable().connection(target.outputs(), grant);
  }

  private static Optional<Application> signedIn(Map<String, String> connection) {
    int port = Integer.parseInt(connection.getOrDefault("port", "0"));
    return CacheApplication.in(port, "", connection);
  }

  @Test
  void whoIsBoundStandsInLabelsBesideThoseOfOthers() {
    Desired desired = wanted("noted", SMALL);
    type().create(desired);
    String name = desired.ref().externalName();
    console.edit(name, instance -> instance.putLabels("theirs", "kept"));
    BindingTarget target = target(desired.ref());
    Map<String, String> connection = bound(target, "aaaaaa");
    bound(target, "bbbbbb");

    Map<String, String> labels = console.instance(name).orElseThrow().getLabelsMap();
    assertEquals("checkout", labels.get("automat-grant-aaaaaa-v1"));
    assertEquals("kept", labels.get("theirs"));
    assertEquals(
        Set.of(new GrantId("aaaaaa", 1), new GrantId("bbbbbb", 1)), bindable().grants(target));
    assertTrue(connection.getOrDefault("uri", "").startsWith("rediss://:"), "over TLS");
    assertTrue(connection.containsKey(Keys.SERVER_CA), "and what is to be trusted");

    bindable().unbind(target, new GrantId("aaaaaa", 1));
    assertEquals(Set.of(new GrantId("bbbbbb", 1)), bindable().grants(target));
    assertEquals(
        "kept", console.instance(name).orElseThrow().getLabelsMap().get("theirs"), "theirs stays");
    long updates = fake.wire().calls("CloudRedis.UpdateInstance");
    bindable().unbind(target, new GrantId("aaaaaa", 1));
    assertEquals(updates, fake.wire().calls("CloudRedis.UpdateInstance"), "once is enough");
  }

  @Test
  void withAuthOffThereIsNothingToGive() {
    Desired desired = wanted("open", with(SMALL, Keys.AUTH, false));
    type().create(desired);
    BindingTarget target = target(desired.ref());

    ProvisionerException refused =
        assertThrows(ProvisionerException.class, () -> bindable().sharedSecret(target));

    assertEquals(ErrorCode.INVALID_SETTINGS, refused.code());
    assertTrue(String.valueOf(refused.getMessage()).contains("AUTH off"), refused::toString);
    assertTrue(refused.nextStep().contains("switch AUTH on"), refused.nextStep());
    assertEquals(0, fake.wire().calls("CloudRedis.GetInstanceAuthString"));
  }

  /** Google does one thing at a time, and the engine asks again. */
  @Test
  void nobodyIsBoundWhileGoogleIsAtWork() {
    Desired desired = wanted("busy", SMALL);
    type().create(desired);
    BindingTarget target = target(desired.ref());
    fake.pace(CacheTimings.REAL);
    Desired larger = recorded(wanted(desired.ref(), with(SMALL, Keys.MEMORY, 2L)));
    type().update(larger, present(desired.ref()));

    ProvisionerException busy =
        assertThrows(ProvisionerException.class, () -> bound(target, "aaaaaa"));

    assertEquals("busy", busy.code().name());
    assertTrue(String.valueOf(busy.getMessage()).contains("update is under way"), busy::toString);
    fake.pace(CacheTimings.NONE);
    clock.skip(Duration.ofMinutes(5));
    bound(target, "aaaaaa");
    assertEquals(Set.of(new GrantId("aaaaaa", 1)), bindable().grants(target));
  }

  /** One after another, as the engine does: who does not stand is bound, and who can not, waits. */
  private void tendTwo(BindingTarget target) {
    Set<GrantId> standing = bindable().grants(target);
    for (GrantId grant : TWO) {
      if (!standing.contains(grant)) {
        try {
          bound(target, grant.binding());
        } catch (ProvisionerException waits) {
          assertEquals(ErrorType.EXTERNAL, waits.code().type(), waits::toString);
        }
      }
    }
  }

  @Test
  void ofTwoBindingsInOnePassTheSecondKeepsWhatTheFirstWroteDown() {
    Desired desired = wanted("noted", SMALL);
    type().create(desired);
    fake.pace(CacheTimings.REAL.perMille(50));

    tendTwo(target(desired.ref()));

    assertEquals(Set.copyOf(TWO), bindable().grants(target(desired.ref())));
  }

  /** The answer to the first was lost, and Google is at work on it: the second waits for it. */
  @Test
  void aSecondBindingWaitsForTheLabelsThatTheFirstHasBegunToChange() {
    Desired desired = wanted("noted", SMALL);
    type().create(desired);
    BindingTarget target = target(desired.ref());
    fake.pace(CacheTimings.REAL);
    fake.wire().order(Fault.DROPPED_AFTER, 1, call -> call.is("CloudRedis.UpdateInstance"));
    tendTwo(target);
    assertEquals(1, fake.wire().faulty());
    assertEquals(1, fake.wire().calls("CloudRedis.UpdateInstance"), "one change at a time");

    fake.pace(CacheTimings.NONE);
    clock.skip(Duration.ofMinutes(5));
    assertEquals(Set.of(new GrantId("aaaaaa", 1)), bindable().grants(target));
    tendTwo(target);

    assertEquals(Set.copyOf(TWO), bindable().grants(target));
  }

  /** Then the labels of the first are written over: the next pass sees that it does not stand. */
  @Test
  void aSecondBindingThatIsShownWhatStoodBeforeTheFirstCostsItNoMoreThanAPass() {
    Desired desired = wanted("noted", SMALL);
    type().create(desired);
    BindingTarget target = target(desired.ref());
    clock.skip(Duration.ofHours(1));
    fake.wire().become(WireFaults.NONE.stale(1, Duration.ofMinutes(5)));
    tendTwo(target);
    for (int pass = 0; pass < 2; pass++) {
      clock.skip(Duration.ofMinutes(10));
      tendTwo(target);
    }

    clock.skip(Duration.ofMinutes(10));
    assertEquals(Set.copyOf(TWO), bindable().grants(target));
  }

  /** A page of all operations at each look would go against the account's ceiling. */
  @Test
  void aChangeOfLabelsIsFollowedByItsName() {
    Desired desired = wanted("noted", SMALL);
    type().create(desired);
    BindingTarget target = target(desired.ref());
    fake.pace(CacheTimings.REAL.perMille(50));
    long lists = fake.wire().calls("Operations.ListOperations");

    bound(target, "aaaaaa");

    assertEquals(Set.of(new GrantId("aaaaaa", 1)), bindable().grants(target));
    assertEquals(1, fake.wire().calls("Operations.ListOperations") - lists, "before the change");
    assertTrue(fake.wire().calls("Operations.GetOperation") <= 3, "and few looks after it");
  }

  @Test
  void anOperationIsFollowedByNameFromWhicheverProcess() {
    fake.pace(CacheTimings.REAL);
    Desired desired = wanted("slow", SMALL);
    Outcome.Working working = assertInstanceOf(Outcome.Working.class, type().create(desired));
    assertTrue(
        working.step().contains("create is under way: operation operation-1"), working.step());

    try (Provisioner restarted = provisioner()) {
      Present seen = assertInstanceOf(Present.class, type(restarted).observe(desired.ref()));
      assertEquals(State.WORKING, seen.state());
      assertEquals(working.step(), seen.message());
      clock.skip(Duration.ofMinutes(7));
      assertEquals(
          State.AVAILABLE,
          assertInstanceOf(Present.class, type(restarted).observe(desired.ref())).state());
    }
  }

  @Test
  void anUpgradeIsItsOwnOrderAndTheRestFollows() {
    Desired desired = wanted("older", SMALL);
    type().create(desired);
    Map<String, Object> settings = with(with(SMALL, Keys.ENGINE_VERSION, "7.2"), Keys.MEMORY, 2L);
    Desired changed = recorded(wanted(desired.ref(), settings));

    type().update(changed, present(desired.ref()));
    assertEquals(1, fake.wire().calls("CloudRedis.UpgradeInstance"));
    assertEquals(0, fake.wire().calls("CloudRedis.UpdateInstance"));
    type().update(changed, present(desired.ref()));

    Present now = present(desired.ref());
    assertEquals("7.2", now.settings().get(Keys.ENGINE_VERSION));
    assertEquals(2L, now.settings().get(Keys.MEMORY));
    type().update(changed, now);
    assertEquals(1, fake.wire().calls("CloudRedis.UpdateInstance"), "what is as wanted stays");
  }

  @Test
  void nothingIsOrderedWhileGoogleIsAtWork() {
    Desired desired = wanted("busy", SMALL);
    type().create(desired);
    fake.pace(CacheTimings.REAL);
    Desired changed = recorded(wanted(desired.ref(), with(SMALL, Keys.MEMORY, 2L)));

    assertInstanceOf(Outcome.Working.class, type().update(changed, present(desired.ref())));
    assertInstanceOf(Outcome.Working.class, type().update(changed, present(desired.ref())));
    type().delete(changed.ref());

    assertEquals(1, fake.wire().calls("CloudRedis.UpdateInstance"));
    assertEquals(0, fake.wire().calls("CloudRedis.DeleteInstance"));
  }

  @Test
  void labelsOfOthersStay() {
    Desired desired = wanted("shared", SMALL);
    type().create(desired);
    console.edit(desired.ref().externalName(), instance -> instance.putLabels("theirs", "kept"));
    Map<String, String> tags = new HashMap<>(desired.tags());
    tags.put("team", "payments");

    type()
        .update(
            new Desired(recorded(desired.ref()), SMALL, tags, Optional.empty(), "t"),
            present(desired.ref()));

    Map<String, String> labels = present(desired.ref()).tags();
    assertEquals("kept", labels.get("theirs"));
    assertEquals("payments", labels.get("team"));
  }

  /** It leaves nothing behind but its operation, which is all that says why. */
  @Test
  void aCreationThatFailedInItsOperationIsToldOnceAndOrderedAgain() {
    Desired desired = wanted("unlucky", SMALL);
    fake.endCreation(desired.ref().externalName(), Code.RESOURCE_EXHAUSTED);
    fake.pace(CacheTimings.REAL);
    type().create(desired);
    clock.skip(Duration.ofMinutes(7));

    assertInstanceOf(Observation.Absent.class, type().observe(desired.ref()));
    ProvisionerException told =
        assertThrows(ProvisionerException.class, () -> type().create(desired));
    assertEquals("no-capacity", told.code().name());
    assertTrue(
        String.valueOf(told.getMessage()).contains("ordered to fail: RESOURCE_EXHAUSTED"),
        told::toString);
    assertEquals(1, fake.wire().calls("CloudRedis.CreateInstance"), "not before the pause");

    assertInstanceOf(Outcome.Working.class, type().create(desired));
    clock.skip(Duration.ofMinutes(7));
    assertEquals(State.AVAILABLE, present(desired.ref()).state());
  }

  @Test
  void whatGoogleSuspendedSaysWhy() {
    Desired desired = wanted("locked", SMALL);
    type().create(desired);
    console.edit(
        desired.ref().externalName(),
        instance -> instance.addSuspensionReasons(SuspensionReason.CUSTOMER_MANAGED_KEY_ISSUE));

    Present seen = present(desired.ref());

    assertEquals(State.FAILED, seen.state());
    assertTrue(seen.message().contains("CUSTOMER_MANAGED_KEY_ISSUE"), seen.message());
  }

  @Test
  void aKeyOfYourOwnThatIsNotThereStopsTheCreation() {
    Map<String, Object> regions = Map.of(MemorystoreHarness.REGION, Map.of());
    Map<String, Object> configuration =
        Map.of(
            "endpoints",
            Map.of("redis", fake.wire().endpoint().toString()),
            "accounts",
            Map.of("data", Map.of("project", MemorystoreHarness.PROJECT, "regions", regions)));
    try (Provisioner bare =
        new GcpPlugin()
            .open(
                new PluginContext(
                    MemorystoreHarness.INSTALLATION, configuration, directory, clock))) {
      ProvisionerException refused =
          assertThrows(
              ProvisionerException.class,
              () -> type(bare).create(wanted("keyless", with(SMALL, Keys.CUSTOMER_KEY, true))));
      assertEquals(ErrorCode.INVALID_SETTINGS, refused.code());
      assertTrue(refused.nextStep().contains("kmsKeyName"), refused.nextStep());
    }
  }

  @Test
  void whatGoogleRefusesIsSaidInItsWords() {
    ProvisionerException refused =
        assertThrows(
            ProvisionerException.class,
            () -> type().create(wanted("few", with(SMALL, Keys.READ_REPLICAS, 2L))));

    assertEquals(ErrorCode.INVALID_SETTINGS, refused.code());
    assertTrue(
        String.valueOf(refused.getMessage()).contains("read replicas need the tier STANDARD_HA"),
        refused.getMessage());
  }

  /** It failed after the effect, or its answer was lost: the repeat finds what stands. */
  @Test
  void anAnswerThatWasLostMakesNothingTwice() {
    Desired desired = wanted("once", SMALL);
    for (Fault fault : List.of(Fault.FAILS_AFTER, Fault.DROPPED_AFTER)) {
      fake.wire().order(fault, 1, call -> call.is("CloudRedis.CreateInstance"));
      try {
        type().create(desired);
      } catch (ProvisionerException lost) {
        assertEquals(ErrorCode.UNREACHABLE, lost.code());
      }
      assertInstanceOf(Outcome.Finished.class, type().create(desired));
      type()
          .delete(
              present(desired.ref()).cloudId().map(id -> recorded(desired.ref())).orElseThrow());
    }
    assertEquals(List.of(), console.instances());
  }

  /** A read from before the creation is no absence that anybody acts on. */
  @Test
  void aStaleReadAfterTheCreationIsWorkAndNoFailure() {
    fake.wire().become(WireFaults.NONE.stale(1.0, Duration.ofMinutes(1)));
    assertInstanceOf(Outcome.Working.class, type().create(wanted("stale", SMALL)));
  }

  private Present present(ResourceRef ref) {
    return assertInstanceOf(Present.class, type().observe(ref));
  }

  private ResourceRef recorded(ResourceRef ref) {
    return new ResourceRef(
        ref.type(), ref.uid(), ref.externalName(), ref.scope(), present(ref).cloudId());
  }

  private Desired recorded(Desired desired) {
    return new Desired(
        recorded(desired.ref()),
        desired.settings(),
        desired.tags(),
        Optional.empty(),
        desired.idempotencyToken());
  }

  private static Map<String, Object> with(Map<String, Object> settings, String key, Object value) {
    Map<String, Object> more = new HashMap<>(settings);
    more.put(key, value);
    return more;
  }

  private static Desired wanted(String name, Map<String, Object> settings) {
    String uid = "aaaaaaaaaaaaaaaaaaaa";
    return wanted(
        new ResourceRef(
            "gcp/memorystore-redis",
            uid,
            MemorystoreDescriptor.DESCRIPTOR.naming().externalName(name, uid),
            SCOPE,
            Optional.empty()),
        settings);
  }

  private static Desired wanted(ResourceRef ref, Map<String, Object> settings) {
    return new Desired(ref, settings, OwnershipTags.of(ref), Optional.empty(), ref.uid() + "/1");
  }
}
