package dev.automat.provisioner.aws.sqs;

import dev.automat.provisioner.aws.account.AwsTags;
import dev.automat.spi.BindingOffer;
import dev.automat.spi.BindingOffer.HolderKind;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.NamingRule;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Ability;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of {@code aws/sqs} before anything is made. */
public final class SqsDescriptor {

  static final String FIFO = "fifo";
  static final String CONTENT_BASED_DEDUPLICATION = "contentBasedDeduplication";
  static final String DEDUPLICATION_SCOPE = "deduplicationScope";
  static final String FIFO_THROUGHPUT_LIMIT = "fifoThroughputLimit";
  static final String VISIBILITY_TIMEOUT = "visibilityTimeoutSeconds";
  static final String DELAY = "delaySeconds";
  static final String RECEIVE_WAIT = "receiveWaitSeconds";
  static final String RETENTION = "messageRetentionSeconds";
  static final String MAX_MESSAGE_BYTES = "maxMessageBytes";
  static final String MAX_RECEIVE_COUNT = "maxReceiveCount";
  static final String DEAD_LETTER_RETENTION = "deadLetterRetentionSeconds";
  static final String ENCRYPTED = "encrypted";
  static final String KMS_KEY = "kmsKey";
  static final String KMS_REUSE = "kmsDataKeyReuseSeconds";
  static final String DENY_PLAINTEXT = "denyPlaintextTransport";

  static final String URL = "url";
  static final String ARN = "arn";
  static final String NAME = "name";
  static final String REGION = "region";
  static final String ENDPOINT = "endpoint";
  static final String DEAD_LETTER_URL = "deadLetterUrl";

  /** Limits and defaults are those of the SQS API reference: CreateQueue, SetQueueAttributes. */
  private static final String SETTINGS =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "fifo": {
            "type": "boolean",
            "description": "Whether messages of one group keep their order and duplicates are dropped. The queue's name then ends in .fifo. false unless set. (FifoQueue)"
          },
          "contentBasedDeduplication": {
            "type": "boolean",
            "description": "Whether messages of the same content within 5 minutes are taken for duplicates, so that senders need no deduplication id. Without effect on a queue that is not FIFO. false unless set. (ContentBasedDeduplication)"
          },
          "deduplicationScope": {
            "type": "string", "enum": ["queue", "messageGroup"],
            "description": "Where duplicates are looked for. Without effect on a queue that is not FIFO. queue unless set. (DeduplicationScope)"
          },
          "fifoThroughputLimit": {
            "type": "string", "enum": ["perQueue", "perMessageGroupId"],
            "description": "To what the limit of throughput applies. perMessageGroupId, which needs deduplicationScope messageGroup, is high throughput. Without effect on a queue that is not FIFO. perQueue unless set. (FifoThroughputLimit)"
          },
          "visibilityTimeoutSeconds": {
            "type": "integer", "minimum": 0, "maximum": 43200,
            "description": "How long a received message is hidden from other receivers, in seconds. 30 unless set. (VisibilityTimeout)"
          },
          "delaySeconds": {
            "type": "integer", "minimum": 0, "maximum": 900,
            "description": "How long a new message is held back, in seconds. 0 unless set. (DelaySeconds)"
          },
          "receiveWaitSeconds": {
            "type": "integer", "minimum": 0, "maximum": 20,
            "description": "How long a receive waits for a message, in seconds; 20 saves most empty, and paid, receives. 0 unless set. (ReceiveMessageWaitTimeSeconds)"
          },
          "messageRetentionSeconds": {
            "type": "integer", "minimum": 60, "maximum": 1209600,
            "description": "How long a message is kept that nobody deletes, in seconds. Lowering it deletes older messages, within 15 minutes. 345600, four days, unless set. (MessageRetentionPeriod)"
          },
          "maxMessageBytes": {
            "type": "integer", "minimum": 1024, "maximum": 1048576,
            "description": "The largest message that is taken, in bytes. 1048576, 1 MiB, unless set. (MaximumMessageSize)"
          },
          "maxReceiveCount": {
            "type": "integer", "minimum": 0, "maximum": 1000,
            "description": "After how many receives a message goes to the dead-letter queue; 0 for none. A dead-letter queue that is not needed any more stays with its messages until the queue is deleted. No dead-letter queue unless set. (RedrivePolicy)"
          },
          "deadLetterRetentionSeconds": {
            "type": "integer", "minimum": 60, "maximum": 1209600,
            "description": "How long the dead-letter queue keeps a message, in seconds. For a queue that is not FIFO its age counts from when it was first sent: make it longer than messageRetentionSeconds. 345600, four days, unless set. (MessageRetentionPeriod of the dead-letter queue)"
          },
          "encrypted": {
            "type": "boolean",
            "description": "Whether messages are encrypted at rest, those of the dead-letter queue too: with the key of kmsKey, or else with one that SQS owns and that costs nothing. AWS encrypts unless set. (SqsManagedSseEnabled)"
          },
          "kmsKey": {
            "type": "string", "pattern": "^(none|region|alias/[a-zA-Z0-9/_-]{1,250}|arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+)$",
            "description": "The KMS key that encrypts messages: 'region' for the one that the platform configuration has for the region, an ARN, or an alias such as alias/queues, which each account and region has its own of. Who sends and receives needs rights to the key. 'none' takes the key away, and SQS's own comes back. No KMS key unless set. (KmsMasterKeyId)"
          },
          "kmsDataKeyReuseSeconds": {
            "type": "integer", "minimum": 60, "maximum": 86400,
            "description": "How long SQS uses a data key before it calls KMS again, in seconds; shorter is safer and costs more calls. Without effect without kmsKey. 300 unless set. (KmsDataKeyReusePeriodSeconds)"
          },
          "denyPlaintextTransport": {
            "type": "boolean",
            "description": "Whether the policies of the queue and its dead-letter queue deny everything that does not come over TLS. Other statements of the policies stay. Not denied unless set. (Policy, aws:SecureTransport)"
          }
        }
      }
      """;

  /** The descriptor of {@code aws/sqs}. */
  public static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
              "aws/sqs",
              SETTINGS,
              // CreateQueue: a queue can not become FIFO, nor cease to be
              Map.of(FIFO, Change.REPLACE),
              // Names have 80 characters (CreateQueue, QueueName), of which "-dlq" and ".fifo" take
              // 9.
              new NamingRule(71),
              // SQS has no bulk read of attributes; the tagging API shows names and tags.
              ListDepth.TAGS,
              CredentialNeed.NONE,
              List.of(URL, ARN, NAME, REGION, ENDPOINT, DEAD_LETTER_URL),
              // SetQueueAttributes and DeleteQueue take up to 60 seconds until every reader sees
              // them.
              Duration.ofSeconds(60),
              Duration.ofSeconds(2),
              // SQS publishes no quota for calls about queues, as against messages. An observation
              // makes five and a creation up to 17, so that this is some 50 to 170 of them a
              // second;
              // THROTTLED lowers it.
              new RateLimit(10, 8))
          .withBindings(
              new BindingOffer(Set.of(Access.READ, Access.READWRITE), HolderKind.PRINCIPAL))
          .withTagRules(AwsTags.RULES)
          .withAbilities(Ability.QUARANTINE);

  private SqsDescriptor() {}
}
