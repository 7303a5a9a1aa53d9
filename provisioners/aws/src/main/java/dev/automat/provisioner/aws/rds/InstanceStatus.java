package dev.automat.provisioner.aws.rds;

import dev.automat.spi.Observation.State;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that DBInstanceStatus can say, by the table "Viewing Amazon RDS DB instance status" of the
 * RDS User Guide, and what each means to the engine. A status in which the database can be used and
 * nothing is changed is AVAILABLE, however long it lasts.
 */
enum InstanceStatus {
  AVAILABLE(State.AVAILABLE, ""),
  BACKING_UP(State.AVAILABLE, "a backup runs; it can be used"),
  STORAGE_OPTIMIZATION(
      State.AVAILABLE,
      "RDS rearranges the disk after a change, which can take a day; it can be used, and its disk"
          + " can not be changed meanwhile"),
  STORAGE_INITIALIZATION(State.AVAILABLE, "RDS loads the disk's blocks; it can be used, slower"),
  CREATING(State.WORKING, "RDS makes it"),
  MODIFYING(State.WORKING, "RDS applies a change"),
  UPGRADING(State.WORKING, "RDS upgrades the engine; it can not be reached meanwhile"),
  MAINTENANCE(State.WORKING, "RDS does its maintenance"),
  REBOOTING(State.WORKING, "it restarts"),
  RENAMING(State.WORKING, "somebody renames it"),
  RESETTING_MASTER_CREDENTIALS(State.WORKING, "RDS sets the master password"),
  STARTING(State.WORKING, "it starts"),
  STOPPING(State.WORKING, "somebody stops it"),
  MOVING_TO_VPC(State.WORKING, "it moves to another network"),
  CONVERTING_TO_VPC(State.WORKING, "it moves into a network"),
  CONFIGURING_ENHANCED_MONITORING(State.WORKING, "RDS switches Enhanced Monitoring"),
  CONFIGURING_IAM_DATABASE_AUTH(State.WORKING, "RDS switches sign-in by IAM"),
  CONFIGURING_LOG_EXPORTS(State.WORKING, "RDS switches the export of logs"),
  STORAGE_CONFIG_UPGRADE(State.WORKING, "RDS upgrades the file system of the disk"),
  DELETE_PRECHECK(State.DELETING, "RDS checks whether it can be deleted"),
  DELETING(State.DELETING, "RDS deletes it"),
  STOPPED(
      State.FAILED,
      "somebody stopped it. Its disk is still paid for, and RDS starts it again by itself after"
          + " seven days. Start it in the console, or delete it"),
  STORAGE_FULL(
      State.FAILED,
      "its disk is full. Ask for a larger disk, and have the platform team set"
          + " maxAllocatedStorageGiB so that it grows by itself"),
  FAILED(
      State.FAILED,
      "RDS could not make or recover it. If it held data, restore it to another name from a backup;"
          + " then delete it"),
  INACCESSIBLE_ENCRYPTION_CREDENTIALS(
      State.FAILED,
      "RDS can not use its KMS key any more. Restore it from a backup; a key that is deleted takes"
          + " all that it encrypted along"),
  INACCESSIBLE_ENCRYPTION_CREDENTIALS_RECOVERABLE(
      State.FAILED,
      "RDS can not use its KMS key. Enable the key, allow RDS to use it, then start the database,"
          + " all within seven days"),
  INCOMPATIBLE_CREATE(
      State.FAILED,
      "RDS can not make it with what surrounds it. Correct what the events name, and ask again"),
  INCOMPATIBLE_NETWORK(
      State.FAILED,
      "its network does not serve it: check that the subnets have free addresses and that the"
          + " network resolves host names"),
  INCOMPATIBLE_OPTION_GROUP(
      State.FAILED, "its option group does not fit. Correct the group as the events say"),
  INCOMPATIBLE_PARAMETERS(
      State.FAILED,
      "it can not start with its parameters: too much memory for its class, mostly. Correct the"
          + " parameters, then restart it"),
  INCOMPATIBLE_RESTORE(
      State.FAILED, "it can not be restored to that moment. Restore an older one, to another name"),
  INSUFFICIENT_CAPACITY(
      State.FAILED, "AWS has no room for its class in the zone. Try later, or another class"),
  RESTORE_ERROR(
      State.FAILED, "the restoration failed. Restore it again, to another name, and delete it");

  /** RDS can make no final snapshot in these: "Deleting a DB instance", RDS User Guide. */
  private static final List<String> NO_SNAPSHOT =
      List.of(
          "creating",
          "failed",
          "incompatible-create",
          "incompatible-network",
          "incompatible-restore");

  private final State state;
  private final String words;

  InstanceStatus(State state, String words) {
    this.state = state;
    this.words = words;
  }

  /** As RDS writes it. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The status of that name; empty for one that is not in the table. */
  static Optional<InstanceStatus> of(String status) {
    return Arrays.stream(values()).filter(each -> each.id().equals(status)).findFirst();
  }

  /**
   * What a status means to the engine. One that is new to us is taken for work, since the statuses
   * of failures are old and those of features are new.
   */
  static State stateOf(String status) {
    return of(status).map(known -> known.state).orElse(State.WORKING);
  }

  /** RDS's word, and what it means; empty for {@code available}. */
  static String describe(String status) {
    return of(status)
        .map(known -> known.words.isEmpty() ? "" : status + ": " + known.words)
        .orElse(status);
  }

  static boolean allowsFinalSnapshot(String status) {
    return !NO_SNAPSHOT.contains(status);
  }
}
