package dev.automat.testkit.aws;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What SQS does with attributes of queues and moto does not: a policy stays when something else is
 * set; a redrive-allow policy is shown; of the two ways to encrypt, setting one ends the other, and
 * taking the KMS key away brings SQS's own back.
 */
final class QueueAttributes implements Layer {

  private static final String ATTRIBUTES = "Attributes";
  private static final String POLICY = "Policy";
  private static final String ALLOW = "RedriveAllowPolicy";
  private static final String KMS_KEY = "KmsMasterKeyId";
  private static final String OWN_KEY = "SqsManagedSseEnabled";

  private final Map<Id, String> allowed = new HashMap<>();

  @Override
  public synchronized AwsReply answer(AwsCall call, Onward onward) throws IOException {
    return switch (call.action()) {
      case "SetQueueAttributes" -> set(call, onward);
      case "CreateQueue" -> create(call, onward);
      case "GetQueueAttributes" -> shown(call, onward.go(call));
      case "DeleteQueue" -> {
        allowed.remove(id(call));
        yield onward.go(call);
      }
      default -> onward.go(call);
    };
  }

  private AwsReply create(AwsCall call, Onward onward) throws IOException {
    ObjectNode body = Json.object(call.body());
    Optional<ObjectNode> attributes = attributes(body);
    attributes.ifPresent(QueueAttributes::oneKeyOnly);
    AwsReply reply = onward.go(call.withBody(body.toString()));
    if (reply.ok()) {
      attributes.ifPresent(
          given -> remember(Id.of(call, call.parameter("QueueName").orElse("")), given));
    }
    return reply;
  }

  private AwsReply set(AwsCall call, Onward onward) throws IOException {
    ObjectNode body = Json.object(call.body());
    Optional<ObjectNode> attributes = attributes(body);
    if (attributes.isEmpty()) {
      return onward.go(call);
    }
    oneKeyOnly(attributes.get());
    if (!attributes.get().has(POLICY)) {
      policy(call, onward).ifPresent(policy -> attributes.get().put(POLICY, policy));
    }
    AwsReply reply = onward.go(call.withBody(body.toString()));
    if (reply.ok()) {
      remember(id(call), attributes.get());
    }
    return reply;
  }

  private void remember(Id queue, ObjectNode attributes) {
    String policy = attributes.path(ALLOW).asString("");
    if (!policy.isEmpty()) {
      allowed.put(queue, policy);
    } else if (attributes.has(ALLOW)) {
      allowed.remove(queue);
    }
  }

  private AwsReply shown(AwsCall call, AwsReply reply) {
    String policy = allowed.get(id(call));
    if (!reply.ok() || policy == null) {
      return reply;
    }
    ObjectNode body = Json.object(reply.body());
    attributes(body).ifPresent(attributes -> attributes.put(ALLOW, policy));
    return reply.withBody(body.toString());
  }

  private static void oneKeyOnly(ObjectNode attributes) {
    if (attributes.has(KMS_KEY) && !attributes.has(OWN_KEY)) {
      attributes.put(OWN_KEY, Boolean.toString(attributes.path(KMS_KEY).asString("").isEmpty()));
    }
  }

  /** The policy that the queue has now. */
  private static Optional<String> policy(AwsCall call, Onward onward) throws IOException {
    ObjectNode question = Json.object().put("QueueUrl", call.parameter("QueueUrl").orElse(""));
    question.putArray("AttributeNames").add(POLICY);
    AwsReply reply =
        onward.go(call.alsoAskJson("sqs", "AmazonSQS.GetQueueAttributes", question.toString()));
    if (!reply.ok()) {
      return Optional.empty();
    }
    return attributes(Json.object(reply.body()))
        .map(attributes -> attributes.path(POLICY).asString(""))
        .filter(policy -> !policy.isEmpty());
  }

  private static Optional<ObjectNode> attributes(ObjectNode body) {
    JsonNode attributes = body.path(ATTRIBUTES);
    return attributes.isObject() ? Optional.of((ObjectNode) attributes) : Optional.empty();
  }

  private static Id id(AwsCall call) {
    String url = call.parameter("QueueUrl").orElse("");
    return Id.of(call, url.substring(url.lastIndexOf('/') + 1));
  }
}
