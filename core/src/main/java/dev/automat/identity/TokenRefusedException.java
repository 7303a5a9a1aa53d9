package dev.automat.identity;

/** A token proves nothing, or nobody can say now whether it does. Its message is for people. */
public final class TokenRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String fix;
  private final boolean undecided;

  private TokenRefusedException(String message, String fix, boolean undecided) {
    // No stack trace: it is an answer to a client, and made often.
    super(message, null, false, false);
    this.fix = fix;
    this.undecided = undecided;
  }

  /** It is not valid. */
  static TokenRefusedException invalid(String message, String fix) {
    return new TokenRefusedException(message, fix, false);
  }

  /** What is needed to decide can not be had now. */
  static TokenRefusedException undecided(String message, String fix) {
    return new TokenRefusedException(message, fix, true);
  }

  /** What to do next. */
  public String fix() {
    return fix;
  }

  /** Whether the same token may be good in a moment. */
  public boolean isUndecided() {
    return undecided;
  }
}
