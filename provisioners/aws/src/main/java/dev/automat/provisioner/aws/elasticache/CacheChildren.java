package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.CacheParameterGroup;
import software.amazon.awssdk.services.elasticache.model.CacheSubnetGroup;
import software.amazon.awssdk.services.elasticache.model.ElastiCacheException;
import software.amazon.awssdk.services.elasticache.model.ParameterNameValue;
import software.amazon.awssdk.services.elasticache.model.Tag;

/** The subnet group and the parameter groups of caches: made, changed, deleted. */
final class CacheChildren {

  /** On the subnet group of a cache that is to be deleted, written before anything is. */
  private static final String GOING_TAG = "automat-deleting";

  /** ModifyCacheParameterGroup: at most 20 parameters a request. */
  private static final int PARAMETERS_AT_ONCE = 20;

  private final Place place;
  private final ElastiCacheClient client;
  private final CacheReads reads;

  CacheChildren(Place place, CacheReads reads) {
    this.place = place;
    this.client = place.elastiCache();
    this.reads = reads;
  }

  /**
   * Makes the subnet group, or takes over what an earlier call made.
   *
   * @return its name
   */
  String makeSubnetGroup(Desired desired) {
    String name = ChildNames.subnetGroup(desired.ref().externalName());
    try {
      client.createCacheSubnetGroup(
          make ->
              make.cacheSubnetGroupName(name)
                  .cacheSubnetGroupDescription(description(desired))
                  .subnetIds(subnets(desired))
                  .tags(tags(desired.tags())));
    } catch (ElastiCacheException failure) {
      if (!AwsFailures.isTaken(failure)) {
        throw failure;
      }
      reads.subnetGroup(name).ifPresent(taken -> takeOver(desired, name, taken.arn()));
    }
    return name;
  }

  private void takeOver(Desired desired, String name, String arn) {
    Map<String, String> tags = reads.tags(arn);
    Ownership.require("subnet group", name, tags, desired.ref());
    tag(arn, tags, desired.tags());
    if (tags.containsKey(GOING_TAG)) {
      client.removeTagsFromResource(untag -> untag.resourceName(arn).tagKeys(GOING_TAG));
    }
  }

  /**
   * Those that are configured.
   *
   * @throws ProvisionerException if there are none
   */
  List<String> subnets(Desired desired) {
    List<String> subnets = place.settings().subnetIds();
    if (subnets.isEmpty()) {
      throw new ProvisionerException(
          ErrorCode.DENIED,
          "region %s of account %s has no subnets for caches"
              .formatted(desired.ref().scope().region(), desired.ref().scope().account()),
          "set provisioners.aws.accounts.%s.regions.%s.subnetIds in the platform configuration"
              .formatted(desired.ref().scope().account(), desired.ref().scope().region()));
    }
    return subnets;
  }

  /**
   * Makes a parameter group with what is asked for, or goes on with what an earlier call made.
   *
   * @return its name
   */
  String makeParameterGroup(
      Desired desired, String family, Map<String, String> parameters, boolean clusterMode) {
    String name = ChildNames.parameterGroup(desired.ref().externalName(), family);
    try {
      client.createCacheParameterGroup(
          make ->
              make.cacheParameterGroupName(name)
                  .cacheParameterGroupFamily(family)
                  .description(description(desired))
                  .tags(tags(desired.tags())));
    } catch (ElastiCacheException failure) {
      if (!AwsFailures.isTaken(failure)) {
        throw failure;
      }
      reads
          .parameterGroup(name)
          .ifPresent(
              taken ->
                  Ownership.require(
                      "parameter group", name, reads.tags(taken.arn()), desired.ref()));
    }
    Map<String, String> wanted = new HashMap<>(parameters);
    if (clusterMode) {
      wanted.put(ParameterGroup.CLUSTER_ENABLED, "yes");
    }
    setParameters(name, reads.parameters(name), wanted);
    return name;
  }

  /** Sets what differs and resets what is not wanted any more. */
  void setParameters(String group, Map<String, String> now, Map<String, String> wanted) {
    List<ParameterNameValue> set = new ArrayList<>();
    wanted.forEach(
        (name, value) -> {
          if (!value.equals(now.get(name))) {
            set.add(ParameterNameValue.builder().parameterName(name).parameterValue(value).build());
          }
        });
    for (List<ParameterNameValue> some : chunks(set)) {
      client.modifyCacheParameterGroup(
          change -> change.cacheParameterGroupName(group).parameterNameValues(some));
    }
    List<ParameterNameValue> reset =
        now.keySet().stream()
            .filter(name -> !wanted.containsKey(name))
            .map(name -> ParameterNameValue.builder().parameterName(name).build())
            .toList();
    for (List<ParameterNameValue> some : chunks(reset)) {
      client.resetCacheParameterGroup(
          change ->
              change
                  .cacheParameterGroupName(group)
                  .resetAllParameters(false)
                  .parameterNameValues(some));
    }
  }

  private static <T> List<List<T>> chunks(List<T> all) {
    List<List<T>> chunks = new ArrayList<>();
    for (int i = 0; i < all.size(); i += PARAMETERS_AT_ONCE) {
      chunks.add(all.subList(i, Math.min(all.size(), i + PARAMETERS_AT_ONCE)));
    }
    return chunks;
  }

  /** Writes the tags that are missing or differ; leaves those of others. */
  void tag(String arn, Map<String, String> now, Map<String, String> wanted) {
    Map<String, String> missing = new HashMap<>(wanted);
    missing.entrySet().removeAll(now.entrySet());
    if (!missing.isEmpty()) {
      client.addTagsToResource(change -> change.resourceName(arn).tags(tags(missing)));
    }
  }

  /** The same for both children of a cache that stands. */
  void tagChildren(FoundCache cache, Desired desired) {
    reads
        .subnetGroup(ChildNames.subnetGroup(cache.name()))
        .map(CacheSubnetGroup::arn)
        .ifPresent(arn -> tagChild("subnet group", arn, desired));
    cache
        .own()
        .flatMap(own -> reads.parameterGroup(own.name()))
        .map(CacheParameterGroup::arn)
        .ifPresent(arn -> tagChild("parameter group", arn, desired));
  }

  private void tagChild(String what, String arn, Desired desired) {
    Map<String, String> now = reads.tags(arn);
    Ownership.require(what, nameOf(arn), now, desired.ref());
    tag(arn, now, desired.tags());
  }

  /** Notes that the cache is to be deleted, so that its children are not forgotten after it. */
  void noteDeletion(ResourceRef ref) {
    String name = ChildNames.subnetGroup(ref.externalName());
    reads
        .subnetGroup(name)
        .map(CacheSubnetGroup::arn)
        .ifPresent(
            arn -> {
              Map<String, String> now = reads.tags(arn);
              if (isOurs(name, now, ref)) {
                Map<String, String> wanted = new HashMap<>(OwnershipTags.of(ref));
                wanted.put(GOING_TAG, "true");
                tag(arn, now, wanted);
              }
            });
  }

  /** The subnet group that a deletion of ours has yet to take away. */
  Optional<String> stillToGo(ResourceRef ref) {
    String name = ChildNames.subnetGroup(ref.externalName());
    return reads
        .subnetGroup(name)
        .map(group -> reads.tags(group.arn()))
        .filter(tags -> tags.containsKey(GOING_TAG) && isOurs(name, tags, ref))
        .map(tags -> name);
  }

  /**
   * Deletes what the cache, which is gone, has left: the subnet group last, as that it is still
   * there says that there is work to do. What is not ours is left alone.
   */
  void delete(ResourceRef ref) {
    String subnets = ChildNames.subnetGroup(ref.externalName());
    Optional<CacheSubnetGroup> subnetGroup = reads.subnetGroup(subnets);
    for (CacheParameterGroup group : parameterGroups(ref)) {
      String name = group.cacheParameterGroupName();
      if (isOurs(name, reads.tags(group.arn()), ref)) {
        unlessGone(
            () -> client.deleteCacheParameterGroup(delete -> delete.cacheParameterGroupName(name)));
      }
    }
    subnetGroup
        .filter(group -> isOurs(subnets, reads.tags(group.arn()), ref))
        .ifPresent(
            group ->
                unlessGone(
                    () ->
                        client.deleteCacheSubnetGroup(
                            delete -> delete.cacheSubnetGroupName(subnets))));
  }

  /**
   * All of them, as the family in the name is not known any more. An account has at most 150 groups
   * in a region unless it asked for more, so two pages.
   */
  private List<CacheParameterGroup> parameterGroups(ResourceRef ref) {
    return client.describeCacheParameterGroupsPaginator().cacheParameterGroups().stream()
        .filter(group -> ChildNames.isChild(group.cacheParameterGroupName(), ref.externalName()))
        .toList();
  }

  private static void unlessGone(Runnable delete) {
    try {
      delete.run();
    } catch (ElastiCacheException failure) {
      if (!AwsFailures.isMissing(failure)) {
        throw failure;
      }
    }
  }

  private static boolean isOurs(String name, Map<String, String> tags, ResourceRef ref) {
    return OwnershipTags.ownerOf(tags, ref) != Owner.FOREIGN && name.contains(ref.uid());
  }

  private static String nameOf(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  /** For people who look at the console: the name as it was asked for is in the tags. */
  static String description(Desired desired) {
    return "Made by Automat for " + desired.ref().externalName();
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
