package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
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
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.sql.DatabaseTls;
import dev.automat.sql.GrantedConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/** The operations of {@code aws/rds-postgres} and {@code aws/rds-mysql}. */
public final class RdsType implements ResourceType {

  private static final Duration POLL = Duration.ofSeconds(30);
  private static final Duration SHOWN_SOON = Duration.ofSeconds(5);

  private final DatabaseEngine engine;
  private final AwsAccounts accounts;
  private final InstantSource clock;

  /**
   * @param clock tells how old a snapshot is
   */
  public RdsType(DatabaseEngine engine, AwsAccounts accounts, InstantSource clock) {
    this.engine = engine;
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return in(
        ref.scope(),
        "looking at DB instance " + ref.externalName(),
        place ->
            new Instances(place)
                .find(ref.externalName())
                .map(instance -> judged(place, ref, instance))
                .orElseGet(() -> withoutInstance(place, ref)));
  }

  @Override
  public Outcome create(Desired desired) {
    ResourceRef ref = desired.ref();
    return in(
        ref.scope(),
        "making DB instance " + ref.externalName(),
        place -> {
          Instances instances = new Instances(place);
          if (instances.find(ref.externalName()).isEmpty()) {
            make(place, desired);
          }
          return instances
              .find(ref.externalName())
              .map(standing -> created(place, ref, standing))
              .orElseGet(RdsType::notShownYet);
        });
  }

  static Outcome created(Place place, ResourceRef ref, DBInstance standing) {
    Whose.require(standing, ref);
    refuseDeparting(standing, ref);
    return outcome(place, ref, standing);
  }

  /** For a while after a creation RDS may answer from before it: nobody deleted anything. */
  static Outcome notShownYet() {
    return new Outcome.Working(
        Optional.empty(), "RDS took the order and does not show the DB instance yet", SHOWN_SOON);
  }

  private void make(Place place, Desired desired) {
    Wanted wanted = new Wanted(desired.settings());
    SubnetGroup subnets = new SubnetGroup(place, desired.ref());
    subnets.ensure(desired.tags());
    Optional<String> group =
        new ParameterGroups(place, desired.ref())
            .ensure(engine, wanted, desired.tags(), Optional.empty());
    Map<String, String> tags = new LinkedHashMap<>(desired.tags());
    tags.putAll(new Choices(Map.of()).with(wanted).tag());
    new Instances(place)
        .create(
            new CreationRequest(engine, place.settings()).of(desired, tags, subnets.name(), group));
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    ResourceRef ref = desired.ref();
    return in(
        ref.scope(),
        "changing DB instance " + ref.externalName(),
        place -> {
          DBInstance instance =
              new Instances(place).find(ref.externalName()).orElseThrow(() -> gone(ref));
          Whose.require(instance, ref);
          refuseDeparting(instance, ref);
          boolean accepted = changed(place, desired, instance);
          return accepted
              ? outcome(
                  place,
                  ref,
                  new Instances(place).find(ref.externalName()).orElseThrow(() -> gone(ref)))
              : new Outcome.Finished(new InstanceReading(place, ref).of(instance));
        });
  }

  /** What is still being restored is gone on with: a part of what differs is what that writes. */
  private boolean changed(Place place, Desired desired, DBInstance instance) {
    if (!Restoration.isUnderWay(instance)) {
      return change(place, desired, instance);
    }
    goOn(new Restoration(engine, place, desired), instance);
    return true;
  }

  /** Looking at the grants shuts out those whom the snapshot brought along. */
  void goOn(Restoration restoration, DBInstance instance) {
    Desired desired = restoration.desired();
    restoration.goOn(
        instance,
        () -> change(restoration.place(), desired, instance),
        () ->
            users()
                .grants(
                    new BindingTarget(
                        desired.ref(),
                        new InstanceReading(restoration.place(), desired.ref())
                            .of(instance)
                            .outputs(),
                        desired.credentials())));
  }

  /** Writes what differs, and says whether that was anything. */
  boolean change(Place place, Desired desired, DBInstance instance) {
    ParameterGroups groups = new ParameterGroups(place, desired.ref());
    Wanted wanted = new Wanted(desired.settings());
    Map<String, String> carried = Tags.of(instance.tagList());
    Choices choices = Choices.in(carried).with(wanted);
    Optional<String> group = groups.ensure(engine, wanted, desired.tags(), Optional.of(instance));
    Optional<ModifyDbInstanceRequest> request =
        new ChangeRequest(engine)
            .of(
                desired,
                instance,
                choices,
                group.filter(name -> !groups.own(instance).equals(Optional.of(name))));
    request.ifPresent(place.rds()::modifyDBInstance);
    Map<String, String> tags = new LinkedHashMap<>(desired.tags());
    tags.putAll(choices.tag());
    Map<String, String> missing = Tags.missing(tags, carried);
    if (Choices.in(carried).bindingSecrets() && !choices.bindingSecrets()) {
      // Before the tag says so: until then it is tried again.
      new BindingSecrets(place, desired.ref()).removeAll();
    }
    retag(place, desired, instance, missing);
    return request.isPresent() || !missing.isEmpty() || group.isPresent();
  }

  /** The instance last: as long as its tags are wrong, the children's are written again. */
  private static void retag(
      Place place, Desired desired, DBInstance instance, Map<String, String> missing) {
    Map<String, String> common = new LinkedHashMap<>(missing);
    common.remove(Choices.TAG);
    Instances instances = new Instances(place);
    if (!common.isEmpty()) {
      SubnetGroup subnets = new SubnetGroup(place, desired.ref());
      subnets.retag(common);
      ParameterGroups groups = new ParameterGroups(place, desired.ref());
      groups.own(instance).ifPresent(name -> instances.tag(groups.arn(name), common));
    }
    instances.tag(instance.dbInstanceArn(), missing);
  }

  @Override
  public void delete(ResourceRef ref) {
    in(
        ref.scope(),
        "deleting DB instance " + ref.externalName(),
        place -> {
          new Departure(place, ref, clock.instant()).goOn();
          return true;
        });
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return in(
        scope,
        "listing DB instances",
        place -> {
          DescribeDbInstancesResponse page = new Instances(place).page(engine, pageToken);
          List<Listed> items =
              page.dbInstances().stream()
                  .filter(instance -> engine.id().equals(instance.engine()))
                  .map(RdsType::listed)
                  .filter(
                      each ->
                          scope
                              .installation()
                              .equals(each.observed().tags().get(OwnershipTags.INSTALLATION)))
                  .toList();
          return new ListPage(
              items, Optional.ofNullable(page.marker()).filter(marker -> !marker.isEmpty()));
        });
  }

  private static Listed listed(DBInstance instance) {
    Map<String, String> tags = Tags.of(instance.tagList());
    return new Listed(
        instance.dbInstanceIdentifier(),
        Optional.ofNullable(tags.get(OwnershipTags.UID)),
        new Present(
            InstanceReading.cloudId(instance),
            InstanceReading.state(instance),
            InstanceStatus.describe(InstanceReading.status(instance)),
            Map.of(),
            tags,
            Map.of(),
            List.of()));
  }

  @Override
  public boolean equivalent(String key, Object want, Object got) {
    return new Equivalence(engine).holds(key, want, got);
  }

  /**
   * Where it is, and nothing to sign in with: the password that the engine made is the master's,
   * and applications are bound.
   */
  @Override
  public Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    return GrantedConnection.address(outputs);
  }

  @Override
  public Optional<Bindable> bindable() {
    return Optional.of(new KeptUsers(accounts, users()));
  }

  private Bindable users() {
    return new InstanceUsers(accounts, engine, DatabaseTls.of(accounts.databaseCaFile()));
  }

  @Override
  public Optional<Recoverable> recoverable() {
    return Optional.of(new InstanceSnapshots(this, engine, accounts));
  }

  private static Observation judged(Place place, ResourceRef ref, DBInstance instance) {
    Optional<Observation.Foreign> foreign = Whose.foreign(instance, ref);
    return foreign.isPresent() ? foreign.get() : new InstanceReading(place, ref).of(instance);
  }

  /** What a deletion left behind is present, so that it is deleted, too. */
  private static Observation withoutInstance(Place place, ResourceRef ref) {
    Optional<Map<String, String>> left = new SubnetGroup(place, ref).leaving();
    return left.isEmpty()
        ? new Observation.Absent()
        : new Present(
            Optional.empty(),
            State.FAILED,
            "the DB instance is gone, its groups are still there",
            Map.of(),
            left.get(),
            Map.of(),
            List.of(new SubnetGroup(place, ref).part()));
  }

  private static Outcome outcome(Place place, ResourceRef ref, DBInstance instance) {
    Present present = new InstanceReading(place, ref).of(instance);
    boolean applying =
        !ShownSettings.waiting(instance).isEmpty() && Choices.in(present.tags()).applyImmediately();
    return present.state() == State.WORKING || applying
        ? new Outcome.Working(present.cloudId(), present.message(), POLL)
        : new Outcome.Finished(present);
  }

  static void refuseDeparting(DBInstance instance, ResourceRef ref) {
    if (InstanceReading.state(instance) == State.DELETING) {
      throw new ProvisionerException(
          ErrorCode.ofOneResource("busy"),
          "DB instance %s is being deleted".formatted(ref.externalName()),
          "nothing: it is looked at again once it is gone");
    }
  }

  private static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("gone"),
        "DB instance %s is not there any more".formatted(ref.externalName()),
        "nothing: it is looked at again; if it stays away, find out who deleted it, as a database"
            + " is not made again, empty, by a change");
  }

  private <T> T in(Scope scope, String doing, Function<Place, T> calls) {
    return AwsFailures.translating(doing, () -> calls.apply(accounts.place(scope)));
  }
}
