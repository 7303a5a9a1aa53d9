package dev.automat.testkit.aws;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How to take things out of an answer that lists many, and to put others in. */
sealed interface Lists {

  /** The target of the call that lists everything by its tags. */
  String GET_RESOURCES = "ResourceGroupsTaggingAPI_20170126.GetResources";

  /** Which of the calls that list many this is; nothing if it is none. */
  static Optional<Lists> of(AwsCall call) {
    return Optional.ofNullable(
        switch (call.service() + ":" + call.action()) {
          case "rds:DescribeDBInstances" -> new InXml("DBInstances", "DBInstance", "DBInstanceArn");
          case "elasticache:DescribeReplicationGroups" ->
              new InXml("ReplicationGroups", "ReplicationGroup", "ARN");
          case "elasticache:DescribeCacheClusters" ->
              new InXml("CacheClusters", "CacheCluster", "ARN");
          case "sqs:ListQueues" -> new InJson("QueueUrls", "", "NextToken");
          case "secretsmanager:ListSecrets" -> new InJson("SecretList", "ARN", "NextToken");
          case "tagging:GetResources" ->
              new InJson("ResourceTagMappingList", "ResourceARN", "PaginationToken");
          default -> null;
        });
  }

  /** All items of an answer by ARN, as text. */
  Map<String, String> items(AwsCall call, AwsReply reply) throws IOException;

  /** The same answer without some items, and with others on its last page. */
  AwsReply with(AwsCall call, AwsReply reply, Predicate<String> hidden, Collection<String> added)
      throws IOException;

  /** Lists of RDS and ElastiCache. */
  record InXml(String list, String item, String arn) implements Lists {

    @Override
    public Map<String, String> items(AwsCall call, AwsReply reply) throws IOException {
      Map<String, String> items = new LinkedHashMap<>();
      for (Element one : Xml.all(reply.xml(), item)) {
        Element copy = Xml.detached(one);
        items.put(Xml.value(one, arn), Xml.text(copy.getOwnerDocument()));
      }
      return items;
    }

    @Override
    public AwsReply with(
        AwsCall call, AwsReply reply, Predicate<String> hidden, Collection<String> added)
        throws IOException {
      Document document = reply.xml();
      for (Element one : Xml.all(document, item)) {
        if (hidden.test(Xml.value(one, arn))) {
          Xml.remove(one);
        }
      }
      if (Xml.first(document, "Marker").isEmpty()) {
        Element all = Xml.first(document, list).orElseThrow();
        for (String one : added) {
          Xml.append(all, Xml.parse(one).getDocumentElement());
        }
      }
      return reply.withBody(document);
    }
  }

  /** Lists of the others. */
  record InJson(String list, String arn, String token) implements Lists {

    @Override
    public Map<String, String> items(AwsCall call, AwsReply reply) {
      Map<String, String> items = new LinkedHashMap<>();
      for (JsonNode one : Json.object(reply.body()).path(list)) {
        items.put(arnOf(call, one), one.toString());
      }
      return items;
    }

    @Override
    public AwsReply with(
        AwsCall call, AwsReply reply, Predicate<String> hidden, Collection<String> added) {
      ObjectNode body = Json.object(reply.body());
      ArrayNode shown = Json.array();
      for (JsonNode one : body.path(list)) {
        if (!hidden.test(arnOf(call, one))) {
          shown.add(one);
        }
      }
      if (body.path(token).asString("").isEmpty()) {
        added.forEach(one -> shown.add(Json.read(one)));
      }
      body.set(list, shown);
      return reply.withBody(body.toString());
    }

    private String arnOf(AwsCall call, JsonNode one) {
      return arn.isEmpty()
          ? Arns.ofQueue(call, one.asString())
          : Arns.plain(one.path(arn).asString());
    }
  }

  /**
   * The lists in which a thing may still stand once it is gone, as calls by the one who deletes.
   */
  static List<AwsCall> showing(AwsCall deletion) {
    AwsCall tagged = deletion.alsoAskJson("tagging", GET_RESOURCES, "{}");
    return switch (deletion.service()) {
      case "rds" -> List.of(tagged, deletion.alsoAsk("DescribeDBInstances", Map.of()));
      case "elasticache" ->
          CacheKind.of(deletion.action())
              .map(kind -> List.of(tagged, deletion.alsoAsk(kind.describe(), Map.of())))
              .orElse(List.of());
      case "sqs" -> List.of(tagged, deletion.alsoAskJson("sqs", "AmazonSQS.ListQueues", "{}"));
      default -> List.of();
    };
  }
}
