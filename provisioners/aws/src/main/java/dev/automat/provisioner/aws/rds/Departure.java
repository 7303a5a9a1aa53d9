package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation.State;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;

/** The deletion of one database: as far as it goes now, each time it is asked for. */
record Departure(Place place, ResourceRef ref, Instant now) {

  private static final String CREATING = InstanceStatus.CREATING.id();
  private static final String STOPPED = InstanceStatus.STOPPED.id();

  /**
   * Sets the deletion of the instance going, and deletes the children once it is gone.
   *
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if it is not ours
   */
  void goOn() {
    Instances instances = new Instances(place);
    instances.find(ref.externalName()).ifPresent(this::leave);
    if (instances.find(ref.externalName()).isEmpty()) {
      new BindingSecrets(place, ref).removeAll();
      new ParameterGroups(place, ref).delete();
      // Last: it carries the mark that something is left.
      new SubnetGroup(place, ref).delete();
    }
  }

  private void leave(DBInstance instance) {
    Whose.require(instance, ref);
    if (InstanceReading.state(instance) == State.DELETING) {
      return;
    }
    new SubnetGroup(place, ref).leave();
    Choices choices = Choices.in(Tags.of(instance.tagList()));
    String status = InstanceReading.status(instance);
    Optional<DBSnapshot> taken =
        choices.finalSnapshot() ? new FinalSnapshot(place, ref).newest() : Optional.empty();
    boolean fresh = taken.filter(one -> FinalSnapshot.isFresh(one, now)).isPresent();
    boolean snapshot =
        choices.finalSnapshot() && !fresh && InstanceStatus.allowsFinalSnapshot(status);
    if (snapshot) {
      // It gets the tags of the instance, which must therefore say whose it is.
      new Instances(place)
          .tag(
              instance.dbInstanceArn(),
              Tags.missing(OwnershipTags.of(ref), Tags.of(instance.tagList())));
    }
    if (isReady(instance, snapshot)) {
      delete(instance, choices, snapshot, taken);
    }
  }

  /**
   * Clears the deletion protection, and has snapshots get the tags.
   *
   * @return false if RDS has not cleared the protection yet: it then has to be asked again
   */
  private boolean isReady(DBInstance instance, boolean snapshot) {
    boolean isProtected = Boolean.TRUE.equals(instance.deletionProtection());
    boolean tagless = snapshot && !Boolean.TRUE.equals(instance.copyTagsToSnapshot());
    boolean stopped = InstanceReading.status(instance).equals(STOPPED);
    if (isProtected && stopped) {
      throw new ProvisionerException(
          ErrorCode.INVALID_SETTINGS,
          "DB instance %s is stopped and protected from deletion: RDS changes nothing of it"
              .formatted(ref.externalName()),
          "start it in the console; RDS starts it by itself seven days after it was stopped");
    }
    if (!isProtected && (!tagless || stopped)) {
      return true;
    }
    DBInstance changed =
        place
            .rds()
            .modifyDBInstance(
                request -> {
                  request.dbInstanceIdentifier(ref.externalName()).applyImmediately(true);
                  if (isProtected) {
                    request.deletionProtection(false);
                  }
                  if (tagless) {
                    request.copyTagsToSnapshot(true);
                  }
                })
            .dbInstance();
    return !Boolean.TRUE.equals(changed.deletionProtection());
  }

  /**
   * @param snapshot whether to take one
   * @param taken the one that was taken before; if another is to be taken, that has its name, by
   *     which it is found and discarded, and holds what was written since
   */
  private void delete(
      DBInstance instance, Choices choices, boolean snapshot, Optional<DBSnapshot> taken) {
    boolean nothingToKeep =
        snapshot
            || taken.isPresent()
            || !choices.finalSnapshot()
            || InstanceReading.status(instance).equals(CREATING);
    DeleteDbInstanceRequest.Builder request =
        DeleteDbInstanceRequest.builder()
            .dbInstanceIdentifier(ref.externalName())
            .skipFinalSnapshot(!snapshot)
            // Where a snapshot is wanted and can not be made, the backups are all that is left
            .deleteAutomatedBackups(choices.deleteAutomatedBackups() && nothingToKeep);
    if (snapshot) {
      Optional<String> outdated = taken.map(DBSnapshot::dbSnapshotIdentifier);
      outdated.ifPresent(name -> FinalSnapshot.delete(place, name));
      request.finalDBSnapshotIdentifier(
          outdated.orElseGet(() -> new FinalSnapshot(place, ref).freeName()));
    }
    try {
      place.rds().deleteDBInstance(request.build());
    } catch (AwsServiceException failure) {
      if (AwsFailures.isTaken(failure)) {
        throw new ProvisionerException(
            ErrorCode.ofOneResource("busy"),
            "another deletion of %s took the name of its final snapshot"
                .formatted(ref.externalName()),
            "nothing: it is looked at again",
            failure);
      }
      if (!AwsFailures.isMissing(failure)) {
        throw failure;
      }
    }
  }
}
