package dev.automat.provisioner.gcp.cloudsql;

import com.google.api.services.sqladmin.model.Backup;
import com.google.api.services.sqladmin.model.DatabaseInstance;
import dev.automat.provisioner.gcp.account.GcpAccounts;
import dev.automat.provisioner.gcp.account.Place;
import dev.automat.provisioner.gcp.call.GcpFailures;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a backup of databases that go: one of the project, made on demand before the deletion. It
 * outlives its instance only if that is set to retain its backups ({@code retainBackupsOnDelete},
 * the setting {@code retainBackups}), which then holds for those of each night, too: they go with
 * it, when its time is over. The engine knows whether the module wants a copy, and asks for none
 * otherwise: an instance that is set to retain nothing is set right first.
 */
record InstanceBackups(CloudSqlType type, DatabaseEngine engine, GcpAccounts accounts)
    implements Recoverable {

  private static final Duration POLL = Duration.ofSeconds(20);

  /** Calls to Google. */
  @FunctionalInterface
  private interface Calls<T> {
    T make(ProjectBackups backups, Instances instances, Place place) throws IOException;
  }

  @Override
  public Copy snapshot(ResourceRef ref, String name) {
    return in(
        ref.scope(),
        "backing up " + CloudSqlType.WHAT + " " + ref.externalName(),
        (backups, instances, place) -> {
          Optional<Backup> standing = named(backups, ref, name);
          if (standing.isPresent()) {
            requireOf(standing.get(), ref);
            return lasting(instances, ref, seen(standing.get()));
          }
          Optional<DatabaseInstance> instance = instances.find(ref.externalName());
          if (instance.isEmpty()) {
            return new Copy.Nothing(ref.externalName() + " is not there");
          }
          CloudSqlType.require(instance.get(), ref);
          return begun(backups, instances, BackupNote.of(ref, name), instance.get());
        });
  }

  /** What is taken is only said to be once the deletion does not take it along. */
  private static Copy lasting(Instances instances, ResourceRef ref, Copy seen) throws IOException {
    Optional<DatabaseInstance> instance =
        instances
            .find(ref.externalName())
            .filter(found -> CloudSqlType.foreign(found, ref).isEmpty())
            .filter(found -> !InstanceReading.isGoing(found));
    if (!(seen instanceof Copy.Taken) || instance.isEmpty()) {
      return seen;
    }
    Retention retention = new Retention(instances, instance.get());
    return retention.isOn() ? seen : retention.hindrance(POLL).orElse(seen);
  }

  private static Optional<Backup> named(ProjectBackups backups, ResourceRef ref, String name)
      throws IOException {
    return backups.of(ref.externalName()).stream()
        .filter(backup -> BackupNote.in(backup).isOf(name))
        .findFirst();
  }

  private static Copy seen(Backup backup) {
    if (ProjectBackups.isComplete(backup)) {
      return new Copy.Taken(SnapshotId.of(backup).text());
    }
    if ("FAILED".equals(backup.getState())) {
      throw new ProvisionerException(
          ErrorCode.ofOneResource("snapshot-failed"),
          "backup %s failed, in Google's words%s"
              .formatted(
                  backup.getName(),
                  backup.getError() == null ? "" : ": " + backup.getError().getMessage()),
          "delete it in the console: another is made then");
    }
    return new Copy.Working("Google copies the data: " + backup.getState(), POLL);
  }

  private static Copy begun(
      ProjectBackups backups, Instances instances, BackupNote note, DatabaseInstance instance)
      throws IOException {
    if (InstanceReading.isGoing(instance) || InstanceReading.neverWas(instance)) {
      return new Copy.Nothing("Google backs up nothing that is " + instance.getState());
    }
    Optional<Copy> hindrance = new Retention(instances, instance).hindrance(POLL);
    if (hindrance.isPresent()) {
      return hindrance.get();
    }
    if (InstanceReading.isStopped(instance) || InstanceReading.isGivenUp(instance)) {
      throw Retention.notRunning(instance);
    }
    backups.make(instance.getName(), note);
    return new Copy.Working("Google begins to copy the data", POLL);
  }

  @Override
  public Outcome restore(Desired desired, String snapshotId) {
    ResourceRef ref = desired.ref();
    return in(
        ref.scope(),
        "restoring " + CloudSqlType.WHAT + " " + ref.externalName(),
        (backups, instances, place) -> {
          Restoration restoration = new Restoration(engine, place, desired);
          Optional<DatabaseInstance> standing = instances.find(ref.externalName());
          if (standing.isPresent()) {
            CloudSqlType.require(standing.get(), ref);
            type.goOn(restoration, standing.get());
          } else {
            Backup from = requireOurs(backups, ref.scope(), snapshotId);
            if (!ProjectBackups.isComplete(from)) {
              return new Outcome.Working(
                  Optional.empty(), "the backup is not complete: " + from.getState(), POLL);
            }
            restoration.begin(from);
          }
          return type.standing(instances, ref);
        });
  }

  private static Backup requireOurs(ProjectBackups backups, Scope scope, String id)
      throws IOException {
    Backup backup =
        backups
            .find(SnapshotId.parse(id).backup())
            .orElseThrow(
                () ->
                    new ProvisionerException(
                        ErrorCode.SNAPSHOT_GONE,
                        "backup %s is not in the project of account %s"
                            .formatted(id, scope.account()),
                        "make the database again without its data"));
    requireInstallation(backup, scope);
    return backup;
  }

  /**
   * By the instance's own settings; once it is gone, by deleting whatever of it is left. While
   * Google is at work on it nothing can be set: the deletion waits, too.
   */
  @Override
  public void leaveNothing(ResourceRef ref) {
    in(
        ref.scope(),
        "declining backups of " + CloudSqlType.WHAT + " " + ref.externalName(),
        (backups, instances, place) -> {
          Optional<DatabaseInstance> instance = instances.find(ref.externalName());
          if (instance.isPresent()) {
            CloudSqlType.require(instance.get(), ref);
            if (new Work(instances.operations(ref.externalName())).underWay().isEmpty()) {
              new Retention(instances, instance.get()).switchOff();
            }
          }
          for (Backup backup : backups.of(ref.externalName())) {
            boolean begun = BackupNote.in(backup).isNamed() && isOf(backup, ref);
            boolean left = instance.isEmpty() && wasOf(backup, ref);
            if (begun || left) {
              backups.delete(backup);
            }
          }
          return true;
        });
  }

  @Override
  public boolean snapshotExists(Scope scope, String snapshotId) {
    return in(
        scope,
        "looking for backup " + snapshotId,
        (backups, instances, place) ->
            backups
                .find(SnapshotId.parse(snapshotId).backup())
                .filter(found -> BackupNote.in(found).isOfInstallation(scope.installation()))
                .isPresent());
  }

  /**
   * Those of its nights, which the instance was set to retain for this one's sake, go with it: also
   * if somebody else deleted this one.
   */
  @Override
  public void discard(Scope scope, String snapshotId) {
    in(
        scope,
        "deleting backup " + snapshotId,
        (backups, instances, place) -> {
          SnapshotId id = SnapshotId.parse(snapshotId);
          Optional<Backup> standing = backups.find(id.backup());
          standing.ifPresent(found -> requireInstallation(found, scope));
          Optional<String> instance = standing.map(Backup::getInstance).or(id::instance);
          List<Backup> others = instance.isPresent() ? backups.of(instance.get()) : List.of();
          for (Backup other : others) {
            boolean ours = standing.isPresent() || wasOfInstallation(other, scope);
            if (ours && other.getInstanceDeletionTime() != null && isOfANight(other)) {
              backups.delete(other);
            }
          }
          if (standing.isPresent()) {
            backups.delete(standing.get());
          }
          return true;
        });
  }

  private static boolean isOfANight(Backup backup) {
    return "AUTOMATED".equals(backup.getType());
  }

  private static boolean isOf(Backup backup, ResourceRef ref) {
    return OwnershipTags.ownerOf(BackupNote.in(backup).tags(), ref) == Owner.OURS;
  }

  /** By the labels that the instance had. */
  private static boolean wasOf(Backup backup, ResourceRef ref) {
    return backup.getInstanceSettings() != null
        && OwnershipTags.ownerOf(ShownSettings.labels(backup.getInstanceSettings()), ref)
            == Owner.OURS;
  }

  /** By these labels, too. */
  private static boolean wasOfInstallation(Backup backup, Scope scope) {
    return backup.getInstanceSettings() != null
        && scope
            .installation()
            .equals(
                ShownSettings.labels(backup.getInstanceSettings()).get(OwnershipTags.INSTALLATION));
  }

  private static void requireOf(Backup backup, ResourceRef ref) {
    if (!isOf(backup, ref)) {
      throw foreign(backup);
    }
  }

  private static void requireInstallation(Backup backup, Scope scope) {
    if (!BackupNote.in(backup).isOfInstallation(scope.installation())) {
      throw foreign(backup);
    }
  }

  private static ProvisionerException foreign(Backup backup) {
    return new ProvisionerException(
        ErrorCode.FOREIGN,
        "backup %s is not ours: its description is %s"
            .formatted(backup.getName(), backup.getDescription()),
        "if it is yours, delete it; Automat does not touch it");
  }

  private <T> T in(Scope scope, String doing, Calls<T> calls) {
    Place place = accounts.place(scope);
    return GcpFailures.translating(
        doing, () -> calls.make(new ProjectBackups(place), new Instances(place), place));
  }
}
