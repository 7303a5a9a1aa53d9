package dev.automat.store;

import java.util.concurrent.CompletableFuture;

/**
 * Gathers accepting writes: what was handed in while the last transaction committed goes as the
 * next one, so that many writers share one commit and a lone one waits for nobody.
 */
public final class CoalescingWriter implements AutoCloseable {

  /**
   * @param capacity the most writes that may wait
   */
  public CoalescingWriter(Store store, int capacity) {
    throw new UnsupportedOperationException();
  }

  /**
   * Hands in a write. The future ends after the commit; it fails if the store did.
   *
   * @throws StoreBusyException if too many are waiting
   */
  public CompletableFuture<WriteOutcome> submit(Write write) {
    throw new UnsupportedOperationException();
  }

  /** Writes what waits, then stops. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
