package dev.automat.catalog;

import dev.automat.spi.TagRules;
import dev.automat.spi.TagRules.Keys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes tags legal on one cloud. What is legal stays as it is, so doing it twice is doing it once.
 * Whatever loses a letter or a digit ends with a hash of all of it, so that what was two things
 * stays two.
 */
public final class TagForm {

  /**
   * What bills are grouped by must read the same on every cloud: what AWS and GCP both take, and no
   * difference of case that only one of them sees.
   */
  public static final TagForm COST =
      new TagForm(
          new TagRules(
              64, 63, "[a-z]", "[a-z0-9_-]", 63, "[a-z0-9_-]", Keys.CASE_SENSITIVE, Set.of()));

  private static final String FILLER = "-";

  /** Begins a key whose own first character is not legal there. */
  private static final String PREFIX = "x-";

  private static final int HASH_LENGTH = 10;

  private final TagRules rules;
  private final Pattern wholeKey;
  private final Pattern wholeValue;
  private final Pattern keyStart;
  private final Pattern keyCharacters;
  private final Pattern valueCharacters;

  public TagForm(TagRules rules) {
    this.rules = rules;
    this.wholeKey =
        Pattern.compile("(?:" + rules.keyStart() + ")(?:" + rules.keyCharacters() + ")*");
    this.wholeValue = Pattern.compile("(?:" + rules.valueCharacters() + ")*");
    this.keyStart = Pattern.compile(rules.keyStart());
    this.keyCharacters = Pattern.compile(rules.keyCharacters());
    this.valueCharacters = Pattern.compile(rules.valueCharacters());
  }

  public TagRules rules() {
    return rules;
  }

  /** The key as it is legal there; one that is legal stays. */
  public String key(String written) {
    if (isKey(written)) {
      return written;
    }
    Fitted fitted = fit(written, keyCharacters);
    boolean begins = begins(fitted.text(), keyStart) && !isReserved(fitted.text());
    String text = begins ? fitted.text() : PREFIX + fitted.text();
    return fitted.lost() || text.equals(PREFIX) || text.length() > rules.maxKeyLength()
        ? cut(text, rules.maxKeyLength(), written)
        : text;
  }

  /** The value as it is legal there; one that is legal stays. */
  public String value(String written) {
    if (isValue(written)) {
      return written;
    }
    Fitted fitted = fit(written, valueCharacters);
    return fitted.lost() || fitted.text().length() > rules.maxValueLength()
        ? cut(fitted.text(), rules.maxValueLength(), written)
        : fitted.text();
  }

  /** Whether the cloud takes the key as it is. */
  public boolean isKey(String key) {
    return key.length() <= rules.maxKeyLength()
        && wholeKey.matcher(key).matches()
        && !isReserved(key);
  }

  /** Whether the cloud takes the value as it is. */
  public boolean isValue(String value) {
    return value.length() <= rules.maxValueLength() && wholeValue.matcher(value).matches();
  }

  /** What tells the key from others there: two with the same are one. */
  public String identity(String key) {
    String legal = key(key);
    return rules.keys() == Keys.CASE_INSENSITIVE ? legal.toLowerCase(Locale.ROOT) : legal;
  }

  private boolean isReserved(String key) {
    String folded = key.toLowerCase(Locale.ROOT);
    return rules.reservedPrefixes().stream()
        .anyMatch(prefix -> folded.startsWith(prefix.toLowerCase(Locale.ROOT)));
  }

  private static boolean begins(String text, Pattern start) {
    return !text.isEmpty() && start.matcher(Character.toString(text.codePointAt(0))).matches();
  }

  /**
   * Each character, else its lower case, else without its accent, else a hyphen for as many as
   * there are in a row.
   */
  private static Fitted fit(String written, Pattern legal) {
    StringBuilder text = new StringBuilder();
    boolean lost = false;
    boolean filled = true; // A hyphen at the beginning would say nothing.
    for (int each : Normalizer.normalize(written, Normalizer.Form.NFC).codePoints().toArray()) {
      String fitted = fitted(Character.toString(each), legal);
      if (!fitted.isEmpty()) {
        text.append(fitted);
        filled = false;
      } else {
        lost = lost || Character.isLetterOrDigit(each);
        text.append(filled ? "" : FILLER);
        filled = true;
      }
    }
    return new Fitted(text.toString(), lost);
  }

  /** Empty if nothing like it is legal. */
  private static String fitted(String each, Pattern legal) {
    if (legal.matcher(each).matches()) {
      return each;
    }
    String lower = each.toLowerCase(Locale.ROOT);
    if (legal.matcher(lower).matches()) {
      return lower;
    }
    String plain = Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return plain.length() == 1 && legal.matcher(plain).matches() ? plain : "";
  }

  private static String cut(String text, int length, String written) {
    int room = Math.min(text.length(), length - HASH_LENGTH - 1);
    int end = room > 0 && Character.isHighSurrogate(text.charAt(room - 1)) ? room - 1 : room;
    String kept = text.substring(0, end);
    boolean separated = kept.isEmpty() || kept.endsWith(FILLER);
    return kept + (separated ? "" : FILLER) + hash(written);
  }

  /** Of letters alone, which are legal everywhere: forty bits, four in each. */
  private static String hash(String written) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(written.getBytes(StandardCharsets.UTF_8));
      StringBuilder letters = new StringBuilder();
      for (int i = 0; i < HASH_LENGTH / 2; i++) {
        letters
            .append((char) ('a' + (digest[i] >> 4 & 15)))
            .append((char) ('a' + (digest[i] & 15)));
      }
      return letters.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private record Fitted(String text, boolean lost) {}
}
