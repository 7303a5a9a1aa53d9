package dev.automat.spi;

/**
 * The cloud's limits on a name. External names are made of lowercase letters, digits and single
 * hyphens, and start with a letter.
 *
 * @param maxLength in characters, at least 23: one for the name, one hyphen, and a uid
 */
public record NamingRule(int maxLength) {

  private static final int UID_LENGTH = 20;

  public NamingRule {
    if (maxLength < UID_LENGTH + 3) {
      throw new IllegalArgumentException(
          "maxLength must be at least " + (UID_LENGTH + 3) + ", was " + maxLength);
    }
  }

  /**
   * The name cut to fit, a hyphen, and the uid: unique because the uid is, readable because the
   * name comes first.
   */
  public String externalName(String name, String uid) {
    int room = maxLength - uid.length() - 1;
    String cut = name.length() <= room ? name : name.substring(0, room);
    return (cut.endsWith("-") ? cut.substring(0, cut.length() - 1) : cut) + "-" + uid;
  }
}
