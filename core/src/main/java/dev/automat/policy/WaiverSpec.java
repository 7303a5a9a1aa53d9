package dev.automat.policy;

import dev.automat.resource.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a waiver lets through.
 *
 * @param rules names of rules that can be waived
 * @param kind of the resources that are meant; empty: all kinds
 * @param resource name of the one that is meant; empty: all of the team
 * @param environment empty: all
 * @param reason why it is asked for
 * @param expiresAt its end
 */
public record WaiverSpec(
    List<String> rules,
    Optional<String> kind,
    Optional<String> resource,
    Optional<String> environment,
    String reason,
    Instant expiresAt) {

  public WaiverSpec {
    rules = List.copyOf(rules);
  }

  /**
   * Of a node that has the right form.
   *
   * @throws java.time.DateTimeException if the end is no instant
   */
  public static WaiverSpec read(JsonNode node) {
    return new WaiverSpec(
        node.path("rules").valueStream().map(JsonNode::asString).toList(),
        node.path("kind").asStringOpt(),
        node.path("resource").asStringOpt(),
        node.path("environment").asStringOpt(),
        node.path("reason").asString(""),
        Instant.parse(node.path("expiresAt").asString("")));
  }

  /** As it is written. */
  public ObjectNode write() {
    ObjectNode node = Json.object();
    rules.forEach(node.putArray("rules")::add);
    kind.ifPresent(text -> node.put("kind", text));
    resource.ifPresent(text -> node.put("resource", text));
    environment.ifPresent(text -> node.put("environment", text));
    return node.put("reason", reason).put("expiresAt", expiresAt.toString());
  }

  boolean covers(String rule, String ofKind, String named, String in) {
    return rules.contains(rule)
        && kind.filter(text -> !text.equals(ofKind)).isEmpty()
        && resource.filter(text -> !text.equals(named)).isEmpty()
        && environment.filter(text -> !text.equals(in)).isEmpty();
  }
}
