package dev.automat.identity;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The form of tokens that Automat makes itself: {@code automat_}, 52 random characters (260 bits),
 * and 7 that are computed from them. So scanners for secrets can match it, and what was cut or
 * mistyped is told from what is not known.
 */
public final class MachineToken {

  /** What scanners for secrets look for. */
  public static final Pattern FORM = Pattern.compile("automat_[a-z2-7]{59}");

  private static final String PREFIX = "automat_";
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int RANDOM = 52;
  private static final int CHECK = 7;

  private MachineToken() {}

  /** A new one. {@code random} must be cryptographically strong. */
  public static String next(RandomGenerator random) {
    StringBuilder token = new StringBuilder(PREFIX);
    for (int i = 0; i < RANDOM; i++) {
      token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return token.append(check(token.toString())).toString();
  }

  /** Whether it begins as one. */
  static boolean isMeant(String token) {
    return token.startsWith(PREFIX);
  }

  /** Whether it is complete. */
  static boolean isWellFormed(String token) {
    int end = token.length() - CHECK;
    return FORM.matcher(token).matches()
        && check(token.substring(0, end)).equals(token.substring(end));
  }

  private static String check(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    StringBuilder text = new StringBuilder(CHECK);
    for (int i = 0; i < CHECK; i++) {
      text.append(ALPHABET.charAt((int) (rest & 31)));
      rest >>>= 5;
    }
    return text.toString();
  }
}
