package dev.automat.provisioner.aws.sqs;

import java.util.Map;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue as SQS shows it.
 *
 * @param name with its suffix
 */
record FoundQueue(
    String name, String url, Map<QueueAttributeName, String> attributes, Map<String, String> tags) {

  FoundQueue {
    attributes = Map.copyOf(attributes);
    tags = Map.copyOf(tags);
  }

  boolean isFifo() {
    return QueueNames.isFifo(name);
  }

  /** What the attribute is; empty if SQS shows none. */
  String attribute(QueueAttributeName attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  String arn() {
    return attribute(QueueAttributeName.QUEUE_ARN);
  }
}
