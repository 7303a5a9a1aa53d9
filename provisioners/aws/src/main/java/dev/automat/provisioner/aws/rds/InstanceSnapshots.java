package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.AwsAccounts;
import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation.State;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;

/**
 * Keeps snapshots of databases that go. Whether one is kept is the module's word: the setting
 * {@code finalSnapshot}, which a deletion heeds, too. One that was taken here is not taken again by
 * the deletion.
 */
record InstanceSnapshots(RdsType type, DatabaseEngine engine, AwsAccounts accounts)
    implements Recoverable {

  private static final Duration POLL = Duration.ofSeconds(30);
  private static final String COMPLETE = "available";

  /** Begins as the instance's name does, which is how iam-policy.json knows what is ours. */
  private static String id(ResourceRef ref, String name) {
    return name.startsWith(ref.externalName()) ? name : ref.externalName() + "-" + name;
  }

  @Override
  public Copy snapshot(ResourceRef ref, String asked) {
    String name = id(ref, asked);
    return in(
        ref.scope(),
        "making snapshot " + name,
        place -> {
          Optional<DBSnapshot> standing = new FinalSnapshot(place, ref).named(name);
          if (standing.isPresent()) {
            FinalSnapshot.requireOf(standing.get(), ref);
            return seen(standing.get());
          }
          Optional<DBInstance> instance = new Instances(place).find(ref.externalName());
          instance.ifPresent(found -> Whose.require(found, ref));
          return instance
              .map(found -> begun(place, ref, name, found))
              .orElseGet(
                  () -> new Copy.Nothing("DB instance " + ref.externalName() + " is not there"));
        });
  }

  private static Copy seen(DBSnapshot snapshot) {
    String status = String.valueOf(snapshot.status());
    return switch (status) {
      case COMPLETE -> new Copy.Taken(snapshot.dbSnapshotIdentifier());
      case "failed" ->
          throw new ProvisionerException(
              ErrorCode.ofOneResource("snapshot-failed"),
              "snapshot " + snapshot.dbSnapshotIdentifier() + " failed, in RDS's words",
              "delete it in the console of AWS: another is made then");
      default ->
          new Copy.Working(
              "RDS copies the data: %s, %d %%"
                  .formatted(status, Optional.ofNullable(snapshot.percentProgress()).orElse(0)),
              POLL);
    };
  }

  private static Copy begun(Place place, ResourceRef ref, String name, DBInstance instance) {
    String status = InstanceReading.status(instance);
    if (!Choices.in(Tags.of(instance.tagList())).finalSnapshot()) {
      return new Copy.Nothing("finalSnapshot is false, as its module has it");
    }
    if (InstanceReading.state(instance) == State.DELETING
        || !InstanceStatus.allowsFinalSnapshot(status)) {
      return new Copy.Nothing("RDS makes no snapshot of what is " + status);
    }
    try {
      place
          .rds()
          .createDBSnapshot(
              request ->
                  request
                      .dbInstanceIdentifier(ref.externalName())
                      .dbSnapshotIdentifier(name)
                      .tags(Tags.of(FinalSnapshot.tags(ref, Tags.of(instance.tagList())))));
    } catch (AwsServiceException failure) {
      if (!AwsFailures.isTaken(failure)) {
        throw failure;
      }
    }
    return new Copy.Working("RDS begins to copy the data", POLL);
  }

  @Override
  public Outcome restore(Desired desired, String snapshotId) {
    ResourceRef ref = desired.ref();
    return in(
        ref.scope(),
        "restoring DB instance " + ref.externalName(),
        place -> {
          Restoration restoration = new Restoration(engine, place, desired);
          Instances instances = new Instances(place);
          Optional<DBInstance> standing = instances.find(ref.externalName());
          if (standing.isPresent()) {
            Whose.require(standing.get(), ref);
            RdsType.refuseDeparting(standing.get(), ref);
            type.goOn(restoration, standing.get());
          } else {
            DBSnapshot from = requireOurs(place, ref, snapshotId);
            if (!COMPLETE.equals(from.status())) {
              return new Outcome.Working(
                  Optional.empty(), "the snapshot is not complete: " + from.status(), POLL);
            }
            restoration.begin(snapshotId);
          }
          return instances
              .find(ref.externalName())
              .map(now -> RdsType.created(place, ref, now))
              .orElseGet(RdsType::notShownYet);
        });
  }

  private static DBSnapshot requireOurs(Place place, ResourceRef ref, String snapshotId) {
    DBSnapshot snapshot =
        new FinalSnapshot(place, ref)
            .named(snapshotId)
            .orElseThrow(
                () ->
                    new ProvisionerException(
                        ErrorCode.SNAPSHOT_GONE,
                        "snapshot %s is not in %s of account %s"
                            .formatted(snapshotId, place.region(), ref.scope().account()),
                        "make the database again without its data"));
    requireInstallation(snapshot, ref.scope());
    return snapshot;
  }

  /** The deletion heeds what stands in a tag of the instance. */
  @Override
  public void leaveNothing(ResourceRef ref) {
    in(
        ref.scope(),
        "declining a final snapshot of DB instance " + ref.externalName(),
        place -> {
          Instances instances = new Instances(place);
          Optional<DBInstance> instance = instances.find(ref.externalName());
          instance.ifPresent(
              found -> {
                Whose.require(found, ref);
                Map<String, String> tags = Tags.of(found.tagList());
                instances.tag(
                    found.dbInstanceArn(),
                    Tags.missing(Choices.in(tags).withoutFinalSnapshot().tag(), tags));
              });
          new FinalSnapshot(place, ref)
              .taken()
              .forEach(snapshot -> FinalSnapshot.delete(place, snapshot.dbSnapshotIdentifier()));
          return instance;
        });
  }

  @Override
  public boolean snapshotExists(Scope scope, String snapshotId) {
    return in(
        scope,
        "looking for snapshot " + snapshotId,
        place ->
            FinalSnapshot.named(place, snapshotId)
                .filter(snapshot -> isOurs(snapshot, scope))
                .isPresent());
  }

  @Override
  public void discard(Scope scope, String snapshotId) {
    in(
        scope,
        "deleting snapshot " + snapshotId,
        place -> {
          Optional<DBSnapshot> standing = FinalSnapshot.named(place, snapshotId);
          standing.ifPresent(
              snapshot -> {
                requireInstallation(snapshot, scope);
                FinalSnapshot.delete(place, snapshotId);
              });
          return standing;
        });
  }

  private static boolean isOurs(DBSnapshot snapshot, Scope scope) {
    Map<String, String> tags = Tags.of(snapshot.tagList());
    return scope.installation().equals(tags.get(OwnershipTags.INSTALLATION));
  }

  private static void requireInstallation(DBSnapshot snapshot, Scope scope) {
    if (!isOurs(snapshot, scope)) {
      throw FinalSnapshot.foreign(snapshot);
    }
  }

  private <T> T in(Scope scope, String doing, Function<Place, T> calls) {
    return AwsFailures.translating(doing, () -> calls.apply(accounts.place(scope)));
  }
}
