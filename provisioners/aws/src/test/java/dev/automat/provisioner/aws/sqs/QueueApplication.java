package dev.automat.provisioner.aws.sqs;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.testkit.Application;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stand-in for an application that signs in as a principal: moto checks no permissions, so this
 * reads what the queue's policy in moto says of the principal, and nothing else decides here.
 */
record QueueApplication(Place place, String url, String principal) implements Application {

  /** Empty if the policy says nothing of the principal. */
  static Optional<Application> signIn(Place place, String url, String principal) {
    QueueApplication application = new QueueApplication(place, url, principal);
    return application.works() ? Optional.of(application) : Optional.empty();
  }

  @Override
  public boolean works() {
    return may("sqs:ReceiveMessage");
  }

  @Override
  public boolean makes(String name) {
    return may("sqs:SendMessage");
  }

  @Override
  public boolean changes(String name) {
    return may("sqs:SendMessage");
  }

  @Override
  public boolean reads(String name) {
    return may("sqs:ReceiveMessage") && may("sqs:DeleteMessage");
  }

  private boolean may(String action) {
    JsonNode policy = policy();
    return allows(policy, action) && !denies(policy, action);
  }

  /** To everybody, unless it is only of some calls. */
  private static boolean denies(JsonNode policy, String action) {
    return policy
        .path("Statement")
        .valueStream()
        .filter(statement -> statement.path("Effect").asString("").equals("Deny"))
        .filter(statement -> statement.path("Principal").asString("").equals("*"))
        .filter(statement -> statement.path("Condition").isMissingNode())
        .flatMap(statement -> statement.path("Action").valueStream())
        .anyMatch(each -> each.asString("").equals(action));
  }

  private boolean allows(JsonNode policy, String action) {
    for (JsonNode statement : policy.path("Statement")) {
      boolean mine =
          statement.path("Effect").asString("").equals("Allow")
              && statement.at("/Principal/AWS").asString("").equals(principal)
              && url.endsWith("/" + statement.path("Resource").asString("").replaceAll(".*:", ""));
      for (JsonNode each : statement.path("Action")) {
        if (mine && each.asString("").equals(action)) {
          return true;
        }
      }
    }
    return false;
  }

  private JsonNode policy() {
    try {
      String text =
          place
              .sqs()
              .getQueueAttributes(
                  get -> get.queueUrl(url).attributeNames(QueueAttributeName.POLICY))
              .attributes()
              .getOrDefault(QueueAttributeName.POLICY, "{}");
      return JsonMapper.shared().readTree(text.isEmpty() ? "{}" : text);
    } catch (SqsException gone) {
      return JsonMapper.shared().createObjectNode();
    }
  }

  @Override
  public void close() {}
}
