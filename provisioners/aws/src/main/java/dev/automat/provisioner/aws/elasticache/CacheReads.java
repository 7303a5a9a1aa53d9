package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Observation.State;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheCluster;
import software.amazon.awssdk.services.elasticache.model.CacheParameterGroup;
import software.amazon.awssdk.services.elasticache.model.CacheParameterGroupStatus;
import software.amazon.awssdk.services.elasticache.model.CacheSubnetGroup;
import software.amazon.awssdk.services.elasticache.model.ElastiCacheException;
import software.amazon.awssdk.services.elasticache.model.Event;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.elasticache.model.SourceType;
import software.amazon.awssdk.services.elasticache.model.Subnet;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;

/** What is asked of ElastiCache. What is not there is empty; all else that fails is thrown. */
final class CacheReads {

  private static final int EVENT_MINUTES = 60;
  private static final int EVENTS_SHOWN = 3;

  private final Place place;
  private final ElastiCacheClient client;

  CacheReads(Place place) {
    this.place = place;
    this.client = place.elastiCache();
  }

  Optional<ReplicationGroup> group(String id) {
    return ifThere(
        () ->
            client
                .describeReplicationGroups(ask -> ask.replicationGroupId(id))
                .replicationGroups()
                .getFirst());
  }

  /** All that observing shows. Five calls. */
  FoundCache found(ReplicationGroup group) {
    Optional<CacheCluster> member = member(group);
    return new FoundCache(
        place,
        group,
        member,
        tags(group.arn()),
        member.flatMap(each -> ownParameters(group, each)),
        CacheStatus.of(group).state() == State.AVAILABLE ? subnets(group) : List.of(),
        CacheStatus.of(group).wantsEvents() ? events(group.replicationGroupId()) : List.of());
  }

  /** The nodes are alike, and show what the group does not: version, windows, parameter group. */
  private Optional<CacheCluster> member(ReplicationGroup group) {
    return group.memberClusters().stream().sorted().findFirst().flatMap(this::cluster);
  }

  private Optional<CacheCluster> cluster(String id) {
    return ifThere(
        () ->
            client.describeCacheClusters(ask -> ask.cacheClusterId(id)).cacheClusters().getFirst());
  }

  private Optional<ParameterGroup> ownParameters(ReplicationGroup group, CacheCluster member) {
    return Optional.ofNullable(member.cacheParameterGroup())
        .map(CacheParameterGroupStatus::cacheParameterGroupName)
        .filter(name -> ChildNames.isChild(name, group.replicationGroupId()))
        .flatMap(this::parameterGroup)
        .map(
            own ->
                new ParameterGroup(
                    own.cacheParameterGroupName(),
                    own.cacheParameterGroupFamily(),
                    parameters(own.cacheParameterGroupName())));
  }

  Optional<CacheParameterGroup> parameterGroup(String name) {
    return ifThere(
        () ->
            client
                .describeCacheParameterGroups(ask -> ask.cacheParameterGroupName(name))
                .cacheParameterGroups()
                .getFirst());
  }

  /** Those that somebody set, by name. */
  Map<String, String> parameters(String parameterGroup) {
    Map<String, String> parameters = new TreeMap<>();
    client
        .describeCacheParametersPaginator(
            ask -> ask.cacheParameterGroupName(parameterGroup).source("user"))
        .parameters()
        .forEach(
            parameter -> parameters.put(parameter.parameterName(), parameter.parameterValue()));
    return parameters;
  }

  private List<String> subnets(ReplicationGroup group) {
    return subnetGroup(ChildNames.subnetGroup(group.replicationGroupId())).stream()
        .flatMap(own -> own.subnets().stream())
        .map(Subnet::subnetIdentifier)
        .toList();
  }

  Optional<CacheSubnetGroup> subnetGroup(String name) {
    return ifThere(
        () ->
            client
                .describeCacheSubnetGroups(ask -> ask.cacheSubnetGroupName(name))
                .cacheSubnetGroups()
                .getFirst());
  }

  /**
   * The tags of a cache or a child. ListTagsForResource answers only while the cache is available;
   * else the tagging API is asked, which may lag a minute behind.
   */
  Map<String, String> tags(String arn) {
    try {
      Map<String, String> tags = new LinkedHashMap<>();
      client
          .listTagsForResource(ask -> ask.resourceName(arn))
          .tagList()
          .forEach(tag -> tags.put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
      return tags;
    } catch (ElastiCacheException failure) {
      if (!AwsFailures.isBusy(failure)) {
        throw failure;
      }
      return tags(List.of(arn)).getOrDefault(arn, Map.of());
    }
  }

  /**
   * The tags of many at once, by ARN, as far as the tagging API knows them.
   *
   * @param arns at most 100: GetResources, ResourceARNList
   */
  Map<String, Map<String, String>> tags(List<String> arns) {
    Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    for (ResourceTagMapping mapping :
        place.tagging().getResources(ask -> ask.resourceARNList(arns)).resourceTagMappingList()) {
      Map<String, String> each = new LinkedHashMap<>();
      mapping.tags().forEach(tag -> each.put(tag.key(), tag.value()));
      tags.put(mapping.resourceARN(), each);
    }
    return tags;
  }

  /** AWS's own words on what it did last, the newest first; of one instant, by their text. */
  private List<String> events(String id) {
    return client
        .describeEvents(
            ask ->
                ask.sourceIdentifier(id)
                    .sourceType(SourceType.REPLICATION_GROUP)
                    .duration(EVENT_MINUTES))
        .events()
        .stream()
        .sorted(Comparator.comparing(Event::date).reversed().thenComparing(Event::message))
        .limit(EVENTS_SHOWN)
        .map(Event::message)
        .toList();
  }

  static <T> Optional<T> ifThere(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (ElastiCacheException failure) {
      if (AwsFailures.isMissing(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
