package dev.automat.provisioner.aws.rds;

import dev.automat.provisioner.aws.call.Ownership;
import dev.automat.spi.ErrorCode;
import dev.automat.spi.Observation;
import dev.automat.spi.OwnershipTags;
import dev.automat.spi.OwnershipTags.Owner;
import dev.automat.spi.ProvisionerException;
import dev.automat.spi.ResourceRef;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * Whose an instance is. Its tags decide. One without them is ours if its name holds the uid and it
 * is the one that was made: names can be taken again, the id that AWS gives can not. One whose tags
 * are ours is ours under another id too, since a late creation and a restored backup have one.
 */
final class Whose {

  private Whose() {}

  static Optional<Observation.Foreign> foreign(DBInstance instance, ResourceRef ref) {
    Map<String, String> tags = Tags.of(instance.tagList());
    Optional<String> id = InstanceReading.cloudId(instance);
    boolean another = ref.cloudId().isPresent() && id.isPresent() && !ref.cloudId().equals(id);
    if (another && OwnershipTags.ownerOf(tags, ref) == Owner.UNMARKED) {
      return Optional.of(
          new Observation.Foreign(
              "DB instance %s carries no tags of ours and is %s, not %s, which was made"
                  .formatted(ref.externalName(), id.get(), ref.cloudId().get())));
    }
    return Ownership.foreign("DB instance", ref.externalName(), tags, ref);
  }

  /**
   * @throws ProvisionerException with {@link ErrorCode#FOREIGN} if the instance is not ours
   */
  static void require(DBInstance instance, ResourceRef ref) {
    foreign(instance, ref)
        .ifPresent(
            foreign -> {
              throw new ProvisionerException(
                  ErrorCode.FOREIGN,
                  foreign.message(),
                  "if it is yours, delete it; Automat does not touch what it did not make");
            });
  }
}
