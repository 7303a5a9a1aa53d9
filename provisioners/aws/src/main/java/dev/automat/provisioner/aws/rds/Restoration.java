package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.account.Place;
import dev.automat.provisioner.aws.call.AwsFailures;
import dev.automat.spi.Desired;
import dev.automat.spi.Observation.State;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import dev.automat.sql.DatabaseFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;

/**
 * The making of an instance from a snapshot. RDS takes few settings and no password with the
 * snapshot (RestoreDBInstanceFromDBSnapshot): the rest is written once the data are there. Until
 * then a tag of the instance says how far it came, so that whatever was cut short is gone on with.
 */
record Restoration(DatabaseEngine engine, Place place, Desired desired) {

  static final String TAG = "automat-restoring";

  /** The data are being put back, and nothing else is. */
  private static final String DATA = "data";

  /** The password is written, too: in a change of its own, since RDS takes one at a time. */
  private static final String PASSWORD = "password";

  /** All is written, and RDS is working on it. */
  private static final String SETTINGS = "settings";

  /** The end, too, but the users that the snapshot brought along were not shut out. */
  private static final String NOT_TAKEN_OVER = "not-taken-over";

  /** What follows where nobody could sign in to take the old users over, and then that end. */
  private static final Map<String, String> UNREACHED =
      Map.of(SETTINGS, "unreached", "unreached", "unreached-twice");

  static boolean isUnderWay(DBInstance instance) {
    return Tags.of(instance.tagList()).containsKey(TAG) && !lacksTakeover(instance);
  }

  /** Whether it came to its end, and users of before may still sign in. */
  static boolean lacksTakeover(DBInstance instance) {
    return NOT_TAKEN_OVER.equals(Tags.of(instance.tagList()).get(TAG));
  }

  /** Says of the instance that the users of before are shut out, after all. */
  static void takenOver(Place place, ResourceRef ref) {
    new Instances(place)
        .find(ref.externalName())
        .filter(Restoration::lacksTakeover)
        .ifPresent(instance -> end(place, instance));
  }

  /**
   * Orders the instance, unless another call has just done so.
   *
   * @param snapshot complete
   */
  void begin(String snapshot) {
    Wanted wanted = new Wanted(desired.settings());
    SubnetGroup subnets = new SubnetGroup(place, desired.ref());
    subnets.ensure(desired.tags());
    Optional<String> group =
        new ParameterGroups(place, desired.ref())
            .ensure(engine, wanted, desired.tags(), Optional.empty());
    RestoreDbInstanceFromDbSnapshotRequest.Builder request =
        RestoreDbInstanceFromDbSnapshotRequest.builder()
            .dbInstanceIdentifier(desired.ref().externalName())
            .dbSnapshotIdentifier(snapshot)
            .dbSubnetGroupName(subnets.name())
            .publiclyAccessible(wanted.flag(Keys.PUBLICLY_ACCESSIBLE, false))
            .copyTagsToSnapshot(wanted.flag(Keys.COPY_TAGS, true))
            .tags(Tags.of(tags(wanted)));
    wanted.text(Keys.INSTANCE_CLASS).ifPresent(request::dbInstanceClass);
    group.ifPresent(request::dbParameterGroupName);
    if (!place.settings().securityGroupIds().isEmpty()) {
      request.vpcSecurityGroupIds(place.settings().securityGroupIds());
    }
    try {
      place.rds().restoreDBInstanceFromDBSnapshot(request.build());
    } catch (AwsServiceException failure) {
      if (!AwsFailures.isTaken(failure)) {
        throw failure;
      }
    }
  }

  private Map<String, String> tags(Wanted wanted) {
    Map<String, String> tags = new LinkedHashMap<>(desired.tags());
    tags.putAll(new Choices(Map.of()).with(wanted).tag());
    tags.put(TAG, DATA);
    return tags;
  }

  /**
   * Goes on as far as it goes now.
   *
   * @param changes writes what differs from what is desired, as an update does
   * @param takeOver signs in, and shuts out the users that the snapshot brought along
   */
  void goOn(DBInstance instance, Runnable changes, Runnable takeOver) {
    if (!isUnderWay(instance) || !isAtRest(instance)) {
      return;
    }
    String stage = Tags.of(instance.tagList()).getOrDefault(TAG, "");
    switch (stage) {
      case DATA -> {
        password(instance);
        come(instance, PASSWORD);
      }
      case PASSWORD -> {
        changes.run();
        come(instance, SETTINGS);
      }
      default -> {
        if (isReached(takeOver)) {
          end(place, instance);
        } else {
          come(instance, UNREACHED.getOrDefault(stage, NOT_TAKEN_OVER));
        }
      }
    }
  }

  private static void end(Place place, DBInstance instance) {
    place
        .rds()
        .removeTagsFromResource(
            request -> request.resourceName(instance.dbInstanceArn()).tagKeys(TAG));
  }

  /** Not every installation lets Automat reach its databases; another failure is thrown on. */
  private static boolean isReached(Runnable takeOver) {
    try {
      takeOver.run();
      return true;
    } catch (ProvisionerException failure) {
      if (!failure.code().equals(DatabaseFailure.UNREACHED)) {
        throw failure;
      }
      return false;
    }
  }

  /** A change shows as waiting for a while before the status says anything of it. */
  private static boolean isAtRest(DBInstance instance) {
    boolean applying =
        !ShownSettings.waiting(instance).isEmpty()
            && Choices.in(Tags.of(instance.tagList())).applyImmediately();
    return InstanceStatus.stateOf(InstanceReading.status(instance)) == State.AVAILABLE && !applying;
  }

  private void come(DBInstance instance, String stage) {
    new Instances(place).tag(instance.dbInstanceArn(), Map.of(TAG, stage));
  }

  /** The snapshot holds the old one. Where RDS is to manage it, the other changes say so. */
  private void password(DBInstance instance) {
    if (new Wanted(desired.settings()).managesMasterPassword()) {
      return;
    }
    ModifyDbInstanceRequest.Builder request =
        ModifyDbInstanceRequest.builder()
            .dbInstanceIdentifier(desired.ref().externalName())
            .applyImmediately(true)
            .masterUserPassword(CreationRequest.password(desired));
    if (ShownSettings.isManaged(instance)) {
      request.manageMasterUserPassword(false);
    }
    place.rds().modifyDBInstance(request.build());
  }
}
