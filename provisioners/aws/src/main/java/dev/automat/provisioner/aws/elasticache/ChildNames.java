package dev.automat.provisioner.aws.elasticache;

import java.util.Locale;

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

  static boolean isChild(String name, String cache) {
    return name.startsWith(cache + "-");
  }
}
