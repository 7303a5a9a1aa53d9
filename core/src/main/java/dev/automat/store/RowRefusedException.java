package dev.automat.store;

/** A row of a batch can not be stored as it is, and so the whole transaction was taken back. */
final class RowRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RowRefusedException(String message) {
    super(message);
  }

  RowRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
