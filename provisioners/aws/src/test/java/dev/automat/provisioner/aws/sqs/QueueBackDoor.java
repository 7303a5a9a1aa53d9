package dev.automat.provisioner.aws.sqs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.automat.provisioner.aws.BackDoor;
import dev.automat.provisioner.aws.TestAccount;
import dev.automat.spi.Desired;
import dev.automat.spi.Grant;
import dev.automat.spi.ResourceRef;
import dev.automat.testkit.Application;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The way to queues behind the plugin's back, as a person at the console has it. */
public final class QueueBackDoor implements BackDoor {

  /** Settings that only FIFO queues have. */
  private static final Set<String> OF_FIFO = WantedQueue.OF_FIFO.keySet();

  /** Settings that go with a KMS key; {@code encrypted} goes with none. */
  private static final Set<String> OF_KMS = Set.of(SqsDescriptor.KMS_KEY, SqsDescriptor.KMS_REUSE);

  private static final Map<String, QueueAttributeName> ATTRIBUTES = attributes();

  private final TestAccount account;
  private final boolean fifo;
  private final List<String> planted = new ArrayList<>();

  private QueueBackDoor(TestAccount account, boolean fifo) {
    this.account = account;
    this.fifo = fifo;
  }

  /** To queues that keep no order, encrypted with SQS's own key or not at all. */
  public static QueueBackDoor ofStandard(TestAccount account) {
    return new QueueBackDoor(account, false);
  }

  /** To FIFO queues, encrypted with a KMS key. */
  public static QueueBackDoor ofFifo(TestAccount account) {
    return new QueueBackDoor(account, true);
  }

  private static Map<String, QueueAttributeName> attributes() {
    Map<String, QueueAttributeName> attributes = new HashMap<>(WantedQueue.PLAIN);
    attributes.putAll(WantedQueue.OF_FIFO);
    attributes.put(SqsDescriptor.ENCRYPTED, QueueAttributeName.SQS_MANAGED_SSE_ENABLED);
    attributes.put(SqsDescriptor.KMS_KEY, QueueAttributeName.KMS_MASTER_KEY_ID);
    attributes.put(SqsDescriptor.KMS_REUSE, QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS);
    attributes.put(SqsDescriptor.MAX_RECEIVE_COUNT, QueueAttributeName.REDRIVE_POLICY);
    attributes.put(SqsDescriptor.DENY_PLAINTEXT, QueueAttributeName.POLICY);
    attributes.put(
        SqsDescriptor.DEAD_LETTER_RETENTION, QueueAttributeName.MESSAGE_RETENTION_PERIOD);
    return attributes;
  }

  @Override
  public Optional<Application> signIn(
      ResourceRef ref, Grant grant, Map<String, String> connection) {
    return QueueApplication.signIn(
        account.place(),
        connection.getOrDefault("url", ""),
        connection.getOrDefault("principal", ""));
  }

  @Override
  public String type() {
    return SqsDescriptor.DESCRIPTOR.type();
  }

  @Override
  public Set<String> without() {
    if (fifo) {
      return Set.of(SqsDescriptor.ENCRYPTED);
    }
    Set<String> without = new HashSet<>(OF_FIFO);
    without.addAll(OF_KMS);
    return without;
  }

  @Override
  public Map<String, Object> sampleSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("fifo", fifo);
    settings.put("visibilityTimeoutSeconds", 45L);
    settings.put("delaySeconds", 1L);
    settings.put("receiveWaitSeconds", 2L);
    settings.put("messageRetentionSeconds", 86_400L);
    settings.put("maxMessageBytes", 65_536L);
    settings.put("maxReceiveCount", 5L);
    settings.put("deadLetterRetentionSeconds", 172_800L);
    settings.put("denyPlaintextTransport", true);
    if (fifo) {
      settings.put("contentBasedDeduplication", false);
      settings.put("deduplicationScope", "queue");
      settings.put("fifoThroughputLimit", "perQueue");
      settings.put("kmsKey", "region");
      settings.put("kmsDataKeyReuseSeconds", 600L);
    } else {
      settings.put("encrypted", true);
    }
    return settings;
  }

  @Override
  public Map<String, Object> changedSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("visibilityTimeoutSeconds", 46L);
    settings.put("delaySeconds", 3L);
    settings.put("receiveWaitSeconds", 4L);
    settings.put("messageRetentionSeconds", 90_000L);
    settings.put("maxMessageBytes", 131_072L);
    settings.put("maxReceiveCount", 6L);
    settings.put("deadLetterRetentionSeconds", 180_000L);
    settings.put("denyPlaintextTransport", false);
    if (fifo) {
      settings.put("contentBasedDeduplication", true);
      settings.put("deduplicationScope", "messageGroup");
      settings.put("fifoThroughputLimit", "perMessageGroupId");
      settings.put("kmsKey", account.key("another"));
      settings.put("kmsDataKeyReuseSeconds", 700L);
    } else {
      settings.put("encrypted", false);
    }
    return settings;
  }

  @Override
  public void drift(ResourceRef ref, String key, Object value) {
    QueueNames names = new QueueNames(ref.externalName());
    QueueAttributeName attribute =
        Optional.ofNullable(ATTRIBUTES.get(key)).orElseThrow(() -> new AssertionError(key));
    String queue =
        key.equals(SqsDescriptor.DEAD_LETTER_RETENTION)
            ? names.deadLetters(fifo)
            : names.main(fifo);
    String text =
        switch (key) {
          case SqsDescriptor.MAX_RECEIVE_COUNT -> redrive(names, value);
          // The sample has the denial and nothing else: drift is its removal.
          case SqsDescriptor.DENY_PLAINTEXT -> "";
          default -> value.toString();
        };
    Map<QueueAttributeName, String> change = new EnumMap<>(QueueAttributeName.class);
    // Moto loses the policy in every change that does not repeat it.
    change.put(QueueAttributeName.POLICY, policy(queue));
    change.put(attribute, text);
    sqs().setQueueAttributes(set -> set.queueUrl(url(queue)).attributes(change));
  }

  private String redrive(QueueNames names, Object count) {
    return "{\"maxReceiveCount\": \"%s\", \"deadLetterTargetArn\": \"arn:aws:sqs:%s:%s:%s\"}"
        .formatted(count, account.scope().region(), account.id(), names.deadLetters(fifo));
  }

  /** Takes the denial out of both policies. */
  @Override
  public boolean reopen(ResourceRef ref) {
    for (String queue : names(ref.externalName())) {
      ObjectNode policy = (ObjectNode) JsonMapper.shared().readTree(policy(queue));
      ArrayNode kept = JsonMapper.shared().createArrayNode();
      policy
          .path("Statement")
          .valueStream()
          .filter(statement -> !statement.path("Sid").asString("").equals("AutomatQuarantine"))
          .forEach(kept::add);
      assertEquals(policy.path("Statement").size() - 1, kept.size(), queue + " was closed");
      policy.set("Statement", kept);
      sqs()
          .setQueueAttributes(
              set ->
                  set.queueUrl(url(queue))
                      .attributes(
                          Map.of(
                              QueueAttributeName.POLICY, kept.isEmpty() ? "" : policy.toString())));
    }
    return true;
  }

  private String policy(String queue) {
    return attributes(queue).getOrDefault(QueueAttributeName.POLICY, "");
  }

  @Override
  public void retag(ResourceRef ref, Map<String, String> tags) {
    for (String queue : names(ref.externalName())) {
      Set<String> before = tags(queue).keySet();
      if (!before.isEmpty()) {
        sqs().untagQueue(untag -> untag.queueUrl(url(queue)).tagKeys(before));
      }
      if (!tags.isEmpty()) {
        sqs().tagQueue(tag -> tag.queueUrl(url(queue)).tags(tags));
      }
    }
  }

  @Override
  public ResourceRef plantForeign(Desired inItsWay, Map<String, String> tags) {
    String queue = new QueueNames(inItsWay.ref().externalName()).main(fifo);
    Map<QueueAttributeName, String> attributes =
        fifo ? Map.of(QueueAttributeName.FIFO_QUEUE, "true") : Map.of();
    sqs().createQueue(make -> make.queueName(queue).attributes(attributes).tags(tags));
    planted.add(queue);
    return inItsWay.ref();
  }

  @Override
  public void uproot() {
    planted.forEach(queue -> sqs().deleteQueue(delete -> delete.queueUrl(url(queue))));
    planted.clear();
  }

  @Override
  public String fingerprint(ResourceRef ref) {
    return names(ref.externalName()).stream()
        .map(queue -> queue + new TreeMap<>(attributes(queue)) + new TreeMap<>(tags(queue)))
        .toList()
        .toString();
  }

  @Override
  public String likeness(ResourceRef ref) {
    return fingerprint(ref).replaceAll("LastModifiedTimestamp=[0-9.]+", "");
  }

  @Override
  public List<String> leftovers(String uid) {
    return names("").stream()
        .filter(queue -> queue.contains(uid) || tagsIfThere(queue).containsValue(uid))
        .toList();
  }

  /** More than a page of the tagging API, with the dead-letter queues. */
  @Override
  public int crowd() {
    return 55;
  }

  Map<QueueAttributeName, String> attributes(String queue) {
    return sqs()
        .getQueueAttributes(get -> get.queueUrl(url(queue)).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  Map<String, String> tags(String queue) {
    return sqs().listQueueTags(list -> list.queueUrl(url(queue))).tags();
  }

  /** Others may delete it meanwhile. */
  private Map<String, String> tagsIfThere(String queue) {
    try {
      return tags(queue);
    } catch (SqsException gone) {
      return Map.of();
    }
  }

  private List<String> names(String prefix) {
    return sqs().listQueues(list -> list.queueNamePrefix(prefix)).queueUrls().stream()
        .map(url -> url.substring(url.lastIndexOf('/') + 1))
        .sorted()
        .toList();
  }

  String url(String queue) {
    return sqs().getQueueUrl(get -> get.queueName(queue)).queueUrl();
  }

  SqsClient sqs() {
    return account.place().sqs();
  }
}
