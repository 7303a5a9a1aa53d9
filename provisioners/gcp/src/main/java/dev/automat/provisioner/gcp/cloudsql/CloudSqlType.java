package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.InstancesListResponse;
import com.google.api.services.sqladmin.model.Operation;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.provisioner.gcp.call.Ownership;
import dev.automat.spi.Bindable;
import dev.automat.spi.BindingTarget;
import dev.automat.spi.Credentials;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ErrorType;
import dev.automat.spi.ListPage;
import dev.automat.spi.ListPage.Listed;
import dev.automat.spi.Observation;
import dev.automat.spi.Observation.Present;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import dev.automat.sql.GrantedConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operations of {@code gcp/cloudsql-postgres} and {@code gcp/cloudsql-mysql}. */
public final class CloudSqlType implements ResourceType {

  static final String WHAT = "Cloud SQL instance";
  private static final Duration POLL = Duration.ofSeconds(20);
  private static final Duration SHOWN_SOON = Duration.ofSeconds(5);

  private final DatabaseEngine engine;
  private final GcpAccounts accounts;
  private final LateSecrets late;

  public CloudSqlType(DatabaseEngine engine, GcpAccounts accounts) {
    this.engine = engine;
    this.accounts = accounts;
    this.late = new LateSecrets(accounts.clock());
  }

  @FunctionalInterface
  private interface Calls<T> {
    T make(Instances instances, Place place) throws IOException;
  }

  @Override
  public Observation observe(ResourceRef ref) {
    return in(
        ref.scope(),
        "looking at " + WHAT + " " + ref.externalName(),
        (instances, place) -> {
          Optional<DatabaseInstance> found = instances.find(ref.externalName());
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
          Optional<DatabaseInstance> standing = instances.find(ref.externalName());
          boolean taken =
              standing.isEmpty() && !instances.create(new Bodies(engine, place).creation(desired));
          Optional<DatabaseInstance> now =
              standing.isPresent() ? standing : instances.find(ref.externalName());
          if (now.isEmpty() && taken) {
            throw nameKept(ref);
          }
          return now.isEmpty() ? notShownYet() : outcome(instances, ref, now.get());
        });
  }

  /** What stands after an order, as far as Google shows it. */
  Outcome standing(Instances instances, ResourceRef ref) throws IOException {
    Optional<DatabaseInstance> now = instances.find(ref.externalName());
    return now.isEmpty() ? notShownYet() : outcome(instances, ref, now.get());
  }

  /** For a while after a creation Google may answer from before it: nobody deleted anything. */
  private static Outcome notShownYet() {
    return new Outcome.Working(
        Optional.empty(), "Google took the order and does not show the instance yet", SHOWN_SOON);
  }

  @Override
  public Outcome update(Desired desired, Present observed) {
    ResourceRef ref = desired.ref();
    return in(
        ref.scope(),
        "changing " + WHAT + " " + ref.externalName(),
        (instances, place) -> {
          DatabaseInstance instance =
              instances.find(ref.externalName()).orElseThrow(() -> gone(ref));
          require(instance, ref);
          Optional<String> underWay = new Work(instances.operations(ref.externalName())).underWay();
          if (underWay.isPresent()) {
            return new Outcome.Working(InstanceReading.cloudId(instance), underWay.get(), POLL);
          }
          if (Restoration.isUnderWay(instance)) {
            goOn(new Restoration(engine, place, desired), instance);
            return standing(instances, ref);
          }
          if (Bodies.isIncomplete(desired, instance)) {
            new Completion(place, ref.externalName())
                .ensureDatabase(new Wanted(desired.settings()).databaseName());
          }
          if (SecretsLabel.isSwitchedOff(new Wanted(desired.settings()), instance)) {
            // Before the label says so: until then it is tried again. Who switched it off may have
            // taken Automat's rights away, too: then they stay until their bindings end.
            new BindingSecrets(place, ref).removeAll(Set.of(ErrorType.USER));
          }
          Optional<DatabaseInstance> change = new Bodies(engine, place).change(desired, instance);
          if (change.isPresent()) {
            instances.change(ref.externalName(), change.get());
          }
          return outcome(
              instances, ref, instances.find(ref.externalName()).orElseThrow(() -> gone(ref)));
        });
  }

  /** Nothing while Google is at work on it, as it takes no other order meanwhile. */
  void goOn(Restoration restoration, DatabaseInstance instance) throws IOException {
    Instances instances = new Instances(restoration.place());
    Work work = new Work(instances.operations(instance.getName()));
    boolean atRest =
        work.underWay().isEmpty() && InstanceReading.state(instance, work) == State.AVAILABLE;
    if (atRest && Restoration.isUnderWay(instance)) {
      Desired desired = restoration.desired();
      restoration.goOn(
          instance,
          () -> users().grants(new BindingTarget(desired.ref(), Map.of(), desired.credentials())));
    }
  }

  @Override
  public void delete(ResourceRef ref) {
    in(
        ref.scope(),
        "deleting " + WHAT + " " + ref.externalName(),
        (instances, place) -> {
          Optional<DatabaseInstance> instance = instances.find(ref.externalName());
          if (instance.isPresent()) {
            require(instance.get(), ref);
            new Departure(instances, ref, late).goOn(instance.get());
          } else {
            late.remove(new BindingSecrets(place, ref));
          }
          return true;
        });
  }

  @Override
  public ListPage list(Scope scope, Optional<String> pageToken) {
    return in(
        scope,
        "listing Cloud SQL instances",
        (instances, place) -> {
          InstancesListResponse page = instances.page(scope.installation(), pageToken);
          List<DatabaseInstance> found =
              Optional.ofNullable(page.getItems()).orElse(List.of()).stream()
                  .filter(each -> engine.is(String.valueOf(each.getDatabaseVersion())))
                  .filter(each -> place.region().equals(each.getRegion()))
                  .filter(
                      each ->
                          scope
                              .installation()
                              .equals(ShownSettings.labels(each).get(OwnershipTags.INSTALLATION)))
                  .toList();
          return new ListPage(
              listed(instances, found),
              Optional.ofNullable(page.getNextPageToken()).filter(token -> !token.isEmpty()));
        });
  }

  private List<Listed> listed(Instances instances, List<DatabaseInstance> found)
      throws IOException {
    List<Operation> operations = found.isEmpty() ? List.of() : instances.operations();
    List<Listed> listed = new ArrayList<>();
    for (DatabaseInstance each : found) {
      listed.add(
          new Listed(
              each.getName(),
              Optional.ofNullable(ShownSettings.labels(each).get(OwnershipTags.UID)),
              new InstanceReading(engine).of(each, Work.on(each.getName(), operations))));
    }
    return listed;
  }

  @Override
  public boolean equivalent(String key, Object want, Object got) {
    return Equivalence.holds(key, want, got);
  }

  /**
   * Where it is, and nothing to sign in with: the password that the engine made is that of Google's
   * own user, and applications are bound.
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

  @Override
  public Optional<Quarantinable> quarantinable() {
    return Optional.of(users());
  }

  @Override
  public Optional<Recoverable> recoverable() {
    return Optional.of(new InstanceBackups(this, engine, accounts));
  }

  private InstanceUsers users() {
    return new InstanceUsers(new InstanceDatabase(engine, accounts));
  }

  private Present present(Instances instances, DatabaseInstance instance) throws IOException {
    return new InstanceReading(engine)
        .of(instance, new Work(instances.operations(instance.getName())));
  }

  private Outcome outcome(Instances instances, ResourceRef ref, DatabaseInstance instance)
      throws IOException {
    require(instance, ref);
    Present present = present(instances, instance);
    if (present.state() == State.AVAILABLE && Restoration.isUnderWay(instance)) {
      return new Outcome.Working(
          present.cloudId(), "what the backup did not bring is being written", POLL);
    }
    return switch (present.state()) {
      case WORKING -> new Outcome.Working(present.cloudId(), present.message(), POLL);
      case DELETING -> throw departing(ref);
      case AVAILABLE, FAILED -> new Outcome.Finished(present);
    };
  }

  static Optional<Observation.Foreign> foreign(DatabaseInstance instance, ResourceRef ref) {
    return Ownership.foreign(
        WHAT,
        ref.externalName(),
        InstanceReading.cloudId(instance),
        ShownSettings.labels(instance),
        ref);
  }

  static void require(DatabaseInstance instance, ResourceRef ref) {
    Ownership.require(
        WHAT,
        ref.externalName(),
        InstanceReading.cloudId(instance),
        ShownSettings.labels(instance),
        ref);
  }

  private static ProvisionerException departing(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("busy"),
        WHAT + " " + ref.externalName() + " is being deleted",
        "nothing: it is looked at again once it is gone");
  }

  private static ProvisionerException nameKept(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("name-kept"),
        "Google says that %s exists, and does not show it: it keeps the name of a deleted instance"
                .formatted(ref.externalName())
            + " for up to a week",
        "ask for it under another name, or wait: it is tried again");
  }

  static ProvisionerException gone(ResourceRef ref) {
    return new ProvisionerException(
        ErrorCode.ofOneResource("gone"),
        "%s %s is not there any more".formatted(WHAT, ref.externalName()),
        "nothing: it is looked at again; if it stays away, find out who deleted it, as a database"
            + " is not made again, empty, by a change");
  }

  private <T> T in(Scope scope, String doing, Calls<T> calls) {
    Place place = accounts.place(scope);
    return GcpFailures.translating(doing, () -> calls.make(new Instances(place), place));
  }
}
