package dev.automat.testkit.aws;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The parameter and subnet groups of caches. Moto has no parameter groups and never loses a subnet
 * group, so the proxy holds both: it keeps names, families, subnets, parameters and tags, and lets
 * nobody delete what a cache uses. Nobody checks values, and the tagging API does not show them.
 */
final class CacheGroups {

  private static final Set<String> ACTIONS =
      Set.of(
          "CreateCacheParameterGroup",
          "DescribeCacheParameterGroups",
          "ModifyCacheParameterGroup",
          "ResetCacheParameterGroup",
          "DescribeCacheParameters",
          "DeleteCacheParameterGroup",
          "CreateCacheSubnetGroup",
          "DescribeCacheSubnetGroups",
          "DeleteCacheSubnetGroup",
          "ListTagsForResource",
          "AddTagsToResource",
          "RemoveTagsFromResource");

  private static final String PARAMETERS = "parametergroup";
  private static final String SUBNETS = "subnetgroup";

  private final Map<Id, HeldGroup> parameterGroups = new HashMap<>();
  private final Map<Id, HeldGroup> subnetGroups = new HashMap<>();

  /** Whether the call is about groups, and so is answered here. */
  static boolean answers(AwsCall call) {
    String arn = call.parameter("ResourceName").orElse("");
    boolean tagging = call.action().contains("Tags");
    return ACTIONS.contains(call.action())
        && (!tagging || arn.contains(":" + PARAMETERS + ":") || arn.contains(":" + SUBNETS + ":"));
  }

  /**
   * @param used whether a cache uses the group of that name
   */
  AwsReply answer(AwsCall call, Predicate<String> used) throws IOException {
    return switch (call.action()) {
      case "CreateCacheParameterGroup" -> create(call, parameterGroups, PARAMETERS);
      case "CreateCacheSubnetGroup" -> create(call, subnetGroups, SUBNETS);
      case "DescribeCacheParameterGroups" -> describe(call, parameterGroups, PARAMETERS);
      case "DescribeCacheSubnetGroups" -> describe(call, subnetGroups, SUBNETS);
      case "DeleteCacheParameterGroup" -> delete(call, parameterGroups, PARAMETERS, used);
      case "DeleteCacheSubnetGroup" -> delete(call, subnetGroups, SUBNETS, used);
      case "ModifyCacheParameterGroup" -> modify(call);
      case "ResetCacheParameterGroup" -> reset(call);
      case "DescribeCacheParameters" -> parameters(call);
      default -> tags(call);
    };
  }

  private static AwsReply create(AwsCall call, Map<Id, HeldGroup> groups, String kind)
      throws IOException {
    String name = call.parameter(nameParameter(kind)).orElse("");
    String arn =
        "arn:aws:elasticache:%s:%s:%s:%s".formatted(call.region(), call.account(), kind, name);
    HeldGroup made = new HeldGroup(arn, call.parameters());
    if (groups.putIfAbsent(Id.of(call, name), made) != null) {
      throw new Layer.Refused(
          400, item(kind) + "AlreadyExists", item(kind) + " " + name + " already exists.");
    }
    return answer(call, xml(made, kind));
  }

  private static AwsReply describe(AwsCall call, Map<Id, HeldGroup> groups, String kind)
      throws IOException {
    String name = call.parameter(nameParameter(kind)).orElse("");
    if (!name.isEmpty()) {
      return answer(call, listed(kind, xml(find(call, groups, kind), kind)));
    }
    String all =
        groups.entrySet().stream()
            .filter(group -> group.getKey().isWhere(call))
            .map(group -> xml(group.getValue(), kind))
            .collect(Collectors.joining());
    return answer(call, listed(kind, all));
  }

  private static AwsReply delete(
      AwsCall call, Map<Id, HeldGroup> groups, String kind, Predicate<String> used)
      throws IOException {
    HeldGroup group = find(call, groups, kind);
    if (used.test(group.name())) {
      throw new Layer.Refused(
          400,
          kind.equals(SUBNETS) ? "CacheSubnetGroupInUse" : "InvalidCacheParameterGroupState",
          item(kind) + " " + group.name() + " is in use by one or more caches.");
    }
    groups.remove(Id.of(call, group.name()));
    return answer(call, "");
  }

  private AwsReply modify(AwsCall call) throws IOException {
    HeldGroup group = find(call, parameterGroups, PARAMETERS);
    group.parameters.putAll(
        HeldGroup.pairs(
            call.parameters(),
            "ParameterNameValues.ParameterNameValue.",
            "ParameterName",
            "ParameterValue"));
    return answer(call, text("CacheParameterGroupName", group.name()));
  }

  private AwsReply reset(AwsCall call) throws IOException {
    HeldGroup group = find(call, parameterGroups, PARAMETERS);
    if (call.asksFor("ResetAllParameters")) {
      group.parameters.clear();
    }
    group
        .parameters
        .keySet()
        .removeAll(
            HeldGroup.pairs(
                    call.parameters(),
                    "ParameterNameValues.ParameterNameValue.",
                    "ParameterName",
                    "ParameterValue")
                .keySet());
    return answer(call, text("CacheParameterGroupName", group.name()));
  }

  /** Only those that somebody set: the many that a family has are not known here. */
  private AwsReply parameters(AwsCall call) throws IOException {
    StringBuilder list = new StringBuilder();
    find(call, parameterGroups, PARAMETERS)
        .parameters
        .forEach(
            (name, value) ->
                list.append("<Parameter>")
                    .append(text("ParameterName", name))
                    .append(text("ParameterValue", value))
                    .append(text("Source", "user"))
                    .append("</Parameter>"));
    return answer(call, "<Parameters>" + list + "</Parameters>");
  }

  private AwsReply tags(AwsCall call) throws IOException {
    String arn = call.parameter("ResourceName").orElse("");
    boolean ofSubnets = arn.contains(":" + SUBNETS + ":");
    String kind = ofSubnets ? SUBNETS : PARAMETERS;
    Id id = Id.of(call, arn.substring(arn.lastIndexOf(':') + 1));
    HeldGroup group = (ofSubnets ? subnetGroups : parameterGroups).get(id);
    if (group == null) {
      throw notFound(kind, id.name());
    }
    if (call.action().equals("AddTagsToResource")) {
      group.tags.putAll(HeldGroup.pairs(call.parameters(), "Tags.Tag.", "Key", "Value"));
    } else if (call.action().equals("RemoveTagsFromResource")) {
      List<String> keys = HeldGroup.list(call.parameters(), "TagKeys.member.");
      keys.forEach(group.tags::remove);
    }
    StringBuilder list = new StringBuilder();
    group.tags.forEach(
        (key, value) ->
            list.append("<Tag>")
                .append(text("Key", key))
                .append(text("Value", value))
                .append("</Tag>"));
    return answer(call, "<TagList>" + list + "</TagList>");
  }

  private static HeldGroup find(AwsCall call, Map<Id, HeldGroup> groups, String kind) {
    String name = call.parameter(nameParameter(kind)).orElse("");
    HeldGroup group = groups.get(Id.of(call, name));
    if (group == null) {
      throw notFound(kind, name);
    }
    return group;
  }

  private static Layer.Refused notFound(String kind, String name) {
    String code = kind.equals(SUBNETS) ? "CacheSubnetGroupNotFoundFault" : item(kind) + "NotFound";
    return new Layer.Refused(
        kind.equals(SUBNETS) ? 400 : 404, code, item(kind) + " " + name + " not found.");
  }

  private static String nameParameter(String kind) {
    return item(kind) + "Name";
  }

  private static String item(String kind) {
    return kind.equals(SUBNETS) ? "CacheSubnetGroup" : "CacheParameterGroup";
  }

  private static String listed(String kind, String items) {
    return "<%1$ss>%2$s</%1$ss>".formatted(item(kind), items);
  }

  private static String xml(HeldGroup group, String kind) {
    String own =
        kind.equals(SUBNETS)
            ? "<Subnets>"
                + HeldGroup.list(group.asked, "SubnetIds.SubnetIdentifier.").stream()
                    .map(subnet -> "<Subnet>" + text("SubnetIdentifier", subnet) + "</Subnet>")
                    .collect(Collectors.joining())
                + "</Subnets>"
            : text(
                "CacheParameterGroupFamily",
                group.asked.getOrDefault("CacheParameterGroupFamily", ""));
    return "<%1$s>%2$s%3$s%4$s</%1$s>"
        .formatted(
            item(kind), text(nameParameter(kind), group.name()), own, text("ARN", group.arn));
  }

  private static AwsReply answer(AwsCall call, String result) throws IOException {
    return AwsReply.of(
        call,
        Xml.parse(
            "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
                .formatted(call.action(), result)));
  }

  private static String text(String element, String value) {
    return "<%1$s>%2$s</%1$s>".formatted(element, value.replace("&", "&amp;").replace("<", "&lt;"));
  }
}
