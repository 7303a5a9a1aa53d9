package dev.automat.api;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.Desired;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Outcome;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.Recoverable;
import dev.automat.spi.ResourceRef;
import dev.automat.spi.ResourceType;
import dev.automat.spi.Scope;
import java.util.Optional;

/** What the toy cloud puts out of reach and copies. */
record ToyKeeping(ToyCloud cloud, ResourceType type) implements Quarantinable, Recoverable {

  @Override
  public Optional<String> quarantine(BindingTarget target) {
    cloud.cut.add(target.ref().externalName());
    return Optional.empty();
  }

  @Override
  public Optional<String> release(BindingTarget target) {
    cloud.cut.remove(target.ref().externalName());
    return Optional.empty();
  }

  @Override
  public Copy snapshot(ResourceRef ref, String name) {
    Desired standing = cloud.standing.get(ref.externalName());
    if (standing == null) {
      return new Copy.Nothing("it is gone");
    }
    cloud.snapshots.put(name, standing);
    return new Copy.Taken(name);
  }

  @Override
  public Outcome restore(Desired desired, String snapshotId) {
    if (!cloud.snapshots.containsKey(snapshotId)) {
      throw new ProvisionerException(
          ErrorCode.SNAPSHOT_GONE, snapshotId + " is gone", "make a new one");
    }
    return type.create(desired);
  }

  @Override
  public boolean snapshotExists(Scope scope, String snapshotId) {
    return cloud.snapshots.containsKey(snapshotId);
  }

  @Override
  public void discard(Scope scope, String snapshotId) {
    cloud.snapshots.remove(snapshotId);
  }
}
