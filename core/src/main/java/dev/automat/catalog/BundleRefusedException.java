package dev.automat.catalog;

/** An archive is no bundle of a catalogue. The message says what is wrong and what to do. */
public final class BundleRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BundleRefusedException(String message) {
    super(message);
  }

  BundleRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
