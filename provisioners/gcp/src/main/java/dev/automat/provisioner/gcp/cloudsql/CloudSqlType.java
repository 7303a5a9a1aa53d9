package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.DatabaseInstance;
import com.google.api.services.sqladmin.model.InstancesListResponse;
import com.google.api.services.sqladmin.model.Operation;
import com.google.api.services.sqladmin.model.Settings;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.provisioner.gcp.call.Ownership;
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
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of {@code gcp/cloudsql-postgres} and {@code gcp/cloudsql-mysql}. */
public final class CloudSqlType implements ResourceType {

  private static final String WHAT = "Cloud SQL instance";
  private static final Duration POLL = Duration.ofSeconds(20);
  private static final Duration SHOWN_SOON = Duration.ofSeconds(5);

  private final DatabaseEngine engine;
  private final GcpAccounts accounts;

  public CloudSqlType(DatabaseEngine engine, GcpAccounts accounts) {
    this.engine = engine;
    this.accounts = accounts;
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
          if (Bodies.isIncomplete(desired, instance)) {
            new Completion(place, ref.externalName())
                .ensureDatabase(new Wanted(desired.settings()).databaseName());
          }
          Optional<DatabaseInstance> change = new Bodies(engine, place).change(desired, instance);
          if (change.isPresent()) {
            instances.change(ref.externalName(), change.get());
          }
          return outcome(
              instances, ref, instances.find(ref.externalName()).orElseThrow(() -> gone(ref)));
        });
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
            depart(instances, ref, instance.get());
          }
          return true;
        });
  }

  /**
   * As far as it goes now: while Google is at work on it, nothing. What is protected is first
   * unprotected, which is an operation too; the engine asks again until it is gone.
   */
  private static void depart(Instances instances, ResourceRef ref, DatabaseInstance instance)
      throws IOException {
    Work work = new Work(instances.operations(ref.externalName()));
    if (InstanceReading.state(instance, work) == State.DELETING || work.underWay().isPresent()) {
      return;
    }
    Settings settings = ShownSettings.settings(instance);
    if (Boolean.TRUE.equals(settings.getDeletionProtectionEnabled())) {
      instances.change(
          ref.externalName(),
          new DatabaseInstance().setSettings(new Settings().setDeletionProtectionEnabled(false)));
      if (new Work(instances.operations(ref.externalName())).underWay().isPresent()) {
        return;
      }
    }
    instances.delete(ref.externalName());
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

  @Override
  public Map<String, String> connection(
      Map<String, Object> outputs, Optional<Credentials> credentials) {
    return new ConnectionDetails(engine).of(outputs, credentials);
  }

  private Present present(Instances instances, DatabaseInstance instance) throws IOException {
    return new InstanceReading(engine)
        .of(instance, new Work(instances.operations(instance.getName())));
  }

  private Outcome outcome(Instances instances, ResourceRef ref, DatabaseInstance instance)
      throws IOException {
    require(instance, ref);
    Present present = present(instances, instance);
    return switch (present.state()) {
      case WORKING -> new Outcome.Working(present.cloudId(), present.message(), POLL);
      case DELETING -> throw departing(ref);
      case AVAILABLE, FAILED -> new Outcome.Finished(present);
    };
  }

  private static Optional<Observation.Foreign> foreign(DatabaseInstance instance, ResourceRef ref) {
    return Ownership.foreign(
        WHAT,
        ref.externalName(),
        InstanceReading.cloudId(instance),
        ShownSettings.labels(instance),
        ref);
  }

  private static void require(DatabaseInstance instance, ResourceRef ref) {
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

  private static ProvisionerException gone(ResourceRef ref) {
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
