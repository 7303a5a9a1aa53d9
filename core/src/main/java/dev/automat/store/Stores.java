package dev.automat.store;

import dev.automat.config.Configuration;
import java.util.UUID;

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

  /**
   * A new, empty store that lives in memory until it is closed: for tests, simulations and
   * measuring.
   */
  public static Store inMemory() {
    return H2Opening.inMemory(UUID.randomUUID().toString());
  }
}
