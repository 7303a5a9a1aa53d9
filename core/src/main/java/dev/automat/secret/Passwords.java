package dev.automat.secret;

import java.util.random.RandomGenerator;

/** Passwords for applications. */
public final class Passwords {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 32;

  private Passwords() {}

  /**
   * A new password: 32 letters and digits, so 190 random bits, and nothing that a URI or a shell
   * would want escaped. {@code random} must be cryptographically strong outside a simulation.
   */
  public static String next(RandomGenerator random) {
    StringBuilder password = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
