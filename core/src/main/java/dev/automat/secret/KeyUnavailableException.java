package dev.automat.secret;

/** A secret can not be sealed or opened; the message says which key is missing and what to do. */
public final class KeyUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public KeyUnavailableException(String message) {
    super(message);
  }

  public KeyUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
