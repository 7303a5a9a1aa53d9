package dev.automat.testkit.aws;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What a replication group is beside a cache: shards and replicas that change in number, an engine,
 * TLS and a topic that change, groups that it uses, events. Stands before {@link CacheLayer}, whose
 * answers it completes.
 */
final class CacheShapeLayer implements Layer {

  private static final Set<String> RESIZING =
      Set.of(
          "IncreaseReplicaCount",
          "DecreaseReplicaCount",
          "ModifyReplicationGroupShardConfiguration");

  private final Switches switches;
  private final Layer caches;
  private final CacheGroups groups = new CacheGroups();
  private final Map<Id, CacheShape> shapes = new HashMap<>();
  private final CacheUsers users;

  CacheShapeLayer(Switches switches, Layer caches) {
    this.switches = switches;
    this.caches = caches;
    this.users = new CacheUsers(switches);
  }

  /** As {@link HostileAws#cacheLogins}. */
  synchronized List<CacheLogin> users(Id cache) {
    return Optional.ofNullable(shapes.get(cache)).stream()
        .flatMap(shape -> shape.userGroups().stream())
        .flatMap(group -> users.of(new Id(cache.account(), cache.region(), group)).stream())
        .toList();
  }

  @Override
  public synchronized AwsReply answer(AwsCall call, Onward onward) throws IOException {
    if (!switches.repairs(Repair.CACHES)) {
      return onward.go(call);
    }
    if (CacheGroups.answers(call)) {
      return groups.answer(call, group -> isUsed(call, onward, group));
    }
    if (CacheUsers.answers(call)) {
      return users.answer(call, group -> isUsed(call, onward, group));
    }
    if (RESIZING.contains(call.action())) {
      return resize(call, onward);
    }
    if (call.action().equals("DescribeEvents")) {
      return events(call);
    }
    refuseWhileBusy(call);
    refuseUserGroups(call);
    AwsReply reply = caches.answer(call, onward);
    if (!reply.ok()) {
      return reply;
    }
    Id id = id(call);
    if (call.action().equals("CreateReplicationGroup")) {
      shapes.put(id, new CacheShape(call.parameters()));
    } else if (call.action().equals("ModifyReplicationGroup") && shapes.containsKey(id)) {
      shapes.get(id).modify(call.parameters());
    }
    return isAboutCaches(call) ? dressed(call, reply) : reply;
  }

  private void refuseWhileBusy(AwsCall call) {
    Id id = id(call);
    boolean writes =
        call.action().equals("ModifyReplicationGroup")
            || call.action().equals("DeleteReplicationGroup");
    if (writes && shapes.containsKey(id) && shapes.get(id).isBusy(now())) {
      throw wrongState(id.name(), "modifying");
    }
  }

  /**
   * A token and a user group exclude each other (ElastiCache User Guide, "Migrating to RBAC"), and
   * Redis has users from 6 on ("Role-Based Access Control").
   */
  private void refuseUserGroups(AwsCall call) {
    List<String> used = new ArrayList<>(HeldGroup.list(call.parameters(), "UserGroupIds.member."));
    used.addAll(HeldGroup.list(call.parameters(), "UserGroupIdsToAdd.member."));
    users.requireUsable(call, used);
    boolean before6 =
        call.parameter("Engine").filter("redis"::equals).isPresent()
            && call.parameter("EngineVersion")
                .filter(each -> each.matches("[1-5](\\..*)?"))
                .isPresent();
    if (!used.isEmpty() && before6) {
      throw new Refused(
          400, "InvalidParameterCombination", "User groups need Redis OSS 6.0 or newer.");
    }
    if (!used.isEmpty() && call.parameter("AuthToken").isPresent()) {
      throw new Refused(
          400,
          "InvalidParameterCombination",
          "AuthToken and user groups can not be used together.");
    }
  }

  private AwsReply resize(AwsCall call, Onward onward) throws IOException {
    Id id = id(call);
    AwsCall describe =
        call.alsoAsk("DescribeReplicationGroups", Map.of("ReplicationGroupId", id.name()));
    String status = Xml.value(group(describe, onward), "Status");
    if (!status.equals("available")) {
      throw wrongState(id.name(), status);
    }
    CacheShape shape = shapes.computeIfAbsent(id, made -> new CacheShape(Map.of()));
    Optional<Integer> replicas = number(call, "NewReplicaCount");
    Optional<Integer> shards = number(call, "NodeGroupCount");
    refuseWrongWay(call, shape, shards, replicas);
    shape.resize(shards, replicas, now(), switches.timings.modifying());
    return Answers.result(call, group(describe, onward));
  }

  private void refuseWrongWay(
      AwsCall call, CacheShape shape, Optional<Integer> shards, Optional<Integer> replicas) {
    int change = replicas.map(count -> count - shape.replicas(now())).orElse(0);
    boolean wrongWay =
        (call.action().startsWith("Increase") && change <= 0)
            || (call.action().startsWith("Decrease") && change >= 0);
    if (wrongWay) {
      throw new Refused(400, "InvalidParameterValue", "There is nothing to change that way.");
    }
    boolean fewer = shards.filter(count -> count < shape.shards(now())).isPresent();
    if (fewer
        && call.parameters().keySet().stream().noneMatch(name -> name.startsWith("NodeGroupsTo"))) {
      throw new Refused(
          400,
          "InvalidParameterCombination",
          "NodeGroupsToRemove or NodeGroupsToRetain is required to remove node groups.");
    }
  }

  /** The group as a description of it shows it. */
  private Element group(AwsCall describe, Onward onward) throws IOException {
    AwsReply reply = answer(describe, onward);
    return Xml.first(reply.xml(), "ReplicationGroup")
        .orElseThrow(() -> new IOException("moto shows no group " + id(describe).name()));
  }

  private static Refused wrongState(String name, String status) {
    return new Refused(
        400,
        "InvalidReplicationGroupState",
        "Replication group %s is not in a valid state: %s".formatted(name, status));
  }

  private boolean isUsed(AwsCall call, Onward onward, String group) {
    for (Map.Entry<Id, CacheShape> entry : shapes.entrySet()) {
      Id id = entry.getKey();
      if (id.isWhere(call) && entry.getValue().uses(group) && stands(call, onward, id)) {
        return true;
      }
    }
    return false;
  }

  private boolean stands(AwsCall call, Onward onward, Id id) {
    try {
      return caches
          .answer(
              call.alsoAsk("DescribeReplicationGroups", Map.of("ReplicationGroupId", id.name())),
              onward)
          .ok();
    } catch (Refused gone) {
      return false;
    } catch (IOException noMoto) {
      return true;
    }
  }

  private AwsReply events(AwsCall call) throws IOException {
    Id id = Id.of(call, call.parameter("SourceIdentifier").orElse(""));
    String list =
        Optional.ofNullable(shapes.get(id)).stream()
            .flatMap(shape -> shape.events.stream())
            .map(
                message ->
                    "<Event><SourceIdentifier>%s</SourceIdentifier><SourceType>replication-group</SourceType><Message>%s</Message><Date>%s</Date></Event>"
                        .formatted(id.name(), message, now()))
            .collect(Collectors.joining());
    return AwsReply.of(
        call,
        Xml.parse(
            "<DescribeEventsResponse><DescribeEventsResult><Events>%s</Events></DescribeEventsResult></DescribeEventsResponse>"
                .formatted(list)));
  }

  private static boolean isAboutCaches(AwsCall call) {
    return call.action().contains("ReplicationGroup") || call.action().contains("CacheCluster");
  }

  private AwsReply dressed(AwsCall call, AwsReply reply) throws IOException {
    Document document = reply.xml();
    for (Element group : Xml.all(document, "ReplicationGroup")) {
      shape(call, group).ifPresent(shape -> shape.dressGroup(group, now()));
    }
    for (Element member : Xml.all(document, "CacheCluster")) {
      shape(call, member).ifPresent(shape -> shape.dressMember(member));
    }
    return reply.withBody(document);
  }

  private Optional<CacheShape> shape(AwsCall call, Element item) {
    return Optional.ofNullable(shapes.get(Id.of(call, Xml.value(item, "ReplicationGroupId"))));
  }

  private static Optional<Integer> number(AwsCall call, String parameter) {
    return call.parameter(parameter).map(Integer::valueOf);
  }

  private static Id id(AwsCall call) {
    return Id.of(call, call.parameter("ReplicationGroupId").orElse(""));
  }

  private Instant now() {
    return switches.clock.instant();
  }
}
