package dev.automat.sql;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.Map;

/**
 * What a secret that holds what a binding gives must carry to be written: its name is not enough,
 * as whoever made it may have let others read it. Ours are made with it in one call, so that none
 * is without.
 *
 * @param marks what the cloud calls them, such as {@code tags}
 */
public record SecretMark(ResourceRef ref, String marks) {

  /** Whether the secret says that it is ours. */
  public boolean isOn(Map<String, String> tags) {
    return OwnershipTags.ownerOf(tags, ref) == Owner.OURS;
  }

  /**
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if the secret does not say so
   */
  public void require(String name, Map<String, String> tags) {
    if (!isOn(tags)) {
      throw new ProvisionerException(
          ErrorCode.FOREIGN,
          "secret %s carries no %s of ours: somebody else made it, or took them off"
              .formatted(name, marks),
          "look at who may read it; then delete it, or give it the %s %s: %s, %s: %s"
              .formatted(
                  marks,
                  OwnershipTags.UID,
                  ref.uid(),
                  OwnershipTags.INSTALLATION,
                  ref.scope().installation()));
    }
  }
}
