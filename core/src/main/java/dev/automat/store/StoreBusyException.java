package dev.automat.store;

/** More writes are waiting than may wait. Nothing was written; try again in a second. */
public final class StoreBusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoreBusyException(int waiting) {
    super(waiting + " writes are waiting");
  }
}
