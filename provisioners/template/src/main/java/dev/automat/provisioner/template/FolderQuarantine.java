package dev.automat.provisioner.template;

import dev.automat.spi.BindingTarget;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.Quarantinable;
import dev.automat.spi.ResourceRef;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Step 8 of the walk, for types that can do it: out of reach and back, with all data kept. Nothing
 * that {@code observe} shows changes by it, so it is no drift; and the label stays, so it is found,
 * updated and deleted as before.
 */
record FolderQuarantine(FolderType folders, FolderCloud cloud) implements Quarantinable {

  /** Who opened a folder's inbox finds nothing at its path any more: open sessions end, too. */
  @Override
  public Optional<String> quarantine(BindingTarget target) {
    return shut(target.ref(), true);
  }

  @Override
  public Optional<String> release(BindingTarget target) {
    return shut(target.ref(), false);
  }

  /** A cloud that takes its time says here, in place of empty, what it is doing. */
  private Optional<String> shut(ResourceRef ref, boolean shut) {
    Path folder = folders.path(ref);
    if (folders.owned(ref, folder).isEmpty()) {
      throw new ProvisionerException(
          ErrorCode.ofOneResource("gone"), folder + " is not there", "it is observed again");
    }
    cloud.shut(folder, shut);
    return Optional.empty();
  }
}
