package dev.automat.identity;

/**
 * A token for a machine, at the only moment at which it is known.
 *
 * @param token to be shown once
 */
public record IssuedToken(TokenRecord record, String token) {

  /** Without the token. */
  @Override
  public String toString() {
    return "IssuedToken[" + record.id() + "]";
  }
}
