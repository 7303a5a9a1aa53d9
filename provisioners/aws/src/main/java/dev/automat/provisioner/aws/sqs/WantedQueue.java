package dev.automat.provisioner.aws.sqs;

import static dev.automat.provisioner.aws.sqs.SqsDescriptor.CONTENT_BASED_DEDUPLICATION;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.DEAD_LETTER_RETENTION;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.DEDUPLICATION_SCOPE;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.DELAY;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.DENY_PLAINTEXT;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.FIFO;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.FIFO_THROUGHPUT_LIMIT;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.MAX_MESSAGE_BYTES;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.MAX_RECEIVE_COUNT;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.RECEIVE_WAIT;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.RETENTION;
import static dev.automat.provisioner.aws.sqs.SqsDescriptor.VISIBILITY_TIMEOUT;

import dev.automat.provisioner.aws.account.Place;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What is asked for, in the words of SQS. What is not asked for is left to AWS and never set.
 *
 * @param settings as they came
 */
record WantedQueue(Map<String, Object> settings, Encryption encryption) {

  /** Attributes that hold just the setting's value. */
  static final Map<String, QueueAttributeName> PLAIN =
      Map.of(
          VISIBILITY_TIMEOUT, QueueAttributeName.VISIBILITY_TIMEOUT,
          DELAY, QueueAttributeName.DELAY_SECONDS,
          RECEIVE_WAIT, QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
          RETENTION, QueueAttributeName.MESSAGE_RETENTION_PERIOD,
          MAX_MESSAGE_BYTES, QueueAttributeName.MAXIMUM_MESSAGE_SIZE);

  /** Those that SQS takes for FIFO queues only. */
  static final Map<String, QueueAttributeName> OF_FIFO =
      Map.of(
          CONTENT_BASED_DEDUPLICATION, QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
          DEDUPLICATION_SCOPE, QueueAttributeName.DEDUPLICATION_SCOPE,
          FIFO_THROUGHPUT_LIMIT, QueueAttributeName.FIFO_THROUGHPUT_LIMIT);

  private static final Map<String, QueueAttributeName> OF_DEAD_LETTERS =
      Map.of(DEAD_LETTER_RETENTION, QueueAttributeName.MESSAGE_RETENTION_PERIOD);

  static WantedQueue of(Map<String, Object> settings, Place place) {
    return new WantedQueue(settings, Encryption.of(settings, place));
  }

  boolean isFifo() {
    return Boolean.TRUE.equals(settings.get(FIFO));
  }

  /** After how many receives to give a message up, 0 for never; empty if that was not asked. */
  Optional<Long> maxReceiveCount() {
    return Optional.ofNullable(settings.get(MAX_RECEIVE_COUNT))
        .map(count -> Long.parseLong(count.toString()));
  }

  /** The attributes with which to make the queue. */
  Map<QueueAttributeName, String> toMake(String arn) {
    Map<QueueAttributeName, String> attributes = changes(Map.of(), arn, PLAIN);
    if (isFifo()) {
      attributes.putAll(changes(Map.of(), arn, OF_FIFO));
      attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    }
    return attributes;
  }

  /** The attributes with which to make the dead-letter queue. */
  Map<QueueAttributeName, String> toMakeLetters(String arn, boolean fifo) {
    Map<QueueAttributeName, String> attributes = changes(Map.of(), arn, OF_DEAD_LETTERS);
    if (fifo) {
      attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
    }
    return attributes;
  }

  /** What to set to make the queue as it is wanted. */
  Map<QueueAttributeName, String> changesTo(FoundQueue queue) {
    Map<QueueAttributeName, String> changes = changes(queue.attributes(), queue.arn(), PLAIN);
    if (queue.isFifo()) {
      changes.putAll(changes(queue.attributes(), queue.arn(), OF_FIFO));
    }
    return changes;
  }

  /** What to set to make the dead-letter queue as it is wanted. */
  Map<QueueAttributeName, String> changesToLetters(FoundQueue letters) {
    return changes(letters.attributes(), letters.arn(), OF_DEAD_LETTERS);
  }

  private Map<QueueAttributeName, String> changes(
      Map<QueueAttributeName, String> current, String arn, Map<String, QueueAttributeName> plain) {
    Map<QueueAttributeName, String> changes = new EnumMap<>(QueueAttributeName.class);
    plain.forEach(
        (setting, attribute) -> {
          Object wanted = settings.get(setting);
          if (wanted != null && !wanted.toString().equals(current.get(attribute))) {
            changes.put(attribute, wanted.toString());
          }
        });
    changes.putAll(encryption.changesTo(current));
    Optional.ofNullable(settings.get(DENY_PLAINTEXT))
        .flatMap(
            wanted ->
                new TransportPolicy(current.getOrDefault(QueueAttributeName.POLICY, ""), arn)
                    .changedTo(Boolean.TRUE.equals(wanted)))
        .ifPresent(policy -> changes.put(QueueAttributeName.POLICY, policy));
    return changes;
  }
}
