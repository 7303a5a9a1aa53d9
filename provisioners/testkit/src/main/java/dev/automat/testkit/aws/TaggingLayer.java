package dev.automat.testkit.aws;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tagging API: shows caches as their own API does, and knows AWS's names of their types. */
final class TaggingLayer implements Layer {

  /** Moto has names of its own for types of ElastiCache. */
  private static final Map<String, String> TYPES =
      Map.of(
          "elasticache:cluster", "elasticache:cache_clusters",
          "elasticache:replicationgroup", "elasticache:replication-group");

  private final Switches switches;
  private final CacheLayer caches;

  TaggingLayer(Switches switches, CacheLayer caches) {
    this.switches = switches;
    this.caches = caches;
  }

  @Override
  public AwsReply answer(AwsCall call, Onward onward) throws IOException {
    if (!call.action().equals("GetResources") || !switches.repairs(Repair.CACHES)) {
      return onward.go(call);
    }
    AwsReply reply = onward.go(translated(call));
    if (!reply.ok()) {
      return reply;
    }
    ObjectNode body = Json.object(reply.body());
    ArrayNode shown = Json.array();
    for (JsonNode one : body.path("ResourceTagMappingList")) {
      Optional<String> arn = caches.ours(call, one.path("ResourceARN").asString());
      arn.ifPresent(ours -> shown.add(((ObjectNode) one).put("ResourceARN", ours)));
    }
    body.set("ResourceTagMappingList", shown);
    return reply.withBody(body.toString());
  }

  private static AwsCall translated(AwsCall call) {
    String body = call.body();
    for (Map.Entry<String, String> type : TYPES.entrySet()) {
      body = body.replace('"' + type.getKey() + '"', '"' + type.getValue() + '"');
    }
    return body.equals(call.body()) ? call : call.withBody(body);
  }
}
