package dev.automat.provisioner.gcp.redis;

import com.google.cloud.redis.v1.Instance;
import com.google.cloud.redis.v1.ListInstancesResponse;
import com.google.cloud.redis.v1.UpdateInstanceRequest;
import com.google.longrunning.Operation;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.provisioner.gcp.call.Ownership;
import dev.automat.spi.Bindable;
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
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The operations of {@code gcp/memorystore-redis}. */
public final class MemorystoreType implements ResourceType {

  static final String WHAT = "Memorystore instance";
  private static final Duration POLL = Duration.ofSeconds(20);
  private static final Duration SHOWN_SOON = Duration.ofSeconds(5);

  private final GcpAccounts accounts;

  /**
   * Failed creations that this process has told of, by their operations. No more than that hangs on
   * it: after a restart each is told once more.
   */
  private final Told told = new Told();

  public MemorystoreType(GcpAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return in(
        ref.scope(),
        "looking at " + WHAT + " " + ref.externalName(),
        (instances, place) -> {
          Optional<Instance> found = instances.find(ref.externalName());
          if (found.isEmpty()) {
            return new Observation.Absent();
          }
          Optional<Observation.Foreign> foreign = foreign(found.get(), ref);
          return foreign.isPresent() ? foreign.get() : present(instances, found.get());
        });
  }

  @Override
  public Outcome create(Desired desired) {
    ResourceRef ref = desired.ref();
    return in(
        ref.scope(),
        "making " + WHAT + " " + ref.externalName(),
        (instances, place) -> {
          Optional<Instance> standing = instances.find(ref.externalName());
          if (standing.isEmpty()) {
            tellOfFailure(instances, ref);
            instances.create(ref.externalName(), new Bodies(place).creation(desired));
          }
          Optional<Instance> now =
              standing.isPresent() ? standing : instances.find(ref.externalName());
          return now.map(instance -> outcome(instances, ref, instance))
              .orElseGet(MemorystoreType::notYet);
        });
  }

  /**
   * A creation that fails in its operation leaves no instance, so nobody would learn why. It is
   * told once, and the next try orders anew.
   */
  private void tellOfFailure(Instances instances, ResourceRef ref) {
    List<Operation> operations = instances.operations();
    Work.on(instances.fullName(ref.externalName()), operations)
        .failedCreation()
        .filter(failed -> told.add(failed.operation()))
        .ifPresent(
            failed -> {
              throw GcpFailures.ofOperation(
                  "making %s %s failed in %s"
                      .formatted(WHAT, ref.externalName(), Work.shortName(failed.operation())),
                  failed.reason(),
                  failed.words());
            });
  }

  /** For a while after a creation Google may answer from before it: nobody deleted anything. */
  private static Outcome notYet() {
    return new Outcome.Working(
        Optional.empty(), "Google took the order and does not show the instance yet", SHOWN_SOON);
  }

  /** One order at a time: an upgrade first, and what else there is once that is done. */
  @Override
  public Outcome update(Desired desired, Present observed) {
    ResourceRef ref = desired.ref();
    return in(
        ref.scope(),
        "changing " + WHAT + " " + ref.externalName(),
        (instances, place) -> {
          Instance instance = instances.find(ref.externalName()).orElseThrow(() -> gone(ref));
          require(instance, ref);
          Present present = present(instances, instance);
          if (present.state() == State.WORKING) {
            return new Outcome.Working(present.cloudId(), present.message(), POLL);
          }
          order(instances, place, desired, instance);
          return outcome(
              instances, ref, instances.find(ref.externalName()).orElseThrow(() -> gone(ref)));
        });
  }

  private static void order(Instances instances, Place place, Desired desired, Instance instance) {
    Optional<String> upgrade = Bodies.upgrade(desired, instance);
    if (upgrade.isPresent()) {
      instances.upgrade(desired.ref().externalName(), upgrade.get());
      return;
    }
    Optional<UpdateInstanceRequest> change = new Bodies(place).change(desired, instance);
    change.ifPresent(instances::change);
  }

  /** While Google is at work on it, nothing: the engine asks again until it is gone. */
  @Override
  public void delete(ResourceRef ref) {
    in(
        ref.scope(),
        "deleting " + WHAT + " " + ref.externalName(),
        (instances, place) -> {
          Optional<Instance> found = instances.find(ref.externalName());
          if (found.isPresent()) {
            require(found.get(), ref);
            State state = present(instances, found.get()).state();
            if (state != State.DELETING && state != State.WORKING) {
              instances.delete(ref.externalName());
            }
          }
          return true;
        });
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return in(
        scope,
        "listing Memorystore instances",
        (instances, place) -> {
          ListInstancesResponse page = instances.page(pageToken);
          requireAll(page, place);
          List<Instance> ours =
              page.getInstancesList().stream()
                  .filter(
                      each ->
                          scope
                              .installation()
                              .equals(each.getLabelsMap().get(OwnershipTags.INSTALLATION)))
                  .toList();
          List<Operation> operations = ours.isEmpty() ? List.of() : instances.operations();
          return new ListPage(
              ours.stream().map(each -> listed(each, operations)).toList(),
              Optional.of(page.getNextPageToken()).filter(token -> !token.isEmpty()));
        });
  }

  /** A list that leaves out a location says nothing of what is there. */
  private static void requireAll(ListInstancesResponse page, Place place) {
    if (page.getUnreachableList().stream().anyMatch(each -> each.endsWith(place.region()))) {
      throw new ProvisionerException(
          ErrorCode.UNREACHABLE,
          "Google's list of Memorystore instances leaves out " + place.region(),
          "nothing: it is tried again; if it lasts, look at status.cloud.google.com");
    }
  }

  private static Listed listed(Instance instance, List<Operation> operations) {
    return new Listed(
        instance.getName().substring(instance.getName().lastIndexOf('/') + 1),
        Optional.ofNullable(instance.getLabelsMap().get(OwnershipTags.UID)),
        InstanceReading.of(instance, Work.on(instance.getName(), operations)));
  }

  @Override
  public Optional<Bindable> bindable() {
    return Optional.of(new CacheGrants(accounts));
  }

  @Override
  public boolean equivalent(String key, Object want, Object got) {
    return Equivalence.holds(key, want, got);
  }

  static Present present(Instances instances, Instance instance) {
    return InstanceReading.of(instance, Work.on(instance.getName(), instances.operations()));
  }

  private static Outcome outcome(Instances instances, ResourceRef ref, Instance instance) {
    require(instance, ref);
    Present present = present(instances, instance);
    return switch (present.state()) {
      case WORKING -> new Outcome.Working(present.cloudId(), present.message(), POLL);
      case DELETING -> throw departing(ref);
      case AVAILABLE, FAILED -> new Outcome.Finished(present);
    };
  }

  private static Optional<Observation.Foreign> foreign(Instance instance, ResourceRef ref) {
    return Ownership.foreign(
        WHAT, ref.externalName(), InstanceReading.cloudId(instance), instance.getLabelsMap(), ref);
  }

  static void require(Instance instance, ResourceRef ref) {
    Ownership.require(
        WHAT, ref.externalName(), InstanceReading.cloudId(instance), instance.getLabelsMap(), ref);
  }

  private static ProvisionerException departing(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("busy"),
        WHAT + " " + ref.externalName() + " is being deleted",
        "nothing: it is looked at again once it is gone");
  }

  static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("gone"),
        "%s %s is not there any more".formatted(WHAT, ref.externalName()),
        "nothing: it is looked at again; if it stays away, find out who deleted it, as a cache is"
            + " not made again, empty, by a change");
  }

  private <T> T in(Scope scope, String doing, BiFunction<Instances, Place, T> calls) {
    Place place = accounts.place(scope);
    return GcpFailures.translating(doing, () -> calls.apply(new Instances(place), place));
  }
}
