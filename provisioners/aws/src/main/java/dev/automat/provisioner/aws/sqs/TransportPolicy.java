package dev.automat.provisioner.aws.sqs;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The statement of a queue's policy that denies what does not come over TLS. It is known by what it
 * says, not by how it is written; all other statements are somebody else's and stay.
 *
 * @param text of the whole policy; empty if there is none
 * @param queueArn the queue that has it
 */
record TransportPolicy(String text, String queueArn) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String STATEMENT = "Statement";
  private static final String SECURE_TRANSPORT = "aws:SecureTransport";

  /** Whether the policy denies plaintext transport. */
  boolean denies() {
    return statements().stream().anyMatch(this::isDenial);
  }

  /** The text that makes it so, if it has to change. */
  Optional<String> changedTo(boolean denying) {
    if (denies() == denying) {
      return Optional.empty();
    }
    ObjectNode policy =
        text.isEmpty()
            ? JSON.createObjectNode().put("Version", "2012-10-17")
            : (ObjectNode) JSON.readTree(text);
    ArrayNode kept = JSON.createArrayNode();
    statements().stream().filter(statement -> !isDenial(statement)).forEach(kept::add);
    if (denying) {
      kept.add(denial());
    }
    policy.set(STATEMENT, kept);
    // An empty text takes the policy away; SQS refuses one without statements.
    return Optional.of(kept.isEmpty() ? "" : policy.toString());
  }

  private ObjectNode denial() {
    ObjectNode statement =
        JSON.createObjectNode()
            .put("Sid", "DenyPlaintextTransport")
            .put("Effect", "Deny")
            .put("Principal", "*")
            .put("Action", "sqs:*")
            .put("Resource", queueArn);
    statement.putObject("Condition").putObject("Bool").put(SECURE_TRANSPORT, "false");
    return statement;
  }

  private List<JsonNode> statements() {
    return text.isEmpty() ? List.of() : each(JSON.readTree(text).path(STATEMENT));
  }

  private boolean isDenial(JsonNode statement) {
    JsonNode principal = statement.path("Principal");
    return statement.path("Effect").asString("").equals("Deny")
        && has(principal.has("AWS") ? principal.path("AWS") : principal, "*")
        && (has(statement.path("Action"), "sqs:*") || has(statement.path("Action"), "*"))
        && (has(statement.path("Resource"), queueArn) || has(statement.path("Resource"), "*"))
        && onlyPlaintext(statement.path("Condition"));
  }

  private static boolean onlyPlaintext(JsonNode condition) {
    JsonNode bool = condition.path("Bool");
    return condition.size() == 1
        && bool.size() == 1
        && bool.properties().stream()
            .allMatch(
                entry ->
                    entry.getKey().equalsIgnoreCase(SECURE_TRANSPORT)
                        && has(entry.getValue(), "false"));
  }

  /** Whether the text is the value, or one of them. Actions are not case-sensitive. */
  private static boolean has(JsonNode oneOrMany, String text) {
    return each(oneOrMany).stream()
        .anyMatch(
            node ->
                node.asString("").toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)));
  }

  private static List<JsonNode> each(JsonNode oneOrMany) {
    return oneOrMany.isArray()
        ? StreamSupport.stream(oneOrMany.spliterator(), false).toList()
        : List.of(oneOrMany);
  }
}
