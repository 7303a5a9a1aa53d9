package dev.automat.provisioner.aws.sqs;

import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a queue's messages go that nobody can handle.
 *
 * @param target ARN of the dead-letter queue
 * @param maxReceiveCount after how many receives
 */
record Redrive(String target, long maxReceiveCount) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** What the queue's policy says; empty if it has none. */
  static Optional<Redrive> of(FoundQueue queue) {
    String policy = queue.attribute(QueueAttributeName.REDRIVE_POLICY);
    if (policy.isEmpty()) {
      return Optional.empty();
    }
    JsonNode json = JSON.readTree(policy);
    // SQS keeps the count as it was written: as a number or as text.
    return Optional.of(
        new Redrive(
            json.path("deadLetterTargetArn").asString(""), json.path("maxReceiveCount").asLong(0)));
  }

  /** As the attribute RedrivePolicy. */
  String policy() {
    return JSON.createObjectNode()
        .put("deadLetterTargetArn", target)
        .put("maxReceiveCount", maxReceiveCount)
        .toString();
  }

  /** As the attribute RedriveAllowPolicy of the target: from this queue and no other. */
  static String allowOnly(String sourceArn) {
    var policy = JSON.createObjectNode().put("redrivePermission", "byQueue");
    policy.putArray("sourceQueueArns").add(sourceArn);
    return policy.toString();
  }

  /**
   * Whether SQS refused a redrive policy because it does not see the target yet, which was made a
   * moment before. It has no code of its own for that.
   */
  static boolean isTargetUnseen(SdkException failure) {
    return failure instanceof SqsException
        && String.valueOf(failure.getMessage()).contains("Dead letter target does not exist");
  }

  /** Whether two policies say the same, however they are written. */
  static boolean same(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.equals(other);
    }
    return JSON.readTree(one).equals(JSON.readTree(other));
  }
}
