package dev.automat.resource;

import java.util.regex.Pattern;

/**
 * What a person calls a resource. At most one incarnation holds a key at a time.
 *
 * @param team id of the owning team
 * @param kind the kind's name, such as {@code Database}
 * @param name unique per team and kind, across environments
 */
public record ResourceKey(String team, String kind, String name) {

  private static final int LONGEST_NAME = 40;

  /**
   * What a team id and a name must look like: 1–40 lowercase letters, digits and single hyphens, a
   * letter first.
   */
  public static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9]|-(?=[a-z0-9])){0,39}");

  /** Whether the text matches {@link #NAME}: asked often, so by hand. */
  public static boolean isName(String text) {
    int length = text.length();
    if (length == 0 || length > LONGEST_NAME || !isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = text.charAt(i);
      boolean joins = c == '-' && i + 1 < length && text.charAt(i + 1) != '-';
      if (!isLetter(c) && !('0' <= c && c <= '9') && !joins) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return 'a' <= c && c <= 'z';
  }

  @Override
  public String toString() {
    return team + "/" + kind + "/" + name;
  }
}
