package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.Credentials;
import dev.automat.spi.Grant;
import dev.automat.spi.Grant.Access;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ResourceRef;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticache.model.ElastiCacheException;
import software.amazon.awssdk.services.elasticache.model.User;
import software.amazon.awssdk.services.elasticache.model.UserGroup;

/**
 * The user group of a cache and the users in it (ElastiCache User Guide, "Role-Based Access
 * Control"). Caches of both engines take groups of the engine {@code redis}, and such a group must
 * have a user {@code default}: ours is off, may nothing, and has a password that nobody knows.
 */
final class CacheUsers {

  /** ElastiCache's name of the kind of users and groups that both engines take. */
  private static final String ENGINE = "redis";

  private static final String ACTIVE = "active";
  private static final String DELETING = "deleting";
  private static final String OFF = "off -@all";

  /**
   * What a client needs for a connection, also to a cache of several shards and to copies. Redis 6
   * calls all of CLUSTER administrative, so these are named whatever else a user may do.
   */
  private static final String CLIENT =
      " +info +readonly +readwrite +cluster|slots +cluster|shards +cluster|nodes";

  /**
   * Of what is dangerous an application needs INFO, which many clients ask for, and nothing else:
   * no KEYS, no FLUSHALL. Channels are named because from Redis 7 on nobody has any unless told.
   */
  private static final String WRITING = "on ~* &* +@all -@admin -@dangerous" + CLIENT;

  private static final String READING = "on ~* &* -@all +@read +@connection -@dangerous" + CLIENT;

  private static final int PASSWORD_BYTES = 32;

  private final ElastiCacheClient client;
  private final CacheReads reads;
  private final ResourceRef ref;

  CacheUsers(Place place, CacheReads reads, ResourceRef ref) {
    this.client = place.elastiCache();
    this.reads = reads;
    this.ref = ref;
  }

  /**
   * Makes the group with its default user, or takes over what an earlier call made.
   *
   * @return its name, once a cache can use it: AWS takes a moment to make it
   */
  Optional<String> ensureGroup(Map<String, String> tags) {
    String name = ChildNames.userGroup(ref.uid());
    Optional<UserGroup> standing = group();
    if (standing.isPresent()) {
      requireOurs("user group", name, standing.get().arn());
    } else {
      ensureDefault();
      makeGroup(name, tags);
    }
    return group().filter(group -> ACTIVE.equals(group.status())).map(UserGroup::userGroupId);
  }

  private void makeGroup(String name, Map<String, String> tags) {
    unlessTaken(
        () ->
            client.createUserGroup(
                make ->
                    make.userGroupId(name)
                        .engine(ENGINE)
                        .userIds(ChildNames.defaultUser(ref.uid()))
                        .tags(CacheChildren.tags(tags))));
  }

  /** Writes the tags that are missing or differ. */
  void tagGroup(Map<String, String> wanted) {
    group()
        .ifPresent(
            group -> {
              Map<String, String> now = reads.tags(group.arn());
              Ownership.require("user group", group.userGroupId(), now, ref);
              Map<String, String> missing = new HashMap<>(wanted);
              missing.entrySet().removeAll(now.entrySet());
              if (!missing.isEmpty()) {
                client.addTagsToResource(
                    change -> change.resourceName(group.arn()).tags(CacheChildren.tags(missing)));
              }
            });
  }

  private void ensureDefault() {
    String id = ChildNames.defaultUser(ref.uid());
    Optional<User> standing = user(id);
    if (standing.isPresent()) {
      requireOurs("user", id, standing.get().arn());
      return;
    }
    byte[] password = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(password);
    unlessTaken(
        () ->
            client.createUser(
                make ->
                    make.userId(id)
                        .userName(CacheConnection.USER)
                        .engine(ENGINE)
                        .accessString(OFF)
                        .passwords(HexFormat.of().formatHex(password))
                        .tags(CacheChildren.tags(OwnershipTags.of(ref)))));
  }

  /** In the words of ACL SETUSER. */
  static String rights(Access access) {
    return access == Access.READ ? READING : WRITING;
  }

  /** Makes the user of a grant, or sets its password and its access again. */
  void ensureUser(Grant grant, Credentials own) {
    String id = ChildNames.user(ref.uid(), grant.id());
    String access = rights(grant.access());
    Optional<User> standing = user(id);
    if (standing.isPresent()) {
      requireOurs("user", id, standing.get().arn());
      client.modifyUser(change -> change.userId(id).passwords(own.password()).accessString(access));
      return;
    }
    Map<String, String> tags = new HashMap<>(OwnershipTags.of(ref));
    tags.put("automat-consumer", grant.consumer());
    client.createUser(
        make ->
            make.userId(id)
                .userName(own.username())
                .engine(ENGINE)
                .accessString(access)
                .passwords(own.password())
                .tags(CacheChildren.tags(tags)));
  }

  boolean isAdmitted(Grant grant, UserGroup group) {
    return group.userIds().contains(ChildNames.user(ref.uid(), grant.id()));
  }

  /** Lets the user of a grant in. */
  void admit(Grant grant, UserGroup group) {
    String id = ChildNames.user(ref.uid(), grant.id());
    if (!isAdmitted(grant, group)) {
      client.modifyUserGroup(change -> change.userGroupId(group.userGroupId()).userIdsToAdd(id));
    }
  }

  /** Deletes a user, which takes it out of the group; gone is fine. */
  void deleteUser(String id) {
    user(id)
        .filter(user -> !DELETING.equals(user.status()))
        .ifPresent(
            user -> {
              requireOurs("user", id, user.arn());
              CacheReads.ifThere(() -> client.deleteUser(delete -> delete.userId(id)));
            });
  }

  /**
   * Deletes all of them, as far as it goes now: the default user outlives the group.
   *
   * @return whether nothing is left
   */
  boolean deleteAll() {
    Optional<UserGroup> group = group().filter(this::isOurs);
    group
        .filter(standing -> !DELETING.equals(standing.status()))
        .ifPresent(
            standing ->
                CacheReads.ifThere(
                    () ->
                        client.deleteUserGroup(
                            delete -> delete.userGroupId(standing.userGroupId()))));
    if (group.isPresent() && group().isPresent()) {
      return false;
    }
    List<User> left = users();
    left.stream()
        .filter(user -> !DELETING.equals(user.status()))
        .forEach(
            user ->
                CacheReads.ifThere(
                    () -> client.deleteUser(delete -> delete.userId(user.userId()))));
    return users().isEmpty();
  }

  /** All users of the cache that are ours, in the group or not. */
  List<User> users() {
    return client.describeUsersPaginator(all -> {}).users().stream()
        .filter(user -> ChildNames.isUser(user.userId(), ref.uid()))
        .filter(user -> Ownership.isOurs(user.userId(), reads.tags(user.arn()), ref))
        .toList();
  }

  Optional<UserGroup> group() {
    String name = ChildNames.userGroup(ref.uid());
    return CacheReads.ifThere(
        () -> client.describeUserGroups(ask -> ask.userGroupId(name)).userGroups().getFirst());
  }

  private Optional<User> user(String id) {
    return CacheReads.ifThere(() -> client.describeUsers(ask -> ask.userId(id)).users().getFirst());
  }

  private boolean isOurs(UserGroup group) {
    return Ownership.isOurs(group.userGroupId(), reads.tags(group.arn()), ref);
  }

  private void requireOurs(String what, String name, String arn) {
    Ownership.require(what, name, reads.tags(arn), ref);
  }

  private static void unlessTaken(Runnable make) {
    try {
      make.run();
    } catch (ElastiCacheException failure) {
      if (!AwsFailures.isTaken(failure)) {
        throw failure;
      }
    }
  }
}
