package dev.automat.identity;

/** Looks at tokens of one sort. May block. */
public interface Prover {

  /** Whether the token is of its sort, whether good or not. */
  boolean takes(String token);

  /**
   * What the token proves now.
   *
   * @throws TokenRefusedException if it proves nothing, or that can not be decided now
   */
  Proof prove(String token);
}
