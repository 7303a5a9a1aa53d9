package dev.automat.provisioner.template;

import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Outcome;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.Scope;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Step 9 of the walk, for types that can do it: a copy that outlives what it was made of. The name
 * is the same at every repeat, so a process that died before it wrote the answer down finds the
 * copy, and makes no second one.
 */
record FolderSnapshots(FolderType folders, FolderCloud cloud) implements Recoverable {

  @Override
  public Copy snapshot(ResourceRef ref, String name) {
    Path snapshot = cloud.snapshot(ref.scope(), name);
    Optional<Properties> standing = cloud.label(snapshot);
    if (standing.isPresent()) {
      if (OwnershipTags.ownerOf(FolderType.tags(standing.get()), ref) != Owner.OURS) {
        throw foreign(snapshot, standing.get());
      }
      return new Copy.Taken(name);
    }
    Path folder = folders.path(ref);
    Optional<Properties> label = folders.owned(ref, folder);
    if (label.isEmpty()) {
      return new Copy.Nothing(folder + " is not there");
    }
    // It says whose it is, also if somebody took the tags off what it is made of.
    cloud.copy(folder, snapshot, FolderType.labelled(label.get(), OwnershipTags.of(ref)));
    return new Copy.Taken(name);
  }

  /** As a create, but made of the copy. The copy itself stays. */
  @Override
  public Outcome restore(Desired desired, String snapshotId) {
    Path folder = folders.path(desired.ref());
    Optional<Properties> standing = folders.owned(desired.ref(), folder);
    if (standing.isPresent() && !standing.get().isEmpty()) {
      return new Outcome.Finished(FolderType.present(folder, standing.get()));
    }
    Properties label = FolderType.labelled(desired);
    if (standing.isPresent()) {
      // Somebody took its label off. What has the name is complete, so its content stays.
      cloud.relabel(folder, label);
    } else {
      Path snapshot = cloud.snapshot(desired.ref().scope(), snapshotId);
      if (!isOurs(desired.ref().scope(), snapshot)) {
        throw new ProvisionerException(
            ErrorCode.SNAPSHOT_GONE,
            snapshot + " is not there",
            "make the folder again without its content");
      }
      cloud.copy(snapshot, folder, label);
    }
    return new Outcome.Finished(FolderType.present(folder, label));
  }

  @Override
  public boolean snapshotExists(Scope scope, String snapshotId) {
    return cloud
        .label(cloud.snapshot(scope, snapshotId))
        .filter(label -> carries(label, scope))
        .isPresent();
  }

  @Override
  public void discard(Scope scope, String snapshotId) {
    Path snapshot = cloud.snapshot(scope, snapshotId);
    if (isOurs(scope, snapshot)) {
      cloud.delete(snapshot);
    }
  }

  /** Whether it is there; an exception if it is not ours. */
  private boolean isOurs(Scope scope, Path snapshot) {
    Optional<Properties> label = cloud.label(snapshot);
    if (label.isPresent() && !carries(label.get(), scope)) {
      throw foreign(snapshot, label.get());
    }
    return label.isPresent();
  }

  private static boolean carries(Properties label, Scope scope) {
    return scope.installation().equals(FolderType.tags(label).get(OwnershipTags.INSTALLATION));
  }

  private static ProvisionerException foreign(Path snapshot, Properties label) {
    return new ProvisionerException(
        ErrorCode.FOREIGN,
        snapshot + " carries " + FolderType.tags(label),
        "move it away; Automat does not touch it");
  }
}
