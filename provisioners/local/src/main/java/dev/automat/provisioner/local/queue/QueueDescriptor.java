package dev.automat.provisioner.local.queue;

import dev.automat.spi.NamingRule;
import dev.automat.spi.TypeDescriptor;
import dev.automat.spi.TypeDescriptor.Change;
import dev.automat.spi.TypeDescriptor.CredentialNeed;
import dev.automat.spi.TypeDescriptor.ListDepth;
import dev.automat.spi.TypeDescriptor.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is known of {@code local/sqs-queue} before anything is made. */
public final class QueueDescriptor {

  static final String VISIBILITY_TIMEOUT = "visibilityTimeoutSeconds";
  static final String DELAY = "delaySeconds";
  static final String RECEIVE_WAIT = "receiveWaitSeconds";
  static final String FIFO = "fifo";
  static final String MAX_RECEIVE_COUNT = "maxReceiveCount";

  static final String URL = "url";
  static final String NAME = "name";
  static final String REGION = "region";
  static final String ENDPOINT = "endpoint";

  private static final String SETTINGS =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "visibilityTimeoutSeconds": {
            "type": "integer", "minimum": 0, "maximum": 43200,
            "description": "How long a received message is hidden from other receivers, in seconds. 30 unless set."
          },
          "delaySeconds": {
            "type": "integer", "minimum": 0, "maximum": 900,
            "description": "How long a new message is held back, in seconds. 0 unless set."
          },
          "receiveWaitSeconds": {
            "type": "integer", "minimum": 0, "maximum": 20,
            "description": "How long a receive waits for a message, in seconds. 0 unless set."
          },
          "fifo": {
            "type": "boolean",
            "description": "Whether messages of one group keep their order and duplicates are dropped. The queue's name then ends in .fifo."
          },
          "maxReceiveCount": {
            "type": "integer", "minimum": 0, "maximum": 1000,
            "description": "After how many receives a message goes to the dead-letter queue; 0 for none. A dead-letter queue that is not needed any more stays with its messages until the queue is deleted."
          },
          "messageRetentionSeconds": {
            "type": "integer", "minimum": 60, "maximum": 1209600,
            "description": "Accepted and not kept: this server has no retention, messages stay until they are deleted."
          }
        }
      }
      """;

  /** The descriptor of {@code local/sqs-queue}. */
  public static final TypeDescriptor DESCRIPTOR =
      new TypeDescriptor(
          "local/sqs-queue",
          SETTINGS,
          Map.of(FIFO, Change.REPLACE),
          // SQS names have 80 characters, of which "-dlq" and ".fifo" take 9
          new NamingRule(71),
          ListDepth.FULL,
          CredentialNeed.NONE,
          List.of(URL, NAME, REGION, ENDPOINT),
          // one process: what was answered is seen at once
          Duration.ZERO,
          Duration.ofSeconds(1),
          new RateLimit(200, 16));

  private QueueDescriptor() {}
}
