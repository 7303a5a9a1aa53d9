package dev.automat.provisioner.aws.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The policy that Automat's role needs: {@code iam-policy.json}. */
record IamPolicy(JsonNode document) {

  static final Path FILE = Path.of("iam-policy.json");

  /** What AWS grants to every principal: GetCallerIdentity, API reference of STS. */
  static final Set<String> GRANTED_TO_ALL = Set.of("sts:GetCallerIdentity");

  /**
   * What the plugin never calls and AWS asks for all the same, with the reason: the "dependent
   * actions" of the Service Authorization Reference, and what the API reference says of a call.
   */
  static final Map<String, String> BESIDE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "elasticache:CreateSnapshot",
                  "`DeleteReplicationGroup` makes the final snapshot with it"),
              Map.entry("ec2:CreateNetworkInterface", "ElastiCache, for the caller's nodes"),
              Map.entry("ec2:DeleteNetworkInterface", "ElastiCache, for the caller's nodes"),
              Map.entry("ec2:DescribeNetworkInterfaces", "ElastiCache, for the caller's nodes"),
              Map.entry("ec2:DescribeSubnets", "ElastiCache, for the caller's nodes"),
              Map.entry("ec2:DescribeVpcs", "ElastiCache, for the caller's nodes"),
              Map.entry("kms:CreateGrant", "only with a KMS key of your own"),
              Map.entry("kms:Decrypt", "only with a KMS key of your own"),
              Map.entry("kms:DescribeKey", "only with a KMS key of your own"),
              Map.entry("kms:GenerateDataKey", "only with a KMS key of your own"),
              Map.entry("secretsmanager:TagResource", "`CreateSecret` tags with it"),
              Map.entry("iam:PassRole", "only for `monitoringRoleArn`; name that role"),
              Map.entry(
                  "iam:CreateServiceLinkedRole",
                  "only for the first database and the first cache of an account")));

  static IamPolicy read() {
    try {
      return new IamPolicy(JsonMapper.shared().readTree(Files.readString(FILE)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  List<JsonNode> statements() {
    return document.get("Statement").valueStream().toList();
  }

  /** All that it allows. */
  Set<String> actions() {
    return statements().stream()
        .flatMap(statement -> texts(statement.get("Action")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Stream<String> texts(JsonNode oneOrMore) {
    return oneOrMore.isArray()
        ? oneOrMore.valueStream().map(JsonNode::asString)
        : Stream.of(oneOrMore.asString());
  }

  /** For the README. */
  String table() {
    StringBuilder text = new StringBuilder("| statement | actions | only if |\n|---|---|---|\n");
    for (JsonNode statement : statements()) {
      text.append(
          "| %s | %s | %s |\n"
              .formatted(
                  statement.get("Sid").asString(),
                  byService(texts(statement.get("Action")).toList()),
                  condition(statement)));
    }
    text.append(
        "\nAsked for by AWS, though Automat never calls it:\n\n| action | why |\n|---|---|\n");
    BESIDE.forEach((action, why) -> text.append("| `%s` | %s |\n".formatted(action, why)));
    return text.toString();
  }

  private static String byService(List<String> actions) {
    Map<String, List<String>> services = new TreeMap<>();
    for (String action : actions) {
      String[] parts = action.split(":", 2);
      services.computeIfAbsent(parts[0], any -> new ArrayList<>()).add(parts[1]);
    }
    return services.entrySet().stream()
        .map(
            service ->
                "%s: %s"
                    .formatted(
                        service.getKey(),
                        service.getValue().stream()
                            .sorted(Comparator.naturalOrder())
                            .collect(Collectors.joining(", "))))
        .collect(Collectors.joining("; "));
  }

  private static String condition(JsonNode statement) {
    List<String> conditions = new ArrayList<>();
    statement
        .path("Condition")
        .forEachEntry(
            (operator, keys) ->
                keys.forEachEntry(
                    (key, values) ->
                        conditions.add(
                            "`%s` is %s%s"
                                .formatted(
                                    key,
                                    texts(values).collect(Collectors.joining(" or ")),
                                    operator.endsWith("IfExists") ? ", or absent" : ""))));
    return String.join("; ", conditions);
  }
}
