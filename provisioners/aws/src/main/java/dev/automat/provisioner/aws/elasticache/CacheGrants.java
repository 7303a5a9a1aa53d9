package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Grant;
import dev.automat.spi.GrantId;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticache.model.AuthTokenUpdateStrategyType;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.elasticache.model.UserGroup;

/**
 * Gives applications users of their own in a cache: users of ElastiCache in the user group of the
 * cache, by AWS's own interfaces. AWS tells its nodes within a while after it answered.
 */
record CacheGrants(AwsAccounts accounts) implements Bindable {

  private static final ErrorCode BUSY = ErrorCode.ofOneResource("busy");

  private record Call(Place place, CacheReads reads, CacheUsers users) {}

  @Override
  public Set<GrantId> grants(BindingTarget target) {
    return run(
        "looking at the users of cache " + target.ref().externalName(),
        target.ref(),
        call -> {
          Set<GrantId> grants = new HashSet<>();
          if (!letsThemIn(call, target.ref())) {
            return grants;
          }
          call.users
              .users()
              .forEach(
                  user ->
                      ChildNames.grant(user.userId(), target.ref().uid()).ifPresent(grants::add));
          return grants;
        });
  }

  /** Users of a group that the cache does not use are let in nowhere: binding repairs that. */
  private static boolean letsThemIn(Call call, ResourceRef ref) {
    return call.reads
        .group(ref.externalName())
        .filter(cache -> uses(cache, ChildNames.userGroup(ref.uid())))
        .isPresent();
  }

  /** Or will, once AWS has done what it accepted. */
  private static boolean uses(ReplicationGroup cache, String group) {
    return cache.userGroupIds().contains(group)
        || Optional.ofNullable(cache.pendingModifiedValues())
            .map(pending -> pending.userGroups())
            .filter(change -> change.userGroupIdsToAdd().contains(group))
            .isPresent();
  }

  /**
   * A group that was taken from the cache, or that an older cache with a token never had, is put on
   * once the user is in it: the token is valid until then. AWS is busy with the group after the
   * user came in, so the repeat that comes then puts it on before it touches the user again.
   */
  @Override
  public void bind(BindingTarget target, Grant grant) {
    Credentials own = credentials(grant);
    run(
        "making user " + own.username() + " of cache " + target.ref().externalName(),
        target.ref(),
        call -> {
          ReplicationGroup cache = ours(call, target.ref());
          UserGroup group = activeGroup(call, target.ref());
          boolean attached = uses(cache, group.userGroupId());
          boolean admitted = call.users.isAdmitted(grant, group);
          if (!attached && admitted) {
            attach(call, cache, group.userGroupId());
          }
          call.users.ensureUser(grant, own);
          call.users.admit(grant, group);
          if (!attached && !admitted) {
            attach(call, cache, group.userGroupId());
          }
          return true;
        });
  }

  private static ReplicationGroup ours(Call call, ResourceRef ref) {
    ReplicationGroup cache = call.reads.group(ref.externalName()).orElseThrow(() -> gone(ref));
    Ownership.require("cache", ref.externalName(), call.reads.tags(cache.arn()), ref);
    return cache;
  }

  private static UserGroup activeGroup(Call call, ResourceRef ref) {
    return call.users
        .ensureGroup(OwnershipTags.of(ref))
        .flatMap(active -> call.users.group())
        .orElseThrow(() -> busy(ref));
  }

  private static void attach(Call call, ReplicationGroup cache, String group) {
    call.place
        .elastiCache()
        .modifyReplicationGroup(
            change -> {
              change
                  .replicationGroupId(cache.replicationGroupId())
                  .userGroupIdsToAdd(group)
                  .applyImmediately(true);
              if (Boolean.TRUE.equals(cache.authTokenEnabled())) {
                change.authTokenUpdateStrategy(AuthTokenUpdateStrategyType.DELETE);
              }
            });
  }

  @Override
  public void unbind(BindingTarget target, GrantId grant) {
    String id = ChildNames.user(target.ref().uid(), grant);
    run(
        "deleting user " + id + " of cache " + target.ref().externalName(),
        target.ref(),
        call -> {
          call.users.deleteUser(id);
          return true;
        });
  }

  @Override
  public Map<String, String> connection(Map<String, Object> outputs, Grant grant) {
    Map<String, String> connection =
        new LinkedHashMap<>(CacheConnection.of(outputs, credentials(grant)));
    connection.put(TYPE, "redis");
    connection.put(
        REACHABLE_FROM,
        "where the security groups of the cache let port "
            + outputs.getOrDefault(CacheDescriptor.PORT, "6379")
            + " in, which is inside its network only");
    return connection;
  }

  private static Credentials credentials(Grant grant) {
    return switch (grant.holder()) {
      case Grant.User(Credentials credentials) -> credentials;
      case Grant.Principal _, Grant.Shared _ ->
          throw new ProvisionerException(
              ErrorCode.INVALID_SETTINGS,
              "a cache has users and knows no principals",
              "leave the principal out");
    };
  }

  private <T> T run(String doing, ResourceRef ref, Function<Call, T> work) {
    return AwsFailures.translating(
        doing,
        () -> {
          Place place = accounts.place(ref.scope());
          CacheReads reads = new CacheReads(place);
          return work.apply(new Call(place, reads, new CacheUsers(place, reads, ref)));
        });
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("gone"),
        "cache " + ref.externalName() + " is not there",
        "nothing: it is bound once it is there");
  }

  private static ProvisionerException busy(ResourceRef ref) {
    return new ProvisionerException(
        BUSY,
        "AWS is at work on the user group of cache " + ref.externalName(),
        "nothing: it is tried again");
  }
}
