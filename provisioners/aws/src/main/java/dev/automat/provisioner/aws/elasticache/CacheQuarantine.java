package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;
import software.amazon.awssdk.services.elasticache.model.User;
import software.amazon.awssdk.services.elasticache.model.UserGroup;

/**
 * Takes a cache out of reach: its user group loses all users but the one that is off. They stay,
 * with their secrets, outside of the group, and come back into it. AWS tells the nodes within a
 * while after it answered; sessions of a user that a node knows no more end there.
 */
record CacheQuarantine(AwsAccounts accounts) implements Quarantinable {

  private static final String ACTIVE = "active";
  private static final String AT_WORK = "AWS is at work on the user group of the cache";

  private record Call(Place place, ResourceRef ref, CacheUsers users, ReplicationGroup cache) {

    UserGroup group() {
      return users
          .group()
          .orElseThrow(
              () ->
                  new ProvisionerException(
                      ErrorCode.ofOneResource("no-user-group"),
                      "cache " + ref.externalName() + " has no user group of its own",
                      "bind an application: that makes one"));
    }
  }

  @Override
  public Optional<String> quarantine(BindingTarget target) {
    return run("closing", target.ref(), CacheQuarantine::close);
  }

  @Override
  public Optional<String> release(BindingTarget target) {
    return run("opening", target.ref(), CacheQuarantine::open);
  }

  private static Optional<String> close(Call call) {
    requireClosable(call);
    UserGroup group = call.group();
    String off = ChildNames.defaultUser(call.ref.uid());
    List<String> let = group.userIds().stream().filter(id -> !id.equals(off)).toList();
    if (let.isEmpty()) {
      return working(group);
    }
    call.place
        .elastiCache()
        .modifyUserGroup(change -> change.userGroupId(group.userGroupId()).userIdsToRemove(let));
    return Optional.of(AT_WORK);
  }

  /** A cache that lets in by other ways than its group can not be closed by the group. */
  private static void requireClosable(Call call) {
    boolean token = Boolean.TRUE.equals(call.cache.authTokenEnabled());
    boolean own = call.cache.userGroupIds().contains(ChildNames.userGroup(call.ref.uid()));
    if (token || !own) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "cache %s lets in %s, and not the users of its own user group"
              .formatted(call.ref.externalName(), token ? "by a token" : "whoever reaches it"),
          "bind its applications: the first binding puts its user group on");
    }
  }

  private static Optional<String> open(Call call) {
    UserGroup group = call.group();
    List<String> out =
        call.users.users().stream()
            .map(User::userId)
            .filter(id -> ChildNames.grant(id, call.ref.uid()).isPresent())
            .filter(id -> !group.userIds().contains(id))
            .sorted()
            .toList();
    if (out.isEmpty()) {
      return working(group);
    }
    call.place
        .elastiCache()
        .modifyUserGroup(change -> change.userGroupId(group.userGroupId()).userIdsToAdd(out));
    return Optional.of(AT_WORK);
  }

  private static Optional<String> working(UserGroup group) {
    return ACTIVE.equals(group.status()) ? Optional.empty() : Optional.of(AT_WORK);
  }

  private Optional<String> run(
      String doing, ResourceRef ref, Function<Call, Optional<String>> work) {
    return AwsFailures.translating(
        doing + " cache " + ref.externalName(),
        () -> {
          Place place = accounts.place(ref.scope());
          CacheReads reads = new CacheReads(place);
          ReplicationGroup cache = reads.group(ref.externalName()).orElseThrow(() -> gone(ref));
          Ownership.require("cache", ref.externalName(), reads.tags(cache.arn()), ref);
          return work.apply(new Call(place, ref, new CacheUsers(place, reads, ref), cache));
        });
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("gone"),
        "cache " + ref.externalName() + " is not there",
        "nothing: it is looked at again");
  }
}
