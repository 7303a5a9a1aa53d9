package dev.automat.spi;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a cloud takes as tags, or labels. Admission makes the tags of every plan so that they are
 * legal by these rules; what a plugin is handed needs no more care.
 *
 * <p>Each set of characters is a character class of {@link Pattern}, such as {@code [a-z0-9_-]}.
 * Where a letter is only legal in lower case, it is written so. Keys must have room for lowercase
 * letters and hyphens, values for lowercase letters, digits, hyphens and underscores: the tags that
 * say whose an object is and who pays for it are made of these on every cloud.
 *
 * @param maxTags how many tags the engine may set on an object: the cloud's limit, less those that
 *     the plugin sets itself
 * @param maxKeyLength in characters, at least 63: our keys and those of labels are not cut
 * @param keyStart what a key may begin with
 * @param keyCharacters what the rest of it may be made of
 * @param maxValueLength in characters, at least 63
 * @param valueCharacters what a value may be made of; an empty value is legal
 * @param keys whether two keys that differ in case alone are two
 * @param reservedPrefixes what no key may begin with, in any case
 */
public record TagRules(
    int maxTags,
    int maxKeyLength,
    String keyStart,
    String keyCharacters,
    int maxValueLength,
    String valueCharacters,
    Keys keys,
    Set<String> reservedPrefixes) {

  private static final int SHORTEST = 63;

  private static final int FEWEST = 16;

  private static final List<String> OURS =
      List.of(OwnershipTags.UID, OwnershipTags.INSTALLATION, OwnershipTags.EXPIRES_ON);

  /**
   * For a type that says nothing of tags: what AWS takes as values, and as keys what every cloud
   * takes.
   */
  public static final TagRules COMMON =
      new TagRules(
          50,
          63,
          "[a-z]",
          "[a-z0-9_-]",
          256,
          "[\\p{L}\\p{N} _.:/=+@-]",
          Keys.CASE_SENSITIVE,
          Set.of());

  /**
   * @throws IllegalArgumentException if the tags that Automat needs itself would not be legal, or a
   *     class of characters is none
   */
  public TagRules {
    reservedPrefixes = Set.copyOf(reservedPrefixes);
    if (maxTags < FEWEST || maxKeyLength < SHORTEST || maxValueLength < SHORTEST) {
      throw new IllegalArgumentException(
          "tags need room: at least "
              + FEWEST
              + " of them, "
              + SHORTEST
              + " characters for a key and for a value; was "
              + List.of(maxTags, maxKeyLength, maxValueLength));
    }
    for (String prefix : reservedPrefixes) {
      if (prefix.isEmpty() || OURS.stream().anyMatch(key -> key.startsWith(prefix))) {
        throw new IllegalArgumentException(
            "the prefix \"" + prefix + "\" can not be reserved: Automat needs " + OURS);
      }
    }
    require(keyStart, "abcdefghijklmnopqrstuvwxyz", "a key begins with");
    require(keyCharacters, "abcdefghijklmnopqrstuvwxyz-", "a key is made of");
    require(valueCharacters, "abcdefghijklmnopqrstuvwxyz0123456789_-", "a value is made of");
  }

  private static void require(String characters, String needed, String what) {
    Pattern pattern = Pattern.compile(characters); // Its exception is an IllegalArgumentException.
    needed
        .chars()
        .mapToObj(Character::toString)
        .filter(each -> !pattern.matcher(each).matches())
        .findFirst()
        .ifPresent(
            missing -> {
              throw new IllegalArgumentException(
                  "what " + what + ", " + characters + ", must have room for " + missing);
            });
  }

  /** Whether two keys that differ in case alone are two. */
  public enum Keys {
    CASE_SENSITIVE,
    CASE_INSENSITIVE
  }
}
