package dev.automat.provisioner.gcp.pubsub;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.testkit.gcp.HostileGrpc;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/**
 * Google's own fake of Pub/Sub, of their client for Go, in the program of {@code
 * provisioners/testkit/pstest}. A person behind the plugin's back goes through its API.
 */
final class Pstest implements PubSubStandIn, QueueConsole {

  /** Names the program, or says {@code none} and why. */
  private static final String SETTING = "AUTOMAT_PSTEST";

  private static final Path BUILT = Path.of("../../target/tools/pstest/pstest");

  private final Process process;
  private final URI endpoint;
  private final ManagedChannel channel;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;

  private Pstest(Process process, URI endpoint) throws IOException {
    this.process = process;
    this.endpoint = endpoint;
    this.channel = PubSubHarness.channel(endpoint);
    FixedTransportChannelProvider way =
        FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
    this.topics =
        TopicAdminClient.create(
            TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(way)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
    this.subscriptions =
        SubscriptionAdminClient.create(
            SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(way)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
  }

  /** Skips the test if the program was not built. */
  static void assumeBuilt() {
    Assumptions.assumeTrue(
        program().isPresent(),
        "Google's own fake of Pub/Sub (pstest) was not built, which takes Go: ./automat test builds"
            + " it");
  }

  private static Optional<Path> program() {
    String set = System.getenv().getOrDefault(SETTING, "");
    return Optional.of(set.isEmpty() ? BUILT : Path.of(set))
        .filter(path -> !set.startsWith("none") && Files.isExecutable(path));
  }

  /** Starts one; it ends with this process, whose end closes its standard input. */
  static Pstest start() {
    try {
      Process process =
          new ProcessBuilder(program().orElseThrow().toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
        String address = Optional.ofNullable(said.readLine()).orElse("");
        return new Pstest(
            process, URI.create("http://" + address.replace("localhost", "127.0.0.1")));
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public QueueConsole console() {
    return this;
  }

  @Override
  public Optional<HostileGrpc> wire() {
    return Optional.empty();
  }

  @Override
  public Optional<String> unable() {
    return Optional.of(
        "Google's own fake has no IAM and no bad days: PubSubConformanceIT has both, against ours");
  }

  /** It changes no key, and is not asked to. */
  @Override
  public TypeDescriptor known() {
    TypeDescriptor full = PubSubDescriptor.DESCRIPTOR;
    Map<String, Change> changes = new HashMap<>(full.changes());
    changes.put(Keys.KMS_KEY, Change.REPLACE);
    return new TypeDescriptor(
        full.type(),
        full.settingsSchema(),
        changes,
        full.naming(),
        full.listDepth(),
        full.credentials(),
        full.outputs(),
        full.settleTime(),
        full.typicalCreate(),
        full.rateLimit(),
        full.bindings(),
        full.abilities(),
        full.tagRules(),
        full.copySetting());
  }

  @Override
  public List<Topic> topics() {
    return List.copyOf(all(topics.listTopics("projects/" + PubSubHarness.PROJECT).iterateAll()));
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.copyOf(
        all(subscriptions.listSubscriptions("projects/" + PubSubHarness.PROJECT).iterateAll()));
  }

  private static <T> List<T> all(Iterable<T> each) {
    List<T> all = new ArrayList<>();
    each.forEach(all::add);
    return all;
  }

  @Override
  public Optional<Topic> topic(String name) {
    return name.contains("/topics/") ? ifThere(() -> topics.getTopic(name)) : Optional.empty();
  }

  @Override
  public Optional<Subscription> subscription(String name) {
    return name.contains("/subscriptions/")
        ? ifThere(() -> subscriptions.getSubscription(name))
        : Optional.empty();
  }

  private static <T> Optional<T> ifThere(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (NotFoundException gone) {
      return Optional.empty();
    }
  }

  @Override
  public Policy policy(String name) {
    return topics.getIamPolicy(GetIamPolicyRequest.newBuilder().setResource(name).build());
  }

  @Override
  public void grant(String name, String role, String member) {
    Policy.Builder policy = policy(name).toBuilder();
    policy.addBindingsBuilder().setRole(role).addMembers(member);
    topics.setIamPolicy(
        SetIamPolicyRequest.newBuilder().setResource(name).setPolicy(policy).build());
  }

  @Override
  public void editTopic(String name, Consumer<Topic.Builder> change) {
    Topic before = topics.getTopic(name);
    Topic.Builder after = before.toBuilder();
    change.accept(after);
    topics.updateTopic(after.build(), difference(before, after.build()));
  }

  @Override
  public void editSubscription(String name, Consumer<Subscription.Builder> change) {
    Subscription before = subscriptions.getSubscription(name);
    Subscription.Builder after = before.toBuilder();
    change.accept(after);
    subscriptions.updateSubscription(after.build(), difference(before, after.build()));
  }

  private static FieldMask difference(Message before, Message after) {
    return FieldMask.newBuilder()
        .addAllPaths(
            before.getDescriptorForType().getFields().stream()
                .filter(field -> !before.getField(field).equals(after.getField(field)))
                .map(FieldDescriptor::getName)
                .toList())
        .build();
  }

  @Override
  public void plant(Topic topic) {
    topics.createTopic(topic);
  }

  @Override
  public void plant(Subscription subscription) {
    subscriptions.createSubscription(subscription);
  }

  @Override
  public void uprootTopic(String name) {
    if (topic(name).isPresent()) {
      topics.deleteTopic(name);
    }
  }

  @Override
  public void uprootSubscription(String name) {
    if (subscription(name).isPresent()) {
      subscriptions.deleteSubscription(name);
    }
  }

  @Override
  public void close() {
    topics.close();
    subscriptions.close();
    channel.shutdownNow();
    process.destroy();
  }
}
