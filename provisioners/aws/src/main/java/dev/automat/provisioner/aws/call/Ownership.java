package dev.automat.provisioner.aws.call;

import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whose an object in AWS is. An ARN names the account, and names hold the uid, so that an object
 * without tags is ours if its name is. But secrets of Secrets Manager need the tags: whoever made
 * one of such a name may have let others read it.
 */
public final class Ownership {

  private Ownership() {}

  /** What is wrong with taking the object for ours; empty if it is ours. */
  public static Optional<Observation.Foreign> foreign(
      String what, String name, Map<String, String> tags, ResourceRef ref) {
    return isOurs(name, tags, ref)
        ? Optional.empty()
        : Optional.of(new Observation.Foreign(message(what, name, tags)));
  }

  /**
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if the object is not ours
   */
  public static void require(String what, String name, Map<String, String> tags, ResourceRef ref) {
    foreign(what, name, tags, ref)
        .ifPresent(
            foreign -> {
              throw new ProvisionerException(
                  ErrorCode.FOREIGN,
                  foreign.message(),
                  "if it is yours, delete it; Automat does not touch what it did not make");
            });
  }

  /** Whether its tags, or in want of them its name, say so. */
  public static boolean isOurs(String name, Map<String, String> tags, ResourceRef ref) {
    Owner owner = OwnershipTags.ownerOf(tags, ref);
    return owner == Owner.OURS || (owner == Owner.UNMARKED && name.contains(ref.uid()));
  }

  /** In order, as the same finding must read the same at every look, in every process. */
  private static String message(String what, String name, Map<String, String> tags) {
    return "%s %s belongs to somebody else: its tags are %s"
        .formatted(what, name, new TreeMap<>(tags));
  }
}
