package dev.automat.provisioner.local.queue;

import dev.automat.provisioner.local.CloudProxy;
import dev.automat.provisioner.local.CloudProxy.Way;
import dev.automat.provisioner.local.NamedAsByTheEngine;
import dev.automat.provisioner.local.Opened;
import dev.automat.spi.Desired;
import dev.automat.spi.PluginContext;
import dev.automat.spi.Provisioner;
import dev.automat.spi.ProvisionerPlugin;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.spi.TypeDescriptor;
import dev.automat.testkit.ConformanceHarness;
import dev.automat.testkit.Disruption;
import dev.automat.testkit.LogCapture;
import dev.automat.testkit.server.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leads the conformance kit to a real queue server, over a proxy: what is done behind the plugin's
 * back is done directly.
 */
final class QueueHarness implements ConformanceHarness {

  private static final String SLOWER =
      "{\"__type\":\"com.amazonaws.sqs#RequestThrottled\",\"message\":\"please, slower\"}";

  private static final String SLOW_DOWN =
      String.join(
          "\r\n",
          "HTTP/1.1 400 Bad Request",
          "Content-Type: application/x-amz-json-1.0",
          "x-amzn-RequestId: throttled-1",
          "Content-Length: " + SLOWER.length(),
          "Connection: close",
          "",
          SLOWER);

  /** Small, as each queue of a crowd that fills more than one costs its time. */
  private static final int PAGE = 10;

  private final PluginContext context;
  private final LogCapture log =
      new LogCapture(
          "dev.automat", "com.zaxxer", "org.postgresql", "software.amazon", "org.elasticmq");
  private final List<String> planted = new ArrayList<>();
  private final ProvisionerPlugin plugin = NamedAsByTheEngine.alone(shownSettings(), this::open);
  private @Nullable CloudProxy proxy;
  private @Nullable SqsCalls direct;

  QueueHarness(Path directory) {
    context = new PluginContext(Opened.INSTALLATION, Map.of(), directory, InstantSource.system());
  }

  /**
   * Without the setting that is accepted and not kept: the kit expects to be shown what it changed.
   * {@link QueueIT} tries that one.
   */
  private static TypeDescriptor shownSettings() {
    TypeDescriptor full = QueueDescriptor.DESCRIPTOR;
    ObjectNode schema = (ObjectNode) JsonMapper.shared().readTree(full.settingsSchema());
    ((ObjectNode) schema.get("properties")).remove("messageRetentionSeconds");
    return new TypeDescriptor(
        full.type(),
        schema.toString(),
        full.changes(),
        full.naming(),
        full.listDepth(),
        full.credentials(),
        full.outputs(),
        full.settleTime(),
        full.typicalCreate(),
        full.rateLimit());
  }

  private Provisioner open(PluginContext opening) {
    Path queues = opening.dataDirectory().resolve("queues");
    try {
      FreePort.keepIn(queues);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    QueueType type = new QueueType(new QueueServer(queues, 0, this::overProxy), PAGE);
    return new Provisioner() {
      @Override
      public Map<String, ResourceType> types() {
        return Map.of(QueueDescriptor.DESCRIPTOR.type(), type);
      }

      @Override
      public void close() {
        type.close();
      }
    };
  }

  private SqsClient overProxy(URI endpoint) {
    proxy = new CloudProxy(endpoint.getPort());
    direct = new SqsCalls(SqsClients.of(endpoint), endpoint + "/000000000000/");
    return SqsClients.of(URI.create("http://127.0.0.1:" + proxy.port()));
  }

  @Override
  public ProvisionerPlugin plugin() {
    return plugin;
  }

  @Override
  public PluginContext context() {
    return context;
  }

  @Override
  public Scope scope(String type) {
    return new Scope("default", "local", Opened.INSTALLATION);
  }

  @Override
  public Map<String, Object> sampleSettings(String type) {
    return Map.of(
        "visibilityTimeoutSeconds", 45L,
        "delaySeconds", 1L,
        "receiveWaitSeconds", 2L,
        "fifo", false,
        "maxReceiveCount", 5L);
  }

  @Override
  public Map<String, Object> changedSettings(String type) {
    return Map.of(
        "visibilityTimeoutSeconds", 46L,
        "delaySeconds", 3L,
        "receiveWaitSeconds", 4L,
        "maxReceiveCount", 6L);
  }

  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    String queue = ref.externalName();
    Map<String, QueueAttributeName> attributes =
        Map.of(
            "visibilityTimeoutSeconds", QueueAttributeName.VISIBILITY_TIMEOUT,
            "delaySeconds", QueueAttributeName.DELAY_SECONDS,
            "receiveWaitSeconds", QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
            "maxReceiveCount", QueueAttributeName.REDRIVE_POLICY);
    String wanted =
        key.equals("maxReceiveCount")
            ? "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%s}"
                .formatted(direct().arn(queue + "-dlq"), value)
            : value.toString();
    QueueAttributeName attribute = attributes.get(key);
    if (attribute == null) {
      throw new IllegalArgumentException(key);
    }
    direct().change(queue, Map.of(attribute, wanted));
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    for (String queue : direct().names(ref.externalName())) {
      direct()
          .client()
          .untagQueue(
              untag -> untag.queueUrl(direct().url(queue)).tagKeys(direct().tags(queue).keySet()));
      direct().tag(queue, tags);
    }
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    direct().make(inItsWay.ref().externalName(), Map.of(), tags);
    planted.add(inItsWay.ref().externalName());
    return inItsWay.ref();
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    Optional<FoundQueue> found = direct().find(new QueueNames(ref.externalName()));
    return found.map(queue -> queue.attributes() + " " + new TreeMap<>(queue.tags())).toString();
  }

  @Override
  public List<String> leftovers(String uid) {
    return direct().names("").stream()
        .filter(queue -> queue.contains(uid) || tagsIfThere(queue).containsValue(uid))
        .toList();
  }

  private Map<String, String> tagsIfThere(String queue) {
    try {
      return direct().tags(queue);
    } catch (QueueDoesNotExistException goneMeanwhile) {
      return Map.of();
    }
  }

  @Override
  public void disrupt(Disruption disruption) {
    if (proxy != null) {
      proxy.take(
          switch (disruption) {
            case UNREACHABLE -> new Way.Refused();
            case THROTTLED -> new Way.Answered(SLOW_DOWN);
            case HANGING -> new Way.Silent();
          });
    }
  }

  @Override
  public void restore() {
    if (proxy != null) {
      proxy.take(new Way.Open());
    }
    planted.forEach(queue -> direct().delete(queue));
    planted.clear();
  }

  @Override
  public List<String> logged() {
    return log.lines();
  }

  /** More than two pages. */
  @Override
  public int crowd() {
    return 2 * PAGE + 1;
  }

  @Override
  public void close() {
    log.close();
    if (proxy != null) {
      proxy.close();
    }
  }

  /** The server is there as soon as the plugin was first used. */
  private SqsCalls direct() {
    SqsCalls calls = direct;
    if (calls == null) {
      throw new IllegalStateException("no operation has started the server yet");
    }
    return calls;
  }
}
