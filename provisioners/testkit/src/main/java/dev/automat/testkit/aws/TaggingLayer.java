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
    JsonNode arns = Json.object(call.body()).path("ResourceARNList");
    AwsReply reply = arns.isEmpty() ? onward.go(translated(call)) : named(call, arns, onward);
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

  /**
   * Moto shows everything, in pages, where AWS shows on one page what was named. It answers 500
   * with a page of HTML where something else changes meanwhile: then that is the answer.
   */
  private AwsReply named(AwsCall call, JsonNode arns, Onward onward) throws IOException {
    ArrayNode shown = Json.array();
    AwsReply page = onward.go(call);
    while (page.ok()) {
      ObjectNode body = Json.object(page.body());
      for (JsonNode one : body.path("ResourceTagMappingList")) {
        Optional<String> ours = caches.ours(call, one.path("ResourceARN").asString());
        if (ours.isPresent() && names(arns, ours.get())) {
          shown.add(one);
        }
      }
      String next = body.path("PaginationToken").asString("");
      if (next.isEmpty()) {
        return AwsReply.of(call, Json.object().set("ResourceTagMappingList", shown).toString());
      }
      page = onward.go(call.withBody(Json.object().put("PaginationToken", next).toString()));
    }
    return page;
  }

  private static boolean names(JsonNode arns, String arn) {
    for (JsonNode one : arns) {
      if (one.asString().equals(arn)) {
        return true;
      }
    }
    return false;
  }

  private static AwsCall translated(AwsCall call) {
    String body = call.body();
    for (Map.Entry<String, String> type : TYPES.entrySet()) {
      body = body.replace('"' + type.getKey() + '"', '"' + type.getValue() + '"');
    }
    return body.equals(call.body()) ? call : call.withBody(body);
  }
}
