package dev.automat.provisioner.aws.elasticache;

import dev.automat.spi.GrantId;
import java.util.Locale;
import java.util.Optional;

/** What the children of a cache are called: the cache's name, a hyphen, and what they are. */
final class ChildNames {

  private ChildNames() {}

  static String subnetGroup(String cache) {
    return cache + "-subnets";
  }

  /** One for each family, as a group can not change its family and can not go while in use. */
  static String parameterGroup(String cache, String family) {
    return cache + "-" + family.replace('.', '-').toLowerCase(Locale.ROOT);
  }

  static String finalSnapshot(String cache) {
    return cache + "-final";
  }

  /** Of the uid alone: an id of a user has at most 40 characters, a cache's name may have them. */
  static String userGroup(String uid) {
    return "automat-" + uid;
  }

  static String defaultUser(String uid) {
    return userGroup(uid) + "-default";
  }

  /** At most 40 characters: ids of users are lowercase letters, digits and hyphens. */
  static String user(String uid, GrantId grant) {
    return userGroup(uid) + "-" + grant.binding() + "-" + grant.version();
  }

  static boolean isUser(String id, String uid) {
    return id.startsWith(userGroup(uid) + "-");
  }

  /** The grant that a user belongs to; nothing for the default user. */
  static Optional<GrantId> grant(String id, String uid) {
    return isUser(id, uid)
        ? GrantId.ofUser(id.substring("automat-".length()).replace('-', '_'), uid)
        : Optional.empty();
  }

  static boolean isChild(String name, String cache) {
    return name.startsWith(cache + "-");
  }
}
