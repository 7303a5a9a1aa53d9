package dev.automat.identity;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How callers prove who they are.
 *
 * @param localToken whether the token in the data directory is good, too
 * @param clockSkew by how much the clocks of issuers may be off
 * @param longestToken how long a token for a machine may be good
 */
public record AuthSettings(
    Mode mode,
    boolean localToken,
    Duration clockSkew,
    Duration longestToken,
    List<IssuerSettings> issuers) {

  /** Nobody has to prove anything. */
  public static AuthSettings open() {
    return new AuthSettings(
        Mode.OPEN, false, Duration.ofSeconds(30), Duration.ofDays(366), List.of());
  }

  /** Where proofs come from. Tokens for machines are taken in all of them but {@code OPEN}. */
  public enum Mode {
    /** A file of this machine's user. */
    LOCAL,
    /** Nobody has to prove anything. */
    OPEN,
    /** The issuers. */
    OIDC,
    /** Tokens for machines alone. */
    TOKENS;

    /** As in the configuration. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
