package dev.automat.provisioner.aws.elasticache;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.Bindable;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.elasticache.model.CreateReplicationGroupRequest;
import software.amazon.awssdk.services.elasticache.model.DescribeReplicationGroupsResponse;
import software.amazon.awssdk.services.elasticache.model.ElastiCacheException;
import software.amazon.awssdk.services.elasticache.model.ReplicationGroup;

/** The operations of {@code aws/elasticache-redis}. The package's own text says what is kept. */
public final class CacheType implements ResourceType {

  /** The most that GetResources takes and that DescribeReplicationGroups gives at once. */
  private static final int PAGE = 100;

  /** AWS takes minutes for whatever it does to a cache. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

  private static final Duration SHOWN_SOON = Duration.ofSeconds(5);

  private static final ErrorCode BUSY = ErrorCode.ofOneResource("busy");
  private static final ErrorCode GONE = ErrorCode.ofOneResource("gone");

  private final AwsAccounts accounts;

  /**
   * @param accounts shared with the other types, and closed by who made them
   */
  public CacheType(AwsAccounts accounts) {
    this.accounts = accounts;
  }

  /** One operation in one place. */
  private record Call(Place place, CacheReads reads, CacheChildren children) {

    static Call in(Place place) {
      CacheReads reads = new CacheReads(place);
      return new Call(place, reads, new CacheChildren(place, reads));
    }

    CacheUsers users(ResourceRef ref) {
      return new CacheUsers(place, reads, ref);
    }
  }

  private <T> T run(String doing, Scope scope, Function<Call, T> work) {
    return AwsFailures.translating(doing, () -> work.apply(Call.in(accounts.place(scope))));
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return run("looking at cache " + ref.externalName(), ref.scope(), call -> observe(call, ref));
  }

  private static Observation observe(Call call, ResourceRef ref) {
    Optional<ReplicationGroup> group = call.reads.group(ref.externalName());
    if (group.isEmpty()) {
      return call.children
          .stillToGo(ref)
          .<Observation>map(left -> left(call.place, left))
          .orElseGet(Observation.Absent::new);
    }
    FoundCache cache = call.reads.found(group.get());
    return Ownership.foreign("cache", cache.name(), cache.tags(), ref)
        .<Observation>map(foreign -> foreign)
        .orElseGet(cache::present);
  }

  /** FAILED, so that nobody takes it for a cache, and the engine deletes it again. */
  private static Present left(Place place, String subnetGroup) {
    return new Present(
        Optional.empty(),
        State.FAILED,
        "the cache is deleted; its subnet group and parameter group are still to go",
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(FoundCache.subnetGroup(place, subnetGroup)));
  }

  @Override
  public Outcome create(Desired desired) {
    return run(
        "making cache " + desired.ref().externalName(),
        desired.ref().scope(),
        call -> {
          CacheCreation creation = new CacheCreation(call.place, call.children, desired);
          creation.check();
          if (call.reads.group(desired.ref().externalName()).isEmpty()) {
            // First: it carries the note of a deletion, without which the rest would be forgotten.
            call.children.makeSubnetGroup(desired);
            Optional<String> users = call.users(desired.ref()).ensureGroup(desired.tags());
            if (users.isEmpty()) {
              return usersNotReady();
            }
            make(call, creation.request(users.get()));
          }
          return shown(call, desired.ref())
              .map(CacheType::outcome)
              .orElseGet(CacheType::notShownYet);
        });
  }

  private static Outcome usersNotReady() {
    return new Outcome.Working(
        Optional.empty(), "AWS is making the user group of the cache", SHOWN_SOON);
  }

  /** For a while after a creation AWS may answer from before it: nobody deleted anything. */
  private static Outcome notShownYet() {
    return new Outcome.Working(
        Optional.empty(), "AWS took the order and does not show the cache yet", SHOWN_SOON);
  }

  /** Where another call was faster, what it made is looked at like any other. */
  private static void make(Call call, CreateReplicationGroupRequest request) {
    try {
      call.place.elastiCache().createReplicationGroup(request);
    } catch (ElastiCacheException failure) {
      if (!AwsFailures.isTaken(failure)) {
        throw failure;
      }
    }
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    ResourceRef ref = desired.ref();
    return run(
        "changing cache " + ref.externalName(),
        ref.scope(),
        call -> {
          FoundCache cache = ours(call, ref);
          CacheStatus status = CacheStatus.of(cache.group());
          if (status.state() == State.AVAILABLE) {
            requireIdle(cache, status);
            call.children.tag(cache.group().arn(), cache.tags(), CacheCreation.tags(desired));
            call.children.tagChildren(cache, desired);
            call.users(ref).tagGroup(desired.tags());
            new CacheChange(call.place.elastiCache(), call.children, this, cache, desired)
                .carryOut();
          }
          return outcome(ours(call, ref));
        });
  }

  /** Refused rather than passed over: an update that did nothing would look like one in vain. */
  private static void requireIdle(FoundCache cache, CacheStatus status) {
    if (!status.takesChanges()) {
      throw new ProvisionerException(
          BUSY,
          "cache %s is %s, and takes no change meanwhile".formatted(cache.name(), status.words()),
          "nothing: it is tried again");
    }
  }

  private static FoundCache ours(Call call, ResourceRef ref) {
    return shown(call, ref).orElseThrow(() -> gone(ref));
  }

  /** The cache, as far as AWS shows one; refused if it is not ours. */
  private static Optional<FoundCache> shown(Call call, ResourceRef ref) {
    Optional<FoundCache> cache = call.reads.group(ref.externalName()).map(call.reads::found);
    cache.ifPresent(found -> Ownership.require("cache", found.name(), found.tags(), ref));
    return cache;
  }

  private static Outcome outcome(FoundCache cache) {
    Present present = cache.present();
    return switch (present.state()) {
      case AVAILABLE -> new Outcome.Finished(present);
      case WORKING, DELETING, FAILED ->
          new Outcome.Working(present.cloudId(), present.message(), LOOK_AGAIN);
    };
  }

  @Override
  public void delete(ResourceRef ref) {
    run(
        "deleting cache " + ref.externalName(),
        ref.scope(),
        call -> {
          Optional<FoundCache> cache = call.reads.group(ref.externalName()).map(call.reads::found);
          cache.ifPresent(found -> deleteGroup(call, found, ref));
          if (cache.isEmpty()) {
            call.children.noteDeletion(ref);
          }
          boolean gone = cache.isEmpty() || call.reads.group(ref.externalName()).isEmpty();
          // The subnet group says that something is left, so what else there is goes before it.
          if (gone && call.users(ref).deleteAll()) {
            call.children.delete(ref);
          }
          return true;
        });
  }

  private static void deleteGroup(Call call, FoundCache cache, ResourceRef ref) {
    Ownership.require("cache", cache.name(), cache.tags(), ref);
    call.children.noteDeletion(ref);
    if (CacheStatus.of(cache.group()).state() == State.DELETING) {
      return;
    }
    Supplier<Object> plainly = () -> deleteGroup(call, cache, Optional.empty());
    if (!cache.takesFinalSnapshot()) {
      CacheReads.ifThere(plainly);
      return;
    }
    try {
      String snapshot = ChildNames.finalSnapshot(cache.name());
      CacheReads.ifThere(() -> deleteGroup(call, cache, Optional.of(snapshot)));
    } catch (ElastiCacheException failure) {
      if (!AwsFailures.isTaken(failure)) {
        throw failure;
      }
      // An earlier deletion took it: what came up since, late, holds nothing.
      CacheReads.ifThere(plainly);
    }
  }

  private static Object deleteGroup(Call call, FoundCache cache, Optional<String> snapshot) {
    return call.place
        .elastiCache()
        .deleteReplicationGroup(
            delete -> {
              delete.replicationGroupId(cache.name()).retainPrimaryCluster(false);
              snapshot.ifPresent(delete::finalSnapshotIdentifier);
            });
  }

  /** Two calls for a hundred: what stands, and the tags of just these. */
  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return run(
        "listing caches",
        scope,
        call -> {
          DescribeReplicationGroupsResponse page =
              call.place
                  .elastiCache()
                  .describeReplicationGroups(
                      ask -> {
                        ask.maxRecords(PAGE);
                        pageToken.ifPresent(ask::marker);
                      });
          return new ListPage(
              listed(call, page.replicationGroups(), scope), Optional.ofNullable(page.marker()));
        });
  }

  private static List<Listed> listed(Call call, List<ReplicationGroup> groups, Scope scope) {
    List<Listed> items = new ArrayList<>();
    List<String> arns = groups.stream().map(ReplicationGroup::arn).toList();
    Map<String, Map<String, String>> tags = arns.isEmpty() ? Map.of() : call.reads.tags(arns);
    for (ReplicationGroup group : groups) {
      Map<String, String> own = tags.getOrDefault(group.arn(), Map.of());
      if (scope.installation().equals(own.get(OwnershipTags.INSTALLATION))) {
        items.add(listed(call, group, own));
      }
    }
    return items;
  }

  private static Listed listed(Call call, ReplicationGroup group, Map<String, String> tags) {
    Present full =
        new FoundCache(
                call.place, group, Optional.empty(), tags, Optional.empty(), List.of(), List.of())
            .present();
    return new Listed(
        group.replicationGroupId(), Optional.ofNullable(tags.get(OwnershipTags.UID)), full);
  }

  @Override
  public boolean equivalent(String key, Object want, Object got) {
    return switch (key) {
      case CacheDescriptor.ENGINE_VERSION -> isVersion(want.toString(), got.toString());
      case CacheDescriptor.PARAMETERS ->
          CacheSettings.parameters(want).equals(CacheSettings.parameters(got));
      default -> Objects.equals(want, got);
    };
  }

  /** AWS shows 7.1.0 where 7.1 was asked for, and 6.2.6 for 6.x. */
  private static boolean isVersion(String want, String got) {
    String line = want.endsWith(".x") ? want.substring(0, want.length() - 2) : want;
    return got.equals(want) || got.startsWith(line + ".");
  }

  @Override
  public Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    return CacheConnection.of(outputs);
  }

  @Override
  public Optional<Quarantinable> quarantinable() {
    return Optional.of(new CacheQuarantine(accounts));
  }

  @Override
  public Optional<Bindable> bindable() {
    return Optional.of(new CacheGrants(accounts));
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        GONE,
        "cache " + ref.externalName() + " is not there any more",
        "nothing: it is looked at again; if it stays away, find out who deleted it");
  }
}
