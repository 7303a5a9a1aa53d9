package dev.automat.provisioner.aws.sqs;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The statement of a queue's policy that keeps everybody from its messages. An explicit denial
 * overrides every permission, whether it is in the policy or with the principal (IAM User Guide,
 * policy evaluation logic). It names only what is done with messages, which Automat never does, so
 * that it needs no exception for Automat and can not lock it out. All other statements are somebody
 * else's and stay.
 *
 * @param text of the whole policy; empty if there is none
 * @param queueArn the queue that has it
 */
record QuarantinePolicy(String text, String queueArn) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String STATEMENT = "Statement";
  private static final String SID = "AutomatQuarantine";

  /** Batches need the same permissions; so does moving messages out of a dead-letter queue. */
  private static final List<String> WITH_MESSAGES =
      List.of(
          "sqs:SendMessage",
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibility",
          "sqs:PurgeQueue");

  /** The text that keeps everybody out, if it has to change. */
  Optional<String> closed() {
    ObjectNode denial = denial();
    return statements().contains(denial)
        ? Optional.empty()
        : Optional.of(written(Optional.of(denial)));
  }

  /** The text without that, if it has to change. */
  Optional<String> opened() {
    return statements().stream().anyMatch(QuarantinePolicy::isOurs)
        ? Optional.of(written(Optional.empty()))
        : Optional.empty();
  }

  private String written(Optional<ObjectNode> denial) {
    ObjectNode policy =
        text.isEmpty()
            ? JSON.createObjectNode().put("Version", "2012-10-17")
            : (ObjectNode) JSON.readTree(text);
    ArrayNode kept = JSON.createArrayNode();
    statements().stream().filter(statement -> !isOurs(statement)).forEach(kept::add);
    denial.ifPresent(kept::add);
    policy.set(STATEMENT, kept);
    // An empty text takes the policy away; SQS refuses one without statements.
    return kept.isEmpty() ? "" : policy.toString();
  }

  private ObjectNode denial() {
    ObjectNode statement =
        JSON.createObjectNode().put("Sid", SID).put("Effect", "Deny").put("Principal", "*");
    ArrayNode actions = statement.putArray("Action");
    WITH_MESSAGES.forEach(actions::add);
    return statement.put("Resource", queueArn);
  }

  private static boolean isOurs(JsonNode statement) {
    return statement.path("Sid").asString("").equals(SID);
  }

  private List<JsonNode> statements() {
    if (text.isEmpty()) {
      return List.of();
    }
    JsonNode all = JSON.readTree(text).path(STATEMENT);
    return all.isArray() ? StreamSupport.stream(all.spliterator(), false).toList() : List.of(all);
  }
}
