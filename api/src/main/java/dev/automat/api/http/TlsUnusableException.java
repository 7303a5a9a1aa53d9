package dev.automat.api.http;

/** There is nothing to serve TLS with; the message says which file, and what is wrong with it. */
public final class TlsUnusableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TlsUnusableException(String message) {
    super(message);
  }

  TlsUnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
