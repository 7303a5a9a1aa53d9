package dev.automat.provisioner.gcp.pubsub;

import com.google.pubsub.v1.MessageStoragePolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.automat.provisioner.gcp.GcpPlugin;
import dev.automat.provisioner.gcp.SkippingClock;
import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.PluginContext;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.testkit.Application;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.Disruption;
import dev.automat.testkit.LogCapture;
import dev.automat.testkit.OneType;
import dev.automat.testkit.gcp.FakePubSub;
import dev.automat.testkit.gcp.HostileGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Leads the conformance kit to the type, against a stand-in. Time is skipped, not waited for. */
final class PubSubHarness implements ConformanceHarness {

  static final String PROJECT = "acme-data";
  static final String REGION = "europe-west3";
  static final String KEY =
      "projects/acme-data/locations/europe-west3/keyRings/data/cryptoKeys/queues";
  private static final String INSTALLATION = "kitkitkitkitkitkitki";

  private final SkippingClock clock;
  private final PubSubStandIn cloud;
  private final QueueConsole console;
  private final LogCapture log = new LogCapture("dev.automat", "com.google", "io.grpc");
  private final ManagedChannel channel;
  private final PluginContext context;
  private final List<QueueNames> planted = new ArrayList<>();

  PubSubHarness(Path directory, Function<SkippingClock, PubSubStandIn> starting) {
    this.clock = new SkippingClock();
    this.cloud = starting.apply(clock);
    this.console = cloud.console();
    this.channel = channel(cloud.endpoint());
    this.context =
        new PluginContext(INSTALLATION, configuration(cloud.endpoint()), directory, clock);
  }

  static Map<String, Object> configuration(URI endpoint) {
    return Map.of(
        "endpoints",
        Map.of("pubsub", endpoint.toString()),
        "accounts",
        Map.of(
            "data",
            Map.of(
                "project",
                PROJECT,
                "projectNumber",
                FakePubSub.PROJECT_NUMBER,
                "regions",
                Map.of(REGION, Map.of("kmsKeyName", KEY), "us-east1", Map.of()))));
  }

  static ManagedChannel channel(URI endpoint) {
    return Grpc.newChannelBuilderForAddress(
            endpoint.getHost(), endpoint.getPort(), InsecureChannelCredentials.create())
        .build();
  }

  static QueueNames names(ResourceRef ref) {
    return new QueueNames(PROJECT, ref.externalName());
  }

  @Override
  public ProvisionerPlugin plugin() {
    GcpPlugin plugin = new GcpPlugin();
    return new OneType(plugin, cloud.known(), plugin::open, whole -> whole);
  }

  @Override
  public PluginContext context() {
    return context;
  }

  @Override
  public Scope scope(String type) {
    return new Scope("data", REGION, INSTALLATION);
  }

  @Override
  public Map<String, Object> sampleSettings(String type) {
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put(Keys.ACK_DEADLINE, 30L);
    sample.put(Keys.RETENTION, 345_600L);
    sample.put(Keys.RETAIN_ACKED, false);
    sample.put(Keys.ORDERED, false);
    sample.put(Keys.EXACTLY_ONCE, false);
    sample.put(Keys.MAX_ATTEMPTS, 20L);
    sample.put(Keys.DEAD_LETTER_RETENTION, 259_200L);
    sample.put(Keys.MIN_BACKOFF, 10L);
    sample.put(Keys.MAX_BACKOFF, 300L);
    sample.put(Keys.EXPIRES, 0L);
    sample.put(Keys.STORED_IN_REGION, true);
    sample.put(Keys.KMS_KEY, KEY);
    sample.put(Keys.CUSTOMER_KEY, true);
    return sample;
  }

  @Override
  public Map<String, Object> changedSettings(String type) {
    Map<String, Object> changed = new LinkedHashMap<>();
    changed.put(Keys.ACK_DEADLINE, 60L);
    changed.put(Keys.RETENTION, 86_400L);
    changed.put(Keys.RETAIN_ACKED, true);
    changed.put(Keys.EXACTLY_ONCE, true);
    changed.put(Keys.MAX_ATTEMPTS, 30L);
    changed.put(Keys.DEAD_LETTER_RETENTION, 604_800L);
    changed.put(Keys.MIN_BACKOFF, 20L);
    changed.put(Keys.MAX_BACKOFF, 600L);
    changed.put(Keys.EXPIRES, 90L);
    changed.put(Keys.STORED_IN_REGION, false);
    changed.put(Keys.KMS_KEY, KEY + "-2");
    changed.keySet().removeIf(key -> cloud.known().changeOf(key) == Change.REPLACE);
    return changed;
  }

  /** As a person does it at the console, on topic and subscription. */
  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    QueueNames names = names(ref);
    switch (key) {
      case Keys.STORED_IN_REGION -> {
        MessageStoragePolicy.Builder policy = MessageStoragePolicy.newBuilder();
        if (value.equals(true)) {
          policy.addAllowedPersistenceRegions(REGION);
        }
        console.editTopic(names.topic(), topic -> topic.setMessageStoragePolicy(policy));
      }
      case Keys.KMS_KEY ->
          Stream.of(names.topic(), names.deadTopic())
              .forEach(
                  each -> console.editTopic(each, topic -> topic.setKmsKeyName(value.toString())));
      case Keys.DEAD_LETTER_RETENTION ->
          console.editSubscription(
              names.deadSubscription(),
              subscription -> SubscriptionSetting.RETENTION.write().accept(subscription, value));
      default ->
          console.editSubscription(
              names.subscription(),
              subscription ->
                  SubscriptionSetting.ALL.stream()
                      .filter(setting -> setting.key().equals(key))
                      .forEach(setting -> setting.write().accept(subscription, value)));
    }
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    QueueNames names = names(ref);
    for (String each : List.of(names.topic(), names.deadTopic())) {
      console.editTopic(each, topic -> topic.clearLabels().putAllLabels(tags));
    }
    for (String each : List.of(names.subscription(), names.deadSubscription())) {
      console.editSubscription(each, one -> one.clearLabels().putAllLabels(tags));
    }
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    QueueNames names = names(inItsWay.ref());
    console.plant(Topic.newBuilder().setName(names.topic()).putAllLabels(tags).build());
    console.plant(
        Subscription.newBuilder()
            .setName(names.subscription())
            .setTopic(names.topic())
            .putAllLabels(tags)
            .build());
    planted.add(names);
    return inItsWay.ref();
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    return parts(ref).map(name -> shown(name) + console.policy(name)).toList().toString();
  }

  /** Without the etags of policies, and the order of those in them. */
  @Override
  public String likeness(ResourceRef ref) {
    return parts(ref)
        .map(
            name -> {
              TreeSet<String> members = new TreeSet<>();
              console
                  .policy(name)
                  .getBindingsList()
                  .forEach(
                      binding ->
                          binding
                              .getMembersList()
                              .forEach(member -> members.add(binding.getRole() + " " + member)));
              return shown(name) + members;
            })
        .toList()
        .toString();
  }

  private Stream<String> parts(ResourceRef ref) {
    return names(ref).all().stream().filter(name -> !shown(name).isEmpty());
  }

  private String shown(String name) {
    return console.topic(name).map(Topic::toString).orElse("")
        + console.subscription(name).map(Subscription::toString).orElse("");
  }

  @Override
  public List<String> leftovers(String uid) {
    return leftovers(console, uid);
  }

  static List<String> leftovers(QueueConsole console, String uid) {
    return Stream.concat(
            console.topics().stream()
                .filter(topic -> topic.toString().contains(uid))
                .map(Topic::getName),
            console.subscriptions().stream()
                .filter(subscription -> subscription.toString().contains(uid))
                .map(Subscription::getName))
        .toList();
  }

  @Override
  public Optional<String> unableToSignIn() {
    return cloud.unable();
  }

  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    return QueueApplication.signIn(channel, connection);
  }

  @Override
  public String principal(GrantId grant) {
    return "serviceAccount:kit-%s-%d@acme-data.iam.gserviceaccount.com"
        .formatted(grant.binding(), grant.version());
  }

  @Override
  public boolean reopen(ResourceRef ref) {
    String subscription = names(ref).subscription();
    console.policy(subscription).getBindingsList().stream()
        .filter(binding -> binding.getRole().equals(Members.VIEWER))
        .flatMap(binding -> binding.getMembersList().stream())
        .forEach(member -> console.grant(subscription, Members.SUBSCRIBER, member));
    return true;
  }

  @Override
  public void disrupt(Disruption disruption) {
    cloud.wire().orElseThrow().disrupt(disruption);
  }

  @Override
  public Optional<String> unable(Disruption disruption) {
    return cloud.unable();
  }

  @Override
  public void restore() {
    cloud.wire().ifPresent(HostileGrpc::restore);
    for (QueueNames each : planted) {
      console.uprootSubscription(each.subscription());
      console.uprootTopic(each.topic());
    }
    planted.clear();
  }

  @Override
  public List<String> logged() {
    return log.lines();
  }

  @Override
  public void letTimePass(Duration duration) {
    clock.skip(duration);
  }

  @Override
  public void close() {
    log.close();
    channel.shutdownNow();
    cloud.close();
    List<String> failures = cloud.wire().map(HostileGrpc::ownFailures).orElse(List.of());
    if (!failures.isEmpty()) {
      throw new IllegalStateException("the fake itself failed: " + failures);
    }
  }
}
