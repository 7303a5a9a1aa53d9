package dev.automat.spi;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tags that say whose an object is, and the one way to read them. */
public final class OwnershipTags {

  /** The uid of the record. */
  public static final String UID = "automat-uid";

  /** The id of the installation. */
  public static final String INSTALLATION = "automat-installation";

  /**
   * The date on which it is taken back, as {@code yyyy-mm-dd} in UTC. It follows the record and is
   * never drift of a request.
   */
  public static final String EXPIRES_ON = "expires-on";

  private OwnershipTags() {}

  /** The identity tags of a resource. */
  public static Map<String, String> of(ResourceRef ref) {
    return Map.of(UID, ref.uid(), INSTALLATION, ref.scope().installation());
  }

  /**
   * Whose an object with these tags is. Missing tags are {@link Owner#UNMARKED}, which is ours only
   * if the recorded cloud id, or a name that holds the uid, says so too.
   */
  public static Owner ownerOf(Map<String, String> tags, ResourceRef ref) {
    @Nullable String uid = tags.get(UID);
    @Nullable String installation = tags.get(INSTALLATION);
    boolean otherUid = uid != null && !uid.equals(ref.uid());
    boolean otherInstallation =
        installation != null && !installation.equals(ref.scope().installation());
    if (otherUid || otherInstallation) {
      return Owner.FOREIGN;
    }
    return Objects.nonNull(uid) && Objects.nonNull(installation) ? Owner.OURS : Owner.UNMARKED;
  }

  /** Whose an object is. */
  public enum Owner {
    OURS,
    /** A tag is missing, none contradicts. */
    UNMARKED,
    FOREIGN
  }
}
