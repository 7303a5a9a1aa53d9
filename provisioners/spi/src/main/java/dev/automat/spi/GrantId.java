package dev.automat.spi;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which grant on a resource is meant.
 *
 * @param binding id of the binding: six lowercase base32 characters, never used again on the
 *     resource
 * @param version counts the secrets of the binding, from 1
 */
public record GrantId(String binding, int version) {

  private static final Pattern USER_NAME =
      Pattern.compile("([a-z2-7]{20})_([a-z2-7]{6})_([1-9][0-9]{0,3})");

  /**
   * {@code <uid>_<binding>_<version>}: says whose it is without tags, and has at most 32
   * characters, which is what MySQL takes.
   *
   * @param uid of the resource
   */
  public String userName(String uid) {
    return uid + "_" + binding + "_" + version;
  }

  /** The grant that a user of that name belongs to; empty if it is none of the resource. */
  public static Optional<GrantId> ofUser(String userName, String uid) {
    Matcher matcher = USER_NAME.matcher(userName);
    return matcher.matches() && matcher.group(1).equals(uid)
        ? Optional.of(new GrantId(matcher.group(2), Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  /** The newest version of each binding. */
  public static Set<GrantId> newest(Set<GrantId> grants) {
    Map<String, GrantId> newest = new HashMap<>();
    grants.forEach(
        grant ->
            newest.merge(
                grant.binding(),
                grant,
                (one, other) -> one.version() > other.version() ? one : other));
    return Set.copyOf(newest.values());
  }

  /** Whether a user of that name belongs to any resource's grants. */
  public static boolean isUserName(String name) {
    return USER_NAME.matcher(name).matches();
  }
}
