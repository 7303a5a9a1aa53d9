package dev.automat.resource;

import java.util.random.RandomGenerator;

/**
 * Ids of records: 20 lowercase base32 characters (RFC 4648, no padding), so 100 random bits; never
 * used twice.
 */
public final class Uid {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LENGTH = 20;

  private Uid() {}

  /** A new uid. {@code random} must be cryptographically strong outside a simulation. */
  public static String next(RandomGenerator random) {
    StringBuilder uid = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      uid.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return uid.toString();
  }
}
