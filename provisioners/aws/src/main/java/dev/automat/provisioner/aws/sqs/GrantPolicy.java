package dev.automat.provisioner.aws.sqs;

import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.GrantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The statements of a queue's policy that let applications in: one for each grant, known by its
 * Sid. All other statements are somebody else's and stay.
 *
 * @param text of the whole policy; empty if there is none
 * @param queueArn the queue that has it
 */
record GrantPolicy(String text, String queueArn) {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String STATEMENT = "Statement";

  /** Letters and digits only, which every policy language of AWS takes. */
  private static final Pattern SID = Pattern.compile("AutomatGrant([a-z2-7]{6})v([1-9][0-9]{0,3})");

  /** What who receives does with a message. */
  private static final List<String> READ =
      List.of(
          "sqs:ReceiveMessage",
          "sqs:DeleteMessage",
          "sqs:ChangeMessageVisibility",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl");

  /** The grants that stand in it. */
  Set<GrantId> grants() {
    return statements().stream()
        .flatMap(statement -> grantOf(statement).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The text with exactly this grant, if it has to change. */
  Optional<String> with(Grant grant, String principal) {
    ObjectNode wanted = statement(grant, principal);
    return statements().contains(wanted)
        ? Optional.empty()
        : Optional.of(written(grant.id(), Optional.of(wanted)));
  }

  /** The text without the grant, if it has to change. */
  Optional<String> without(GrantId grant) {
    return grants().contains(grant)
        ? Optional.of(written(grant, Optional.empty()))
        : Optional.empty();
  }

  private String written(GrantId grant, Optional<ObjectNode> wanted) {
    ObjectNode policy =
        text.isEmpty()
            ? JSON.createObjectNode().put("Version", "2012-10-17")
            : (ObjectNode) JSON.readTree(text);
    ArrayNode kept = JSON.createArrayNode();
    statements().stream()
        .filter(statement -> !grantOf(statement).equals(Optional.of(grant)))
        .forEach(kept::add);
    wanted.ifPresent(kept::add);
    policy.set(STATEMENT, kept);
    // An empty text takes the policy away; SQS refuses one without statements.
    return kept.isEmpty() ? "" : policy.toString();
  }

  private ObjectNode statement(Grant grant, String principal) {
    ObjectNode statement =
        JSON.createObjectNode()
            .put("Sid", "AutomatGrant" + grant.id().binding() + "v" + grant.id().version())
            .put("Effect", "Allow");
    statement.putObject("Principal").put("AWS", principal);
    ArrayNode actions = statement.putArray("Action");
    READ.forEach(actions::add);
    if (grant.access() == Access.READWRITE) {
      actions.add("sqs:SendMessage");
    }
    return statement.put("Resource", queueArn);
  }

  private static Optional<GrantId> grantOf(JsonNode statement) {
    Matcher sid = SID.matcher(statement.path("Sid").asString(""));
    return sid.matches()
        ? Optional.of(new GrantId(sid.group(1), Integer.parseInt(sid.group(2))))
        : Optional.empty();
  }

  private List<JsonNode> statements() {
    if (text.isEmpty()) {
      return List.of();
    }
    JsonNode all = JSON.readTree(text).path(STATEMENT);
    return all.isArray() ? StreamSupport.stream(all.spliterator(), false).toList() : List.of(all);
  }
}
