package dev.automat.store;

import dev.automat.config.Configuration;

/** Opens the store that the configuration names, and brings its schema up to date. */
public final class Stores {

  private Stores() {}

  /**
   * @throws StoreUnavailableException if it can not be reached, is used by another process (H2), or
   *     was written by a newer Automat; the message says what to do
   */
  public static Store open(Configuration configuration) {
    throw new UnsupportedOperationException();
  }
}
