package dev.automat.provisioner.gcp.call;

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
 * Whose an object in a project is. Its labels decide. One without them is ours if its name holds
 * the uid and it is the one that was made: names can be taken again, what {@link ResourceRef}
 * records can not. One whose labels are ours is ours under another id too, since a late creation
 * and a restored copy have one.
 */
public final class Ownership {

  private Ownership() {}

  /**
   * What is wrong with taking the object for ours; empty if it is ours.
   *
   * @param what it is, for a person, such as {@code Cloud SQL instance}
   * @param cloudId the id that it has now, where the cloud shows one
   */
  public static Optional<Observation.Foreign> foreign(
      String what,
      String name,
      Optional<String> cloudId,
      Map<String, String> labels,
      ResourceRef ref) {
    Owner owner = OwnershipTags.ownerOf(labels, ref);
    boolean another =
        ref.cloudId().isPresent() && cloudId.isPresent() && !ref.cloudId().equals(cloudId);
    if (owner == Owner.UNMARKED && another) {
      return Optional.of(
          new Observation.Foreign(
              "%s %s carries no labels of ours and is %s, not %s, which was made"
                  .formatted(what, name, cloudId.get(), ref.cloudId().get())));
    }
    boolean ours = owner == Owner.OURS || (owner == Owner.UNMARKED && name.contains(ref.uid()));
    return ours
        ? Optional.empty()
        : Optional.of(new Observation.Foreign(message(what, name, labels)));
  }

  /**
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if the object is not ours
   */
  public static void require(
      String what,
      String name,
      Optional<String> cloudId,
      Map<String, String> labels,
      ResourceRef ref) {
    foreign(what, name, cloudId, labels, ref)
        .ifPresent(
            foreign -> {
              throw new ProvisionerException(
                  ErrorCode.FOREIGN,
                  foreign.message(),
                  "if it is yours, delete it; Automat does not touch what it did not make");
            });
  }

  /** In order, as the same finding must read the same at every look, in every process. */
  private static String message(String what, String name, Map<String, String> labels) {
    return "%s %s belongs to somebody else: its labels are %s"
        .formatted(what, name, new TreeMap<>(labels));
  }
}
