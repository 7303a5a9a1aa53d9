package dev.automat.provisioner.gcp.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriberGrpc;
import dev.automat.provisioner.gcp.GcpPlugin;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorType;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Absent;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.testkit.gcp.FakePubSub;
import dev.automat.testkit.gcp.PubSubConsole;
import dev.automat.testkit.wire.Fault;
import dev.automat.testkit.wire.WireFaults;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a queue on Pub/Sub, beyond what every type has to keep. */
class PubSubLifeIT {

  private static final String UID = "abcdefghijklmnopqrst";
  private static final String ADA = "serviceAccount:ada@acme-data.iam.gserviceaccount.com";

  @TempDir private static Path directory;

  private final SkippingClock clock = new SkippingClock();
  private final FakePubSub fake = FakePubSub.start(clock, 7);
  private final PubSubConsole console = fake.console();
  private final ManagedChannel channel = PubSubHarness.channel(fake.wire().endpoint());
  private final Scope scope = new Scope("data", PubSubHarness.REGION, "installation");
  private final ResourceRef ref = ref("orders", scope);
  private final QueueNames names = PubSubHarness.names(ref);
  private Provisioner opened;

  @BeforeEach
  void open() {
    opened = open(PubSubHarness.configuration(fake.wire().endpoint()));
  }

  private static Provisioner open(Map<String, Object> configuration) {
    return new GcpPlugin()
        .open(new PluginContext("installation", configuration, directory, new SkippingClock()));
  }

  @AfterEach
  void close() throws Exception {
    opened.close();
    channel.shutdownNow();
    fake.close();
    assertEquals(List.of(), fake.wire().ownFailures());
  }

  private static ResourceRef ref(String name, Scope scope) {
    return new ResourceRef("gcp/pubsub", UID, name + "-" + UID, scope, Optional.empty());
  }

  private ResourceType type() {
    return opened.types().get("gcp/pubsub");
  }

  private Desired desired(Map<String, Object> settings) {
    return desired(ref, settings);
  }

  private static Desired desired(ResourceRef ref, Map<String, Object> settings) {
    Map<String, String> tags = new LinkedHashMap<>(OwnershipTags.of(ref));
    tags.put("team", "shop");
    return new Desired(ref, settings, tags, Optional.empty(), UID + "-create-1");
  }

  private Present present() {
    return assertInstanceOf(Present.class, type().observe(ref));
  }

  private Present made(Map<String, Object> settings) {
    return assertInstanceOf(Outcome.Finished.class, type().create(desired(settings))).observed();
  }

  private static Grant grant(String binding, Access access, String member) {
    return new Grant(new GrantId(binding, 1), "checkout", access, new Grant.Principal(member));
  }

  private BindingTarget target() {
    return new BindingTarget(ref, present().outputs(), Optional.empty());
  }

  private Set<String> members(String resource, String role) {
    return new Members(console.policy(resource), role).all();
  }

  @Test
  void whatFailsTooOftenIsKeptWhereDeadLettersAreReadByGooglesOwnClient() throws Exception {
    Map<String, Object> outputs = made(Map.of(Keys.MAX_ATTEMPTS, 5L)).outputs();
    Publisher publisher =
        Publisher.newBuilder(outputs.get(Keys.TOPIC).toString())
            .setChannelProvider(
                FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
            .setCredentialsProvider(NoCredentialsProvider.create())
            .build();
    publisher
        .publish(PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8("poison")).build())
        .get(2, TimeUnit.MINUTES);
    publisher.shutdown();
    QueueApplication worker = application(outputs.get(Keys.SUBSCRIPTION).toString());
    for (int attempt = 1; attempt <= 5; attempt++) {
      List<ReceivedMessage> got = worker.received();
      assertEquals(attempt, got.getFirst().getDeliveryAttempt());
      worker.putBack(List.of(got.getFirst().getAckId()));
    }
    assertEquals(List.of(), worker.received());
    ReceivedMessage dead =
        application(outputs.get(Keys.DEAD_LETTER_SUBSCRIPTION).toString()).received().getFirst();
    assertEquals("poison", dead.getMessage().getData().toStringUtf8());
  }

  /** With nobody's name, it may do everything. */
  private QueueApplication application(String subscription) {
    return new QueueApplication(
        PublisherGrpc.newBlockingStub(channel),
        SubscriberGrpc.newBlockingStub(channel),
        names.topic(),
        subscription);
  }

  @Test
  void neverExpiresStaysInItsRegionAndIsEncryptedWithTheKeyOfTheRegion() {
    Present shown = made(Map.of());
    assertEquals(0L, shown.settings().get(Keys.EXPIRES));
    assertEquals(true, shown.settings().get(Keys.STORED_IN_REGION));
    assertEquals(PubSubHarness.KEY, shown.settings().get(Keys.KMS_KEY));
    assertEquals(
        List.of(true, true),
        console.subscriptions().stream()
            .map(each -> each.hasExpirationPolicy() && !each.getExpirationPolicy().hasTtl())
            .toList());
    assertEquals(
        "http://127.0.0.1:%d/v1/projects/acme-data/topics/orders-%s"
            .formatted(fake.wire().endpoint().getPort(), UID),
        shown.outputs().get(Keys.URL));
  }

  /** Whichever call it is that dies, the engine's next looks see it through. */
  @Test
  void whateverCallIsLostTheRestIsMadeAndNothingIsLeft() {
    int calls = 0;
    for (boolean lost = true; lost; calls++) {
      int which = calls;
      AtomicInteger seen = new AtomicInteger();
      fake.wire()
          .order(
              which % 2 == 0 ? Fault.DROPPED_AFTER : Fault.FAILS_BEFORE,
              1,
              call -> seen.getAndIncrement() == which);
      lost = false;
      try {
        type().create(desired(Map.of()));
      } catch (ProvisionerException failure) {
        assertEquals(ErrorType.EXTERNAL, failure.code().type());
        lost = true;
      }
      fake.wire().restore();
      settled();
      assertEquals(Set.of(FakePubSub.SERVICE_AGENT), members(names.deadTopic(), Members.PUBLISHER));
      assertEquals(
          Set.of(FakePubSub.SERVICE_AGENT), members(names.subscription(), Members.SUBSCRIBER));
      type().delete(ref);
      assertInstanceOf(Absent.class, type().observe(ref));
      assertEquals(List.of(), PubSubHarness.leftovers(QueueConsole.of(console), UID));
    }
    assertTrue(calls > 10, "each call of a creation was lost once: " + calls);
  }

  /** As the engine does it: makes what is absent, updates what lacks a tag. */
  private void settled() {
    Desired desired = desired(Map.of());
    for (int looks = 0; looks < 10; looks++) {
      switch (type().observe(ref)) {
        case Absent() -> type().create(desired);
        case Present present when present.tags().equals(desired.tags()) -> {
          return;
        }
        case Present present -> type().update(desired, present);
        case Observation.Foreign foreign -> throw new AssertionError(foreign.message());
      }
    }
    throw new AssertionError("not complete: " + present());
  }

  @Test
  void whatSomebodyDeletedIsSeenAndMadeAnew() {
    Present before = made(Map.of());
    for (Runnable deed :
        List.<Runnable>of(
            () -> console.uprootTopic(names.topic()),
            () -> console.uprootTopic(names.deadTopic()),
            () -> console.uprootSubscription(names.subscription()),
            () -> console.uprootSubscription(names.deadSubscription()))) {
      deed.run();
      Present broken = present();
      assertFalse(broken.message().isEmpty(), "it says what is missing");
      assertEquals(Map.of(), broken.tags(), "so that the engine asks for an update");
      settled();
      assertEquals(before, present());
      assertEquals(
          names.topic(), console.subscription(names.subscription()).orElseThrow().getTopic());
    }
    console.uprootTopic(names.topic());
    console.uprootTopic(names.deadTopic());
    assertEquals(1, type().list(scope, Optional.empty()).items().size(), "the rest is no leak");
    type().delete(ref);
    assertEquals(List.of(), PubSubHarness.leftovers(QueueConsole.of(console), UID));
  }

  @Test
  void aQueueOfThatNameThatIsSomebodyElsesInPartIsLeftAlone() {
    made(Map.of());
    console.editTopic(
        names.deadTopic(), topic -> topic.putLabels(OwnershipTags.INSTALLATION, "another"));
    assertInstanceOf(Observation.Foreign.class, type().observe(ref));
    assertThrows(ProvisionerException.class, () -> type().delete(ref));
    assertEquals(4, PubSubHarness.leftovers(QueueConsole.of(console), UID).size());
  }

  @Test
  void othersStayInThePoliciesAndAnEditAtTheSameTimeIsNotLost() {
    made(Map.of());
    String bob = "user:bob@example.com";
    console.grant(names.topic(), Members.PUBLISHER, bob);
    AtomicInteger writes = new AtomicInteger();
    fake.wire()
        .order(
            Fault.THROTTLED,
            1,
            call -> {
              if (call.is("IAMPolicy.SetIamPolicy") && writes.getAndIncrement() == 0) {
                console.grant(names.subscription(), Members.SUBSCRIBER, bob);
              }
              return false;
            });
    QueueGrants grants = (QueueGrants) type().bindable().orElseThrow();
    grants.bind(target(), grant("aaaaaa", Access.READWRITE, ADA));
    assertEquals(Set.of(ADA, bob), members(names.topic(), Members.PUBLISHER));
    assertEquals(
        Set.of(ADA, bob, FakePubSub.SERVICE_AGENT),
        members(names.subscription(), Members.SUBSCRIBER));
    grants.unbind(target(), new GrantId("aaaaaa", 1));
    assertEquals(Set.of(bob), members(names.topic(), Members.PUBLISHER));
    assertEquals(
        Set.of(bob, FakePubSub.SERVICE_AGENT), members(names.subscription(), Members.SUBSCRIBER));
  }

  @Test
  void aPrincipalWithTwoGrantsKeepsWhatTheOtherOneGives() {
    made(Map.of());
    QueueGrants grants = (QueueGrants) type().bindable().orElseThrow();
    grants.bind(target(), grant("aaaaaa", Access.READWRITE, ADA));
    grants.bind(
        target(),
        grant("bbbbbb", Access.READ, "serviceAccount:Ada@acme-data.iam.gserviceaccount.com"));
    grants.unbind(target(), new GrantId("aaaaaa", 1));
    assertEquals(Set.of(), members(names.topic(), Members.PUBLISHER));
    assertTrue(members(names.subscription(), Members.SUBSCRIBER).contains(ADA));
    grants.unbind(target(), new GrantId("bbbbbb", 1));
    assertEquals(Set.of(), members(names.subscription(), Members.VIEWER));
    assertEquals(Set.of(), grants.grants(target()));
  }

  @Test
  void whatACrashLeavesOfAGrantIsFoundByAnUnbinding() {
    made(Map.of());
    QueueGrants grants = (QueueGrants) type().bindable().orElseThrow();
    fake.wire().order(Fault.FAILS_BEFORE, 1, call -> call.is("IAMPolicy.SetIamPolicy"));
    BindingTarget target = target();
    Grant half = grant("aaaaaa", Access.READWRITE, ADA);
    assertThrows(ProvisionerException.class, () -> grants.bind(target, half));
    assertEquals(Set.of(half.id()), grants.grants(target));
    grants.unbind(target, half.id());
    assertEquals(Set.of(), grants.grants(target));
  }

  @Test
  void bindsNobodyWhomGoogleWouldNotKnowNorEverybody() {
    made(Map.of());
    QueueGrants grants = (QueueGrants) type().bindable().orElseThrow();
    BindingTarget target = target();
    for (String nobody : List.of("allUsers", "ada", "arn:aws:iam::123456789012:role/x")) {
      ProvisionerException refusal =
          assertThrows(
              ProvisionerException.class,
              () -> grants.bind(target, grant("aaaaaa", Access.READ, nobody)));
      assertEquals(ErrorType.USER, refusal.code().type());
      assertTrue(refusal.nextStep().contains("serviceAccount:"), refusal::nextStep);
    }
  }

  @Test
  void anUpdateKeepsTheLabelsOfGrants() {
    made(Map.of());
    QueueGrants grants = (QueueGrants) type().bindable().orElseThrow();
    grants.bind(target(), grant("aaaaaa", Access.READWRITE, ADA));
    Desired later = desired(Map.of(Keys.ACK_DEADLINE, 60L));
    type().update(later, present());
    assertEquals(Set.of(new GrantId("aaaaaa", 1)), grants.grants(target()));
    assertEquals(60L, present().settings().get(Keys.ACK_DEADLINE));
  }

  @Test
  void takesANameThatGoogleKeepsForItself() {
    ResourceRef reserved = ref("google-events", scope);
    type().create(desired(reserved, Map.of()));
    Present shown = assertInstanceOf(Present.class, type().observe(reserved));
    assertEquals("q-google-events-" + UID, shown.outputs().get(Keys.NAME));
    assertEquals(
        reserved.externalName(),
        type().list(scope, Optional.empty()).items().getFirst().externalName());
  }

  @Test
  void makesNothingWithoutTheNumberOfTheProject() {
    Map<String, Object> configuration =
        Map.of(
            "endpoints",
            Map.of("pubsub", fake.wire().endpoint().toString()),
            "accounts",
            Map.of(
                "data",
                Map.of(
                    "project",
                    PubSubHarness.PROJECT,
                    "regions",
                    Map.of(scope.region(), Map.of()))));
    try (Provisioner without = open(configuration)) {
      ProvisionerException refusal =
          assertThrows(
              ProvisionerException.class,
              () -> without.types().get("gcp/pubsub").create(desired(Map.of())));
      assertEquals(ErrorType.USER, refusal.code().type());
      assertTrue(
          refusal.nextStep().contains("provisioners.gcp.accounts.data.projectNumber"),
          refusal::nextStep);
    }
    assertEquals(List.of(), console.topics());
  }

  @Test
  void aProjectThatIsNotFoundIsNoAbsence() {
    Map<String, Object> configuration =
        Map.of(
            "endpoints",
            Map.of("pubsub", fake.wire().endpoint().toString()),
            "accounts",
            Map.of(
                "data",
                Map.of(
                    "project",
                    FakePubSub.NO_PROJECT + "project",
                    "regions",
                    Map.of(scope.region(), Map.of()))));
    try (Provisioner elsewhere = open(configuration)) {
      ResourceType type = elsewhere.types().get("gcp/pubsub");
      assertThrows(ProvisionerException.class, () -> type.observe(ref));
      assertThrows(ProvisionerException.class, () -> type.list(scope, Optional.empty()));
    }
  }

  @Test
  void aSweepIsTwoCallsAndShowsOnlyItsRegion() {
    made(Map.of());
    Scope elsewhere = new Scope("data", "us-east1", "installation");
    type().create(desired(ref("other", elsewhere), Map.of()));
    Map<String, Long> before = fake.wire().calls();
    assertEquals(
        List.of(ref.externalName()),
        type().list(scope, Optional.empty()).items().stream()
            .map(item -> item.externalName())
            .toList());
    Map<String, Long> after = new LinkedHashMap<>(fake.wire().calls());
    before.forEach((method, count) -> after.merge(method, -count, Long::sum));
    after.values().removeIf(count -> count == 0);
    assertEquals(Map.of("Publisher.ListTopics", 1L, "Subscriber.ListSubscriptions", 1L), after);
  }

  @Test
  void tellsGooglesOwnWordsAndHowLongToWait() {
    ProvisionerException refusal =
        assertThrows(
            ProvisionerException.class,
            () -> type().create(desired(Map.of(Keys.MIN_BACKOFF, 60L, Keys.MAX_BACKOFF, 20L))));
    assertEquals(ErrorType.USER, refusal.code().type());
    assertTrue(
        refusal.getMessage().contains(": The minimum backoff must not exceed"), refusal::toString);
    fake.wire().order(Fault.THROTTLED, 1, call -> true);
    ProvisionerException slow = assertThrows(ProvisionerException.class, () -> type().observe(ref));
    assertEquals(ErrorType.THROTTLED, slow.code().type());
    assertEquals(Optional.of(Duration.ofSeconds(1)), slow.retryAfter());
  }

  /** Reads that lag and calls that fail: the engine's patience is enough. */
  @Test
  void comesThroughABadWeek() {
    fake.wire().become(WireFaults.ROUGH.with(Fault.LATE_EFFECT, 0));
    Desired desired = desired(Map.of());
    for (int looks = 0; looks < 60 && !isDone(desired); looks++) {
      clock.skip(Duration.ofSeconds(5));
    }
    fake.wire().become(WireFaults.NONE);
    settled();
    assertTrue(fake.wire().faulty() > 0, "something went wrong on the way");
    assertEquals(4, PubSubHarness.leftovers(QueueConsole.of(console), UID).size());
    assertEquals(desired.tags(), present().tags());
  }

  private boolean isDone(Desired desired) {
    try {
      return type().observe(ref) instanceof Present present
          ? type().update(desired, present) instanceof Outcome.Finished
          : type().create(desired) instanceof Outcome.Finished;
    } catch (ProvisionerException failure) {
      assertFalse(failure.code().type() == ErrorType.INTERNAL, failure::toString);
      return false;
    }
  }
}
